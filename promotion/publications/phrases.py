"""What checks found, in words: as stable English for other programs, and in the language of a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _

from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Region
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import number_text
from promotion.publications.bases import Base, Key
from promotion.publications.checks import Flag, Unchecked
from promotion.publications.reasons import Amount
from promotion.publications.rules import (
    COUNTRY,
    FACTORS,
    Period,
    PlaceScope,
    Printed,
    PrintedUnit,
    PublishedLevel,
    Ratio,
    Stage,
    parse_measure,
)
from promotion.territory.rules import Atlas

LEVELS = {
    str(PublishedLevel.total): N_("total"),
    str(PublishedLevel.national): N_("national"),
    str(PublishedLevel.local): N_("local"),
    str(PublishedLevel.counterpart): N_("counterpart"),
}
_PRINTED = N_("%(level)s %(measure)s %(amount)s")
_NEEDED = N_("%(level)s %(measure)s of about %(amount)s")
_WANTED = N_("%(level)s %(measure)s")
_EDITION = N_("edition %(edition)s")
_AS_OF = N_("as of %(day)s")
_DERIVED = N_("derived")
_ELSEWHERE = N_("another source")
_DIGITS = 3  # of an amount that is given as "about"
_PLACES = 4  # of a recomputed amount


class Codes:
    """Names that never change: codes and English words, for other programs."""

    language = "en"

    def say(self, text: str) -> str:
        """Return a message id in the language."""
        return text

    def measure(self, code: str) -> str:
        """Return the name of a plain measure."""
        return code

    def place(self, place: str) -> str:
        """Return the name of the country, a region, a province or a unit."""
        return place

    def period(self, code: str) -> str:
        """Return the name of a part of the year."""
        return code

    def unit(self, code: str) -> str:
        """Return what stands behind an amount."""
        return {PrintedUnit.percent: "%", PrintedUnit.counted: ""}.get(PrintedUnit(code), code)

    def day(self, day: date) -> str:
        """Return a day."""
        return day.isoformat()


class Reader(Codes):
    """Names in the language of the request."""

    def __init__(self, language: str, atlas: Atlas, indicators: Mapping[str, str]) -> None:
        self.language = language
        self._atlas = atlas
        self._indicators = indicators
        self._provinces = {province.key for province in atlas.provinces}

    def say(self, text: str) -> str:
        """Return a message id in the language."""
        return _(text)

    def measure(self, code: str) -> str:
        """Return the name of a stage or an indicator, to stand inside a sentence."""
        label = _(Stage(code).label) if code in set(Stage) else self._indicators.get(code) or _("Projects")
        return label[:1].lower() + label[1:]

    def place(self, place: str) -> str:
        """Return the name of a place; a unit by its code."""
        if place == COUNTRY:
            return _(PlaceScope.country.label)
        if place in set(Region):
            return _(Region(place).label)
        return self._atlas.name(place, self.language) if place in self._provinces else place

    def period(self, code: str) -> str:
        """Return the name of a part of the year, to stand inside a sentence."""
        label = _(Period(code).label)
        return label[:1].lower() + label[1:]

    def unit(self, code: str) -> str:
        """Return what stands behind an amount."""
        unit = PrintedUnit(code)
        return super().unit(code) if unit in {PrintedUnit.percent, PrintedUnit.counted} else _(unit.label)

    def day(self, day: date) -> str:
        """Return a day."""
        return date_text(day, self.language)


@dataclass(frozen=True)
class Phrases:
    """What is said about figures, with names for everything."""

    names: Codes

    def reason(self, flag: Flag) -> str:
        """Return why a figure does not reproduce: the cause, then what would reproduce it."""
        said = "; ".join(
            self.names.say(statement.said)
            % {name: _fact(fact, flag.figure, self.names) for name, fact in statement.facts}
            for statement in flag.reason.statements
        )
        cause = self.names.say(flag.reason.cause.label)
        return f"{cause}: {said}" if said else cause

    def subject(self, figure: Printed) -> str:
        """Return what a figure is about: "Northern region (edition 2025), 2024, first 9 months"."""
        whole = figure.period == Period.year
        parts = [
            self.place(figure),
            str(figure.year),
            *(() if whole else (self.names.period(figure.period),)),
        ]
        return ", ".join(parts)

    def place(self, figure: Printed) -> str:
        """Return the place of a figure, a region with its edition."""
        name = self.names.place(figure.place)
        if figure.scope != PlaceScope.region:
            return name
        return _with_remarks(name, [self.names.say(_EDITION) % {"edition": figure.edition}])

    def measure(self, figure: Printed) -> str:
        """Return what was measured: "total approved", "local accepted ÷ local approved (2023)"."""
        measure = parse_measure(figure.measure)
        if not isinstance(measure, Ratio):
            return _of(figure.level, measure, self.names)
        above = _of(measure.numerator_level or figure.level, measure.numerator, self.names)
        below = _of(measure.denominator_level or figure.level, measure.denominator, self.names)
        back = f" ({figure.year - measure.years_back})" if measure.years_back else ""
        return f"{above} ÷ {below}{back}"

    def printed(self, figure: Printed) -> str:
        """Return a figure with the digits and the unit it was printed in."""
        return _printed(figure, self.names)

    def recomputed(self, flag: Flag) -> str:
        """Return the recomputed figure, with two digits more than were printed."""
        return _behind(self._finely(flag, flag.recomputed), flag.figure.unit, self.names)

    def interval(self, flag: Flag) -> str:
        """Return the interval that the inputs' printed digits allow."""
        ends = f"{self._finely(flag, flag.low)} – {self._finely(flag, flag.high)}"
        return _behind(ends, flag.figure.unit, self.names)

    def missing(self, one: Unchecked) -> str:
        """Name the inputs of a share that are not published."""
        return "; ".join(
            _with_remarks(_of(key.level, key.measure, self.names), _differences(key, one.figure, self.names))
            for key in one.missing
        )

    def _finely(self, flag: Flag, number: Fraction) -> str:
        factor = FACTORS[PrintedUnit(flag.figure.unit)]
        whole = all((one / factor).denominator == 1 for one in (flag.recomputed, flag.low, flag.high))
        places = 0 if whole else len(flag.figure.value.partition(".")[2]) + 2
        return number_text(number / factor, self.names.language, places)


