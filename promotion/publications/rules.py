"""What a published figure is: its closed lists, its measure, and what its printed digits allow. Plain Python.

A figure is kept as printed, digits and unit. What may be computed from it is exact: ``Fraction`` and ``int``.
"""

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_

FIRST_YEAR, LAST_YEAR = 2000, 2100
COUNTRY = "vn"
"""The place of figures of the whole country."""
EDITIONS = ("2024", "2025")
PROJECTS = "projects"

_VALUE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SIDE = r"(?:(?P<{0}_level>[a-z]+)\.)?(?P<{0}>[a-z][a-z0-9_]*)"
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
_RATIO = re.compile(_SIDE.format("numerator") + "/" + _SIDE.format("denominator") + r"(?:@-(?P<back>[1-9]))?")


class Period(Choice):
    """The part of the year that a figure is about, always counted from its first day."""

    year = "year", N_("Whole year")
    six_months = "6m", N_("First 6 months")
    nine_months = "9m", N_("First 9 months")
    eleven_months = "11m", N_("First 11 months")
    first_quarter = "q1", N_("First quarter")
    second_quarter = "q2", N_("Second quarter")
    third_quarter = "q3", N_("Third quarter")
    fourth_quarter = "q4", N_("Fourth quarter")


class PlaceScope(Choice):
    """What kind of place a figure is about."""

    country = "country", N_("Country")
    region = "region", N_("Region")
    province = "province", N_("Province")
    unit = "unit", N_("Unit")


class PublishedLevel(Choice):
    """Whose money a figure counts: the ministry's, the provinces', both, or the beneficiaries' own."""

    national = "national", N_("National")
    local = "local", N_("Local")
    total = "total", N_("National and local together")
    counterpart = "counterpart", N_("Counterpart money")


class PrintedUnit(Choice):
    """The unit in which a figure was printed."""

    dong = "dong", N_("đồng")
    thousand = "thousand", N_("thousand đồng")
    million = "million", N_("million đồng")
    billion = "billion", N_("billion đồng")
    percent = "percent", N_("percent")
    counted = "count", N_("number")


class Stage(Choice):
    """Money measures, by the terms of the ledger."""

    requested = "requested", N_("Requested")
    approved = "approved", N_("Approved")
    released = "released", N_("Released")
    assigned = "assigned", N_("Assigned")
    committed = "committed", N_("Committed")
    advanced = "advanced", N_("Advanced")
    accepted = "accepted", N_("Accepted")
    disbursed = "disbursed", N_("Disbursed")
    settled = "settled", N_("Settled")
    cancelled = "cancelled", N_("Cancelled")
    carried_out = "carried_out", N_("Carried over to the next year")
    carried_in = "carried_in", N_("Carried in from the year before")
    recovered = "recovered", N_("Recovered")


FACTORS = {
    PrintedUnit.dong: Fraction(1),
    PrintedUnit.thousand: Fraction(10**3),
    PrintedUnit.million: Fraction(10**6),
    PrintedUnit.billion: Fraction(10**9),
    PrintedUnit.percent: Fraction(1, 100),
    PrintedUnit.counted: Fraction(1),
}
"""What one printed unit is worth: đồng, a share of 1, or one."""

MONEY_UNITS = frozenset({PrintedUnit.dong, PrintedUnit.thousand, PrintedUnit.million, PrintedUnit.billion})


PLANNED = frozenset({str(Stage.requested), str(Stage.approved)})
_LAST_MONTHS = {"year": 12, "6m": 6, "9m": 9, "11m": 11, "q1": 3, "q2": 6, "q3": 9, "q4": 12}


def last_day(year: int, period: str) -> date:
    """Return the last day of a part of a year."""
    month = _LAST_MONTHS[period]
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True)
class Ratio:
    """A printed share: one measure over another, perhaps of `years_back` years before. A level of None is the
    level of the figure itself.
    """

    numerator_level: str | None
    numerator: str
    denominator_level: str | None
    denominator: str
    years_back: int = 0

    def __str__(self) -> str:
        """Return the measure as it is stored: "local.approved/total.approved", "approved/approved@-1"."""
        above = f"{self.numerator_level}." if self.numerator_level else ""
        below = f"{self.denominator_level}." if self.denominator_level else ""
        back = f"@-{self.years_back}" if self.years_back else ""
        return f"{above}{self.numerator}/{below}{self.denominator}{back}"


