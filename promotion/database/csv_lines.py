"""Reads the CSV files of reference data strictly: what is broken is named by file, line and column."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TextIO, TypeVar

from promotion.kernel.errors import Invalid
from promotion.kernel.messages import Term
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import clean

Choice = TypeVar("Choice", bound=StrEnum)

_CURE = N_("Please correct the file and load it again; nothing was changed.")
_HIGHEST_PERCENT = Decimal(100)
_HUNDREDTHS = 100


@dataclass(frozen=True)
class Line:
    """One row of a file: its values as clean text, and where it stands."""

    file: str
    number: int
    values: Mapping[str, str]

    def fault(self, column: str, expected: str) -> Invalid:
        """Return the error that names this place; `expected` is a message-id without parameters."""
        return Invalid(
            N_("%(file)s, line %(line)s, column %(column)s: found “%(found)s”; %(expected)s."),
            {
                "file": self.file,
                "line": str(self.number),
                "column": column,
                "found": self.values.get(column, ""),
                "expected": Term(expected),
            },
            cure=_CURE,
        )

    def optional(self, column: str) -> str | None:
        """Return the text of a column, None when it is empty."""
        return self.values[column] or None

    def text(self, column: str) -> str:
        """Return the text of a column that may not be empty."""
        found = self.values[column]
        if not found:
            raise self.fault(column, N_("it may not be empty"))
        return found

    def optional_day(self, column: str) -> date | None:
        """Return a day written 2025-07-01, None when the column is empty."""
        found = self.values[column]
        if not found:
            return None
        try:
            day = date.fromisoformat(found)
        except ValueError:
            day = None
        if day is None or day.isoformat() != found:
            raise self.fault(column, N_("a day is written 2025-07-01"))
        return day

    def day(self, column: str) -> date:
        """Return a day written 2025-07-01."""
        self.text(column)
        return self.optional_day(column) or date.min

    def optional_whole(self, column: str) -> int | None:
        """Return a whole number of digits only, None when the column is empty."""
        found = self.values[column]
        if found and not (found.isascii() and found.isdigit()):
            raise self.fault(column, N_("a whole number has digits only"))
        return int(found) if found else None

    def whole(self, column: str) -> int:
        """Return a whole number of digits only."""
        self.text(column)
        return self.optional_whole(column) or 0

    def optional_dong(self, column: str) -> int | None:
        """Return an amount above 0 in whole đồng, None when the column is empty."""
        found = self.optional_whole(column)
        if found is not None and not 0 < found <= MAX_DONG:
            raise self.fault(column, N_("an amount is above 0 and at most 9,000,000,000,000,000 đồng"))
        return found

    def optional_hundredths(self, column: str) -> int | None:
        """Return a percentage (36.6) as hundredths of a percent (3660), None when the column is empty."""
        found = self.values[column]
        if not found:
            return None
        try:
            percent = Decimal(found) * _HUNDREDTHS
        except InvalidOperation:
            percent = Decimal("NaN")
        if not (
            percent.is_finite() and 0 < percent <= _HIGHEST_PERCENT * _HUNDREDTHS and percent == int(percent)
        ):
            raise self.fault(column, N_("a percentage is above 0, at most 100, with at most two decimals"))
        return int(percent)

    def yes(self, column: str) -> bool:
        """Return whether the column says yes; it must say yes or no."""
        if self.values[column] not in {"yes", "no"}:
            raise self.fault(column, N_("the answer is yes or no"))
        return self.values[column] == "yes"

    def one_of(self, column: str, choices: type[Choice]) -> Choice:
        """Return the member of a closed list that the column names."""
        try:
            return choices(self.values[column])
        except ValueError:
            raise self.fault(column, N_("this is not in the list of possible values")) from None


def read_lines(path: Path, columns: tuple[str, ...]) -> list[Line]:
    """Return the rows of a UTF-8 file with at least these columns; text comes composed and trimmed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            return _rows(path.name, source, columns)
    except OSError:
        raise Invalid(N_("The file %(file)s cannot be read."), {"file": path.name}, cure=_CURE) from None
    except UnicodeDecodeError:
        raise Invalid(N_("The file %(file)s is not UTF-8 text."), {"file": path.name}, cure=_CURE) from None


def distinct(lines: list[Line], columns: tuple[str, ...]) -> list[Line]:
    """Return the lines as they are; refuse a second line with the same values in these columns."""
    seen = set()
    for line in lines:
        identity = tuple(line.values[column] for column in columns)
        if identity in seen:
            raise line.fault(columns[-1], N_("the file has another line for the same thing"))
        seen.add(identity)
    return lines


def _rows(file: str, source: TextIO, columns: tuple[str, ...]) -> list[Line]:
    reader = csv.reader(source, strict=True)
    lines: list[Line] = []
    heading: list[str] | None = None
    try:
        for cells in reader:
            if heading is None:
                heading = _heading(file, cells, columns)
            elif cells:
                lines.append(_line(file, reader.line_num, heading, cells))
    except csv.Error as error:
        raise _broken(file, reader.line_num, str(error)) from None
    if heading is None:
        raise _broken(file, 1, Term(N_("the file is empty")))
    return lines


def _heading(file: str, cells: list[str], columns: tuple[str, ...]) -> list[str]:
    names = [clean(cell) for cell in cells]
    for column in columns:
        if column not in names:
            raise Line(file, 1, {}).fault(column, N_("the heading lacks this column"))
    return names


def _line(file: str, number: int, heading: list[str], cells: list[str]) -> Line:
    if len(cells) != len(heading):
        place = heading[min(len(cells), len(heading) - 1)]
        found = {place: str(len(cells))}
        raise Line(file, number, found).fault(place, N_("the row has more or fewer cells than the heading"))
    values = {}
    for column, cell in zip(heading, cells, strict=True):
        try:
            values[column] = clean(cell)
        except Invalid:
            raise Line(file, number, {}).fault(
                column, N_("the text has a character that cannot be stored")
            ) from None
    return Line(file, number, values)


def _broken(file: str, number: int, reason: str) -> Invalid:
    return Invalid(
        N_("%(file)s, line %(line)s cannot be read: %(reason)s."),
        {"file": file, "line": str(number), "reason": reason},
        cure=_CURE,
    )
