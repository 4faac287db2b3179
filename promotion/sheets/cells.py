"""What may stand in a cell of a declared workbook.

A cell is either given (text, an amount, a count, a day) or derived from other cells (a sum, a rate, a
difference). Derived cells name the cells they rest on, never addresses and never results: `sheets`
turns them into a live formula and computes the value stored beside it from the same declaration.
Amounts are whole đồng; rates are shares of 1. A cell is shown as its column is, unless its `kind` says else.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal


class Kind(StrEnum):
    """How the cells of a column are shown. All figures are whole đồng or whole numbers, or a share of 1."""

    text = "text"
    centred = "centred"
    dong = "dong"
    number = "number"
    share = "share"
    day = "day"


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell by the keys of its row and column; an empty sheet means the sheet it is named on."""

    row: str
    column: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words. Always written as a string, whatever they begin with."""

    kind: ClassVar[None] = None
    value: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """Whole đồng, exact."""

    kind: ClassVar[None] = None
    value: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things."""

    kind: ClassVar[None] = None
    value: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date, shown dd/mm/yyyy."""

    kind: ClassVar[None] = None
    value: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign where a figure would stand: "…" for not known, "x" for what cannot be."""

    kind: ClassVar[None] = None
    value: str = "…"


@dataclass(frozen=True, slots=True)
class Link:
    """Our own words, leading to another sheet of the workbook (by the sheet's key)."""

    kind: ClassVar[None] = None
    value: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Same:
    """The value of another cell."""

    cell: Ref
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of other cells; cells below each other become one range."""

    cells: tuple[Ref, ...]
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell less another."""

    left: Ref
    right: Ref
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """One cell over another; a base of zero gives "–"."""

    numerator: Ref
    denominator: Ref
    kind: Kind | None = Kind.share


@dataclass(frozen=True, slots=True)
class Lookup:
    """The figure of `column` in the row of a data sheet that bears `key`; 0 when there is no such row.

    The key becomes part of a formula, so it has to be a code of ours: letters, digits and `.:/_-`.
    """

    sheet: str
    key: str
    column: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two cells agree (or the left one stays at or below the right): one of two words of ours."""

    left: Ref
    right: Ref
    passed: str
    failed: str
    relation: Literal["=", "<="] = "="
    kind: Kind | None = Kind.centred


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the cells hold the given word of ours, with more words of ours behind the number."""

    cells: tuple[Ref, ...]
    word: str
    after: str = ""
    kind: Kind | None = Kind.text


Given = Text | Amount | Count | Day | Mark | Link
Derived = Same | Sum | Difference | Ratio | Lookup | Verdict | Tally
Cell = Given | Derived

Value = int | float | str | date
"""What a cell holds when it is read: exact integers, shares as floats, words, days."""