def parse_measure(text: str) -> str | Ratio:
    """Return the code of a plain measure, or the ratio. Raises `Invalid` for what is neither.

    Whether the codes exist is not asked here: indicators stand in the catalogue.
    """
    if _PLAIN.fullmatch(text):
        return text
    match = _RATIO.fullmatch(text)
    if match is None:
        raise Invalid(N_("“%(text)s” is not a measure."), {"text": text})
    levels = match["numerator_level"], match["denominator_level"]
    if any(level is not None and level not in set(PublishedLevel) for level in levels):
        raise Invalid(N_("“%(text)s” is not a measure."), {"text": text})
    return Ratio(levels[0], match["numerator"], levels[1], match["denominator"], int(match["back"] or 0))


@dataclass(frozen=True)
class Printed:
    """One figure as it was printed.

    `key` is its public id, or "row 12" before it is stored; `value` the digits with a point: "9.640", "-8".
    Raises `Invalid` when the value is not written so.
    """

    key: str
    year: int
    period: str
    scope: str
    place: str
    edition: str
    level: str
    measure: str
    value: str
    unit: str
    as_of: date | None
    source: str
    note: str | None

    def __post_init__(self) -> None:
        """Refuse digits that nothing can be computed from."""
        if not _VALUE.fullmatch(self.value):
            raise Invalid(N_("“%(text)s” is not a number."), {"text": self.value})

    @property
    def number(self) -> Fraction:
        """The figure in đồng for money, plain for counts, a share of 1 for percent."""
        return Fraction(self.value) * self._factor

    @property
    def half(self) -> Fraction:
        """Half of what the last printed digit is worth, in the same unit as `number`."""
        places = len(self.value.partition(".")[2])
        return self._factor / 2 / int("1" + "0" * places)

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest figure that would have been printed with these digits."""
        return self.number - self.half, self.number + self.half

    @property
    def amount(self) -> int | None:
        """Whole đồng; None for counts, shares, and money that does not come to whole đồng."""
        if PrintedUnit(self.unit) not in MONEY_UNITS or self.number.denominator != 1:
            return None
        return int(self.number)

    @property
    def day(self) -> date:
        """The day from which the figure tells how things stand. Undated, a plan holds from the year's first day,
        and anything else from the last day of its part of the year.
        """
        if self.as_of is not None:
            return self.as_of
        return date(self.year, 1, 1) if self.measure in PLANNED else last_day(self.year, self.period)

    @property
    def question(self) -> tuple[object, ...]:
        """What the figure answers: two figures with one question and two values contradict each other.

        The whole country is the same on all boundaries.
        """
        edition = "" if self.scope == PlaceScope.country else self.edition
        return (
            *(self.year, self.period, self.scope, self.place, edition),
            *(self.level, self.measure, self.as_of),
        )

    @property
    def identity(self) -> tuple[object, ...]:
        """The question as it was put, and who answered it."""
        return (*self.question, self.edition, self.source)

    @property
    def fingerprint(self) -> str:
        """What makes two rows the same row: all that was printed, and by whom. A note is a remark of ours."""
        own = (*(str(part) for part in self.identity), self.value, self.unit)
        return hashlib.sha256(json.dumps(own, ensure_ascii=False).encode()).hexdigest()

    @property
    def _factor(self) -> Fraction:
        return FACTORS[PrintedUnit(self.unit)]


class Agreement(Choice):
    """How figures for one question stand to each other."""

    alone = "alone", N_("One source only")
    same = "same", N_("Agrees with another source")
    rounded = "rounded", N_("Agrees with another source within the printed digits")
    differs = "differs", N_("Another source says otherwise")


def agreement(figures: Sequence[Printed]) -> Agreement:
    """Return how the answers to one question agree: contradicted when the printed digits allow no common figure."""
    if len(figures) <= 1:
        return Agreement.alone
    if len({figure.number for figure in figures}) == 1:
        return Agreement.same
    low = max(figure.interval[0] for figure in figures)
    high = min(figure.interval[1] for figure in figures)
    return Agreement.rounded if low < high else Agreement.differs
