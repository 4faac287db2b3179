"""What must agree between the cells of one row of published figures. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import TypeVar

from promotion.imports.numbers import Written
from promotion.imports.places import Gazetteer
from promotion.imports.words import MEASURES, folded, unit_of
from promotion.kernel.errors import DomainError, Invalid, Unclear
from promotion.kernel.messages import Term
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import MAX_DONG
from promotion.publications.rules import (
    FACTORS,
    MONEY_UNITS,
    PROJECTS,
    PlaceScope,
    Printed,
    PrintedUnit,
    Ratio,
    Stage,
    parse_measure,
)
from promotion.sheets.layouts import Finding, Record

T = TypeVar("T")

_MOST_PERCENT = 1_000_000


@dataclass(frozen=True)
class Known:
    """What figures may name: places, indicators with the words of what they count, and the day it is."""

    gazetteer: Gazetteer
    indicators: Mapping[str, frozenset[str]]
    today: date

    @property
    def counts(self) -> frozenset[str]:
        """Words for what indicators count."""
        return frozenset[str]().union(*self.indicators.values())

    @property
    def codes(self) -> list[str]:
        """Every measure that stands alone."""
        return [*(str(stage) for stage in Stage), PROJECTS, *self.indicators]


class Row:
    """Checks one row: every cell that was read against those that it must agree with."""

    def __init__(self, record: Record, known: Known) -> None:
        self.record, self.known = record, known
        self.findings: list[Finding] = []

    def figure(self) -> Printed | None:
        """Return the row's figure, None when anything is wrong with it; `findings` then says what."""
        values = self.record.values
        place = self._try("place", self._place) if {"scope", "edition"} <= values.keys() else None
        measure = self._try("measure", self._measure) if "measure" in values else None
        unit = self._try("unit", self._unit) if "unit" in values else None
        fits = measure is not None and unit is not None and self._fits(measure, unit)
        value = values.get("value")
        digits = None
        if unit is not None and isinstance(value, Written):
            digits = self._try("value", lambda: _digits(value, measure, unit))
        self._try("year", self._year)
        self._try("as_of", self._as_of)
        if self.findings or self.record.faulty or place is None or digits is None or not fits:
            return None
        day, note = values.get("as_of"), values.get("note")
        return Printed(
            key=f"row {self.record.row}",
            year=int(str(values["year"])),
            period=str(values["period"]),
            scope=str(values["scope"]),
            place=place,
            edition=str(values["edition"]),
            level=str(values["level"]),
            measure=str(measure),
            value=digits,
            unit=str(unit),
            as_of=day if isinstance(day, date) else None,
            source=str(values["source"]),
            note=str(note) if note else None,
        )

    def _try(self, key: str, check: Callable[[], T]) -> T | None:
        try:
            return check()
        except DomainError as error:
            self.findings.append(self.record.finding(key, error))
            return None

    def _place(self) -> str:
        values = self.record.values
        scope, edition = PlaceScope(str(values["scope"])), str(values["edition"])
        return self.known.gazetteer.find(scope, str(values.get("place", "")), edition)

    def _year(self) -> None:
        year, latest = self.record.values.get("year"), self.known.today.year + 1
        if isinstance(year, int) and year > latest:
            raise Invalid(
                N_("The year %(year)s lies in the future."),
                {"year": str(year), "latest": str(latest)},
                cure=N_("Figures are taken up to %(latest)s."),
            )

    def _as_of(self) -> None:
        day, year = self.record.values.get("as_of"), self.record.values.get("year")
        if not isinstance(day, date):
            return
        if day > self.known.today:
            raise Invalid(
                N_("This day lies in the future."), cure=N_("Write the day of which the source tells.")
            )
        if isinstance(year, int) and day < date(year, 1, 1):
            raise Invalid(
                N_("This day lies before the year %(year)s."),
                {"year": str(year)},
                cure=N_("Write a day of that year or later, or leave the cell empty."),
            )

    def _measure(self) -> str | Ratio:
        text = str(self.record.values["measure"]).casefold().replace(" ", "")
        sides = text.partition("@")[0].split("/")
        if (len(sides) == 1 and "@" in text) or (len(sides) == 2 and not all(sides)):  # noqa: PLR2004 - above and below
            raise _no_base(text)
        try:
            measure = parse_measure(text)
        except Invalid:
            raise self._unknown(str(self.record.values["measure"])) from None
        parts = [measure.numerator, measure.denominator] if isinstance(measure, Ratio) else [measure]
        for part in parts:
            if part not in self.known.codes:
                raise self._unknown(part)
        if isinstance(measure, Ratio) and len({_is_money(part) for part in parts}) > 1:
            raise Invalid(
                N_("“%(text)s” sets money against a number of things."),
                {"text": text},
                cure=N_("A share has money over money, or a count over a count."),
            )
        return measure

    def _unknown(self, text: str) -> Invalid:
        word = folded(text)
        near = get_close_matches(word, self.known.codes, n=1, cutoff=0.6)
        suggested = MEASURES.get(word.replace("_", " ")) or (near[0] if near else None)
        return Invalid(
            N_("“%(text)s” is an unknown measure."),
            {
                "text": text,
                "near": suggested or "",
                "some": "approved, released, accepted, disbursed, projects",
            },
            cure=N_("Did you mean %(near)s?")
            if suggested
            else N_(
                "Write a code such as %(some)s, an indicator's code, or a share such as accepted/approved."
            ),
        )

    def _unit(self) -> PrintedUnit:
        text = str(self.record.values["unit"])
        found = unit_of(text, self.known.counts)
        if found is None:
            raise Invalid(
                N_("“%(text)s” is an unknown unit."),
                {"text": text},
                cure=N_("Write dong, thousand, million, billion, percent or count."),
            )
        return found

    def _fits(self, measure: str | Ratio, unit: PrintedUnit) -> bool:
        """Tell whether the measure can be printed in this unit, and say so at the cell if not."""
        fault: tuple[str, Invalid] | None = None
        if isinstance(measure, Ratio):
            if unit is not PrintedUnit.percent:
                fault = (
                    "unit",
                    Invalid(
                        N_("The measure %(measure)s is a share, but the unit is %(unit)s."),
                        {"measure": str(measure), "unit": Term(unit.label)},
                        cure=N_("A share is printed in percent; for an amount write one measure only."),
                    ),
                )
        elif unit is PrintedUnit.percent:
            fault = "measure", _no_base(measure)
        elif _is_money(measure) != (unit in MONEY_UNITS):
            cure = (
                N_("Write dong, thousand, million or billion.")
                if _is_money(measure)
                else N_("Write count, or the word for what is counted.")
            )
            fault = (
                "unit",
                Invalid(
                    N_("The measure %(measure)s cannot be counted in %(unit)s."),
                    {"measure": measure, "unit": Term(unit.label)},
                    cure=cure,
                ),
            )
        if fault is not None:
            self.findings.append(self.record.finding(*fault))
        return fault is None


