"""How published figures are said: their place, what they measure, their value as printed."""

from fractions import Fraction

from flask_babel import gettext as _

from promotion.catalogue import queries as catalogue
from promotion.kernel.choices import Region
from promotion.kernel.errors import NotFound
from promotion.kernel.money import number_text
from promotion.publications.rules import (
    FACTORS,
    PROJECTS,
    PlaceScope,
    Printed,
    PrintedUnit,
    PublishedLevel,
    Ratio,
    Stage,
    parse_measure,
)
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.web.languages import chosen


class Wording:
    """The words of one page; names are looked up once."""

    def __init__(self) -> None:
        self.language = chosen()
        self.places = atlas()
        self.indicators = {
            one.code: one.name_vi if self.language == "vi" else one.name_en for one in catalogue.indicators()
        }

    def place(self, scope: str, place: str, edition: str) -> str:
        """Return the name of a place, with the edition where two editions have one."""
        if scope == PlaceScope.country:
            return _("Whole country")
        if scope == PlaceScope.region:
            count = self._members(edition)
            return f"{_(Region(place).label)} ({count})"
        try:
            if scope == PlaceScope.province:
                return f"{self.places.name(place, self.language)} ({place})"
            return units.name(units.unit(place), self.language)
        except NotFound:
            return place

    def _members(self, edition: str) -> str:
        count = sum(province.edition == edition for province in self.places.provinces)
        return _("of %(count)s provinces", count=str(count))

    def measure(self, text: str) -> str:
        """Return the name of a measure: "Accepted", "Accepted of approved"."""
        found = parse_measure(text)
        if not isinstance(found, Ratio):
            return self._code(found)
        above, below = (
            f"{self._code(code)} ({_(PublishedLevel(level).label).lower()})" if level else self._code(code)
            for code, level in (
                (found.numerator, found.numerator_level),
                (found.denominator, found.denominator_level),
            )
        )
        if found.years_back == 1:
            return _("%(above)s over %(below)s of the year before", above=above, below=below.lower())
        if found.years_back:
            return _(
                "%(above)s over %(below)s %(years)s years before",
                above=above,
                below=below.lower(),
                years=str(found.years_back),
            )
        return _("%(above)s over %(below)s", above=above, below=below.lower())

    def _code(self, code: str) -> str:
        if code == PROJECTS:
            return _("Projects")
        return _(Stage(code).label) if code in set(Stage) else self.indicators.get(code, code)

    def value(self, figure: Printed) -> str:
        """Return the digits as printed, with the reader's marks, and the unit behind them."""
        places = len(figure.value.partition(".")[2])
        return self._written(Fraction(figure.value), places, PrintedUnit(figure.unit))

    def interval(self, figure: Printed) -> str:
        """Return the lowest and the highest number that would have been printed with these digits."""
        unit, places = PrintedUnit(figure.unit), len(figure.value.partition(".")[2]) + 1
        low, high = (self._written(end / FACTORS[unit], places, unit) for end in figure.interval)
        return _("%(low)s to %(high)s", low=low, high=high)

    def _written(self, number: Fraction, places: int, unit: PrintedUnit) -> str:
        digits = number_text(number, self.language, places)
        if unit is PrintedUnit.counted:
            return digits
        if unit is PrintedUnit.percent:
            return f"{digits}\u00a0%" if self.language == "vi" else f"{digits}%"
        return f"{digits} {_(unit.label)}"
