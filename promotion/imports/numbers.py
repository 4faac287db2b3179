"""Printed numbers as they are written in files of published figures. Plain Python.

A single point is a decimal point, as in files that programs write: "46.113" billion. Several groups of three are
thousands: "1.234.567". A comma before one, two, four or more digits is a decimal comma. What could be either is asked
back; nothing is guessed, and the digits are kept as printed, with the zeros at their end.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from promotion.imports.words import unit_of
from promotion.kernel.errors import Invalid, Unclear
from promotion.kernel.messages import mark as N_
from promotion.publications.rules import PrintedUnit
from promotion.sheets.grids import Cell, Percent, shown

_LONGEST = 40
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | {"\u2212": "-", "\u2013": "-"})
_GROUPED = tuple(
    re.compile(rf"([1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){times})(?:{point}([0-9]+))?")
    for group, point, times in (
        (r"\.", ",", "{2,}"),
        (",", r"\.", "{2,}"),
        (" ", "[.,]", "+"),
    )
)
_BOTH = (
    re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)"),
    re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)"),
)
_POINT = re.compile(r"([0-9]+)\.([0-9]+)")
_COMMA = re.compile(r"([0-9]+),([0-9]+)")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_PARTED = re.compile(r"([-+]?[0-9][0-9., ]*?) *([^0-9., ].*)?")


@dataclass(frozen=True)
class Written:
    """A number as written: its digits with a point, its sign, and the unit written behind it, if any."""

    digits: str
    sign: str = ""
    unit: PrintedUnit | None = None
    commas: bool = False
    """Whether it is written the Vietnamese way: a comma for decimals, or points between thousands."""
    doubtful: bool = False
    """Whether the point may have been meant to part thousands: "1.234"."""


def read_value(cell: Cell) -> Written:
    """Return the number in a cell. Raises `Invalid` for what is none, `Unclear` for what could be two."""
    if isinstance(cell, Percent):
        return _of_number(cell.value, PrintedUnit.percent)
    if isinstance(cell, Decimal):
        return _of_number(cell, None)
    if not isinstance(cell, str):
        raise _no_number(shown(cell))
    text = unicodedata.normalize("NFC", cell).translate(_SPACES).strip()
    match = _PARTED.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise _no_number(text)
    body, word = match[1].strip(), (match[2] or "").strip()
    unit = unit_of(word) if word else None
    if word and unit is None:
        raise _no_number(text)
    sign = body[0] if body[0] in "+-" else ""
    number = body.removeprefix(sign)
    commas = "," in number and "." not in number.rpartition(",")[2] and not _GROUPED[1].fullmatch(number)
    doubtful = re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", number) is not None
    return Written(_digits(number, text), sign, unit, commas or number.count(".") > 1, doubtful)


def _of_number(number: Decimal, unit: PrintedUnit | None) -> Written:
    return Written(f"{abs(number):f}", "-" if number < 0 else "", unit)


def _digits(body: str, text: str) -> str:
    """Return the digits with a point, as printed."""
    if body.isascii() and body.isdigit():
        return str(int(body))
    if _DOUBTFUL.fullmatch(body):
        raise Unclear(None, {"text": text}, readings=(body.replace(",", ""), body.replace(",", ".")))
    for pattern in (*_BOTH, *_GROUPED):
        match = pattern.fullmatch(body)
        if match:
            return _joined(re.sub(r"[., ]", "", match[1]), match[2])
    match = _POINT.fullmatch(body) or _COMMA.fullmatch(body)
    if match is None:
        raise _no_number(text)
    return _joined(str(int(match[1])), match[2])


def _joined(whole: str, part: str | None) -> str:
    return f"{whole}.{part}" if part else whole


def _no_number(text: str) -> Invalid:
    return Invalid(
        N_("“%(text)s” is not a number."),
        {"text": text[:_LONGEST]},
        cure=N_("Write digits only, such as 45 or 9.640, and the unit in its own column."),
    )