def _is_money(code: str) -> bool:
    return code in set(Stage)


def _digits(value: Written, measure: str | Ratio | None, unit: PrintedUnit) -> str:
    """Return the digits of a value that can stand in this unit."""
    _same_unit(value, unit)
    if value.sign:
        raise _signed(value, measure)
    if unit in {PrintedUnit.counted, PrintedUnit.dong} and value.doubtful:
        raise Unclear(None, {"text": value.digits}, readings=(value.digits.replace(".", ""),))
    if unit is PrintedUnit.percent:
        if Fraction(value.digits) > _MOST_PERCENT:
            raise Invalid(N_("This share is too large."), cure=N_("Check the number and its unit."))
        return value.digits
    number = Fraction(value.digits) * FACTORS[unit]
    if number.denominator != 1:
        raise _not_whole(unit)
    if number > MAX_DONG:
        raise Invalid(
            N_("A figure may not be larger than %(most)s."),
            {"most": MAX_DONG},
            cure=N_("Check the number and its unit."),
        )
    return value.digits


def _same_unit(value: Written, unit: PrintedUnit) -> None:
    if value.unit in {None, unit}:
        return
    if value.unit is PrintedUnit.percent:
        raise Invalid(
            N_("The value is shown with a percent sign, but the unit is %(unit)s."),
            {"unit": Term(unit.label)},
            cure=N_("Write unit percent and a share as the measure, or take the sign off."),
        )
    raise Invalid(
        N_("The value names another unit than the column “unit”, which says %(unit)s."),
        {"unit": Term(unit.label)},
        cure=N_("Write digits only, and the unit in its own column."),
    )


def _signed(value: Written, measure: str | Ratio | None) -> Invalid:
    if isinstance(measure, Ratio):
        change = Fraction(value.digits) * (-1 if value.sign == "-" else 1) + 100
        places = len(value.digits.partition(".")[2])
        scaled = int(change * 10**places)
        digits = str(scaled).zfill(places + 1)
        share = f"{digits[:-places]}.{digits[-places:]}" if places else digits
        return Invalid(
            N_("A share has no sign: %(text)s is a change."),
            {"text": f"{value.sign}{value.digits}", "share": share},
            cure=N_("Write the share that it leads to: %(share)s."),
        )
    return Invalid(
        N_("A published amount or number has no sign."), cure=N_("Write the number itself, 0 or more.")
    )


def _not_whole(unit: PrintedUnit) -> Invalid:
    if unit is PrintedUnit.counted:
        return Invalid(N_("A number of things is a whole number."), cure=N_("Check the number and its unit."))
    return Invalid(N_("This does not come to whole đồng."), cure=N_("Check the number and its unit."))


def _no_base(text: str) -> Invalid:
    above = text.partition("/")[0].partition("@")[0] or "accepted"
    return Invalid(
        N_("The share names no base: percent of what?"),
        {"text": text, "example": f"{above}/approved" if above != "approved" else "approved/approved@-1"},
        cure=N_("Write the measure as a share, such as %(example)s or local.approved/total.approved."),
    )