STABLE = Phrases(Codes())
"""English that does not change, for other programs."""


def _printed(figure: Printed, names: Codes) -> str:
    places = len(figure.value.partition(".")[2])
    return _behind(number_text(Fraction(figure.value), names.language, places), figure.unit, names)


def _amount(number: Fraction, unit: str, names: Codes, places: int = _PLACES) -> str:
    """Return a computed amount in a printed unit, without zeros that say nothing."""
    text = number_text(number / FACTORS[PrintedUnit(unit)], names.language, places)
    return _behind(text.rstrip("0").rstrip(".,") if places else text, unit, names)


def _fact(fact: Base | Amount, figure: Printed, names: Codes) -> str:
    if isinstance(fact, Base):
        return _base(fact, figure, names)
    if fact.key is None:
        return _amount(fact.number, fact.unit, names)
    amount = _amount(fact.number, fact.unit, names, _places(fact.number / FACTORS[PrintedUnit(fact.unit)]))
    return names.say(_NEEDED) % {**_words(fact.key.level, fact.key.measure, names), "amount": amount}


def _places(number: Fraction) -> int:
    """Return how many decimals show three digits of a positive number."""
    places = _DIGITS - 1
    while number >= 10 and places:  # noqa: PLR2004 - one digit more before the point
        number, places = number / 10, places - 1
    while 0 < number < 1 and places < _DIGITS * 2:
        number, places = number * 10, places + 1
    return places


def _base(base: Base, figure: Printed, names: Codes) -> str:
    """Name an input: level, measure, amount, and where it differs from the figure in question."""
    printed = base.printed
    amount = _printed(printed, names) if printed else _amount(base.number, base.unit, names)
    text = names.say(_PRINTED) % {**_words(base.key.level, base.key.measure, names), "amount": amount}
    remarks = _differences(base.key, figure, names)
    if printed is None:
        remarks.append(names.say(_DERIVED))
        return _with_remarks(text, remarks)
    if printed.place != figure.place:
        remarks.append(names.place(printed.place))
    if printed.as_of is not None and printed.as_of != figure.as_of:
        remarks.append(names.say(_AS_OF) % {"day": names.day(printed.as_of)})
    if printed.source != figure.source:
        remarks.append(names.say(_ELSEWHERE))
    return _with_remarks(text, remarks)


def _differences(key: Key, figure: Printed, names: Codes) -> list[str]:
    """Return in which year, part of it and edition an input is found when it is not the figure's own."""
    found = [str(key.year)] if key.year != figure.year else []
    found += [names.period(key.period)] if key.period != figure.period else []
    if key.edition and key.edition != figure.edition:
        found.append(names.say(_EDITION) % {"edition": key.edition})
    return found


def _of(level: str, measure: str, names: Codes) -> str:
    return names.say(_WANTED) % _words(level, measure, names)


def _words(level: str, measure: str, names: Codes) -> dict[str, str]:
    return {"level": names.say(LEVELS[level]), "measure": names.measure(measure)}


def _with_remarks(text: str, remarks: list[str]) -> str:
    return f"{text} ({', '.join(remarks)})" if remarks else text


def _behind(text: str, unit: str, names: Codes) -> str:
    return f"{text} {names.unit(unit)}".rstrip()
