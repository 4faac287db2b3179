"""The rows of a recognised table: texts, amounts and days, totals checked, every fault at its cell. Plain Python."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from promotion.allocation.pasted.grid import Grid
from promotion.allocation.pasted.headings import Column, Heading, Kind, find, folded, unit_in
from promotion.kernel.calendar import read_date
from promotion.kernel.errors import DomainError, Params, Term
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import DisplayUnit
from promotion.kernel.numbers import read_dong
from promotion.kernel.text import clean

_TOTAL = re.compile(
    r"(tong( cong| so| kinh phi| von| tien)?( \(.*)?|grand total|total|sum)"
    r"|(cong|subtotal)( tinh .*| nhom .*| muc .*| phan .*| [ivxlc]+| [a-h]| [0-9]+)?"
)
_WHOLE = re.compile(r"tong|grand|total|sum")
_GROUP = re.compile(r"[IVXLC]+|[A-Z]")


@dataclass(frozen=True)
class CellFault:
    """One thing wrong in one cell (`column` is its key), in one row, or (row 0) in the table as a whole."""

    row: int
    column: str
    message: str
    params: Params = field(default_factory=dict)
    cure: str | None = None


@dataclass(frozen=True)
class ListRow:
    """One row of the list: what it says by column; amounts in đồng. `typed` keeps every cell as it was."""

    number: int
    typed: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class ListTable:
    """What a pasted list says. `passed` are rows that hold no project: blank texts, group heads, repeated heads."""

    heading: Heading
    rows: tuple[ListRow, ...]
    totals: tuple[ListRow, ...]
    passed: tuple[int, ...]
    faults: tuple[CellFault, ...]


@dataclass(frozen=True)
class Reading:
    """How a person says that the list is written: the language of its numbers, the unit where none stands."""

    language: str
    unit: DisplayUnit | None = None


def read(lines: Grid, layout: Sequence[Column], needed: Sequence[str], how: Reading) -> ListTable:
    """Return the rows of a list; raises `Invalid` when no heading is found. Faults never hide other rows."""
    heading = find(lines, layout, needed)
    units, faults = _units(heading, layout, how)
    body = [(number, cells) for number, cells in lines if number > heading.number]
    rows: list[ListRow] = []
    totals: list[ListRow] = []
    passed: list[int] = []
    after_total = False
    for number, cells in body:
        typed = {key: cells[place] if place < len(cells) else "" for key, place in heading.places.items()}
        label = next((cell for cell in cells if cell and not cell.isdigit()), "")
        money = [key for key in units if typed[key]]
        if heading.repeated(cells):
            passed.append(number)
        elif _TOTAL.fullmatch(folded(label)) and typed.get("code", "") in {"", label}:
            totals.append(ListRow(number, typed, {"label": label}))
            after_total = after_total or bool(rows)
        elif _is_group(typed, cells) or (not money and (after_total or _single(cells, typed))):
            passed.append(number)
            totals += [ListRow(number, typed, {"label": "", "group": label})] if money else []
        else:
            rows.append(ListRow(number, typed))
    read_rows = [_read(row, layout, units, how, faults) for row in rows]
    read_totals = [_read(row, layout, units, how, faults, total=True) for row in totals]
    if not any(fault.row for fault in faults):
        faults += _wrong_totals(read_rows, read_totals, units)
    if not rows:
        faults.append(CellFault(0, "", N_("The list has a heading but no project.")))
    return ListTable(heading, tuple(read_rows), tuple(read_totals), tuple(passed), tuple(faults))


def _is_group(typed: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Tell whether a row only begins a group: I, II, A, B in its first cell and no code (a title may stand there)."""
    first = next((cell for cell in cells if cell), "")
    code = typed.get("code", "")
    coded = code == first or any(letter.isdigit() for letter in code)
    return bool(_GROUP.fullmatch(first.rstrip("."))) and not coded and not typed.get("content")


def _single(cells: Sequence[str], typed: Mapping[str, str]) -> bool:
    return sum(1 for cell in cells if cell) == 1 and not typed.get("code")


def _units(
    heading: Heading, layout: Sequence[Column], how: Reading
) -> tuple[dict[str, DisplayUnit], list[CellFault]]:
    """Return the unit of each amount column; one that is named nowhere, or twice otherwise, is a fault."""
    found: dict[str, DisplayUnit] = {}
    faults: list[CellFault] = []
    for column in layout:
        if column.kind is not Kind.money or column.key not in heading.places:
            continue
        named = heading.units.get(column.key)
        if named is not None and how.unit is not None and named is not how.unit:
            faults.append(
                CellFault(
                    heading.number,
                    column.key,
                    N_("The heading says %(named)s, but you chose %(chosen)s."),
                    {"named": Term(named.label), "chosen": Term(how.unit.label)},
                )
            )
        if named is None and how.unit is None:
            faults.append(
                CellFault(
                    heading.number,
                    column.key,
                    N_("The heading does not say in which unit the amounts stand."),
                    cure=N_("Choose the unit above the list: đồng, thousand, million or billion."),
                )
            )
        found[column.key] = named or how.unit or DisplayUnit.dong
    return found, faults


def _read(
    row: ListRow,
    layout: Sequence[Column],
    units: Mapping[str, DisplayUnit],
    how: Reading,
    faults: list[CellFault],
    *,
    total: bool = False,
) -> ListRow:
    """Return the row with its cells read; what cannot be read is added to the faults."""
    texts, amounts, days = dict(row.texts), {}, {}
    for column in layout:
        cell = row.typed.get(column.key, "")
        if not cell or (total and column.kind is not Kind.money):
            continue
        try:
            if column.kind is Kind.money:
                unit = units[column.key]
                fault = _other_unit(row.number, column, cell, unit)
                faults += [fault] if fault else []
                amounts[column.key] = 0 if cell in {"-", "–"} else read_dong(cell, how.language, unit)
            elif column.kind is Kind.day:
                days[column.key] = read_date(cell, how.language)
            else:
                texts[column.key] = clean(cell)
        except DomainError as error:
            faults.append(CellFault(row.number, column.key, error.message, error.params, error.cure))
    return ListRow(row.number, row.typed, texts, amounts, days)


def _other_unit(row: int, column: Column, cell: str, unit: DisplayUnit) -> CellFault | None:
    """Return the fault of a cell that names another unit than its column: one of the two is a slip."""
    named = unit_in(cell)
    if named is None or named is unit:
        return None
    return CellFault(
        row,
        column.key,
        N_("This cell says “%(text)s”, but its column is in %(unit)s."),
        {"text": cell, "unit": Term(unit.label)},
        N_("Write the number in the unit of the column."),
    )


def _wrong_totals(
    rows: Sequence[ListRow], totals: Sequence[ListRow], units: Mapping[str, DisplayUnit]
) -> Iterable[CellFault]:
    """Yield a fault for every typed total that is not the sum of its rows."""
    marks = sorted(total.number for total in totals)
    for total in totals:
        for key in units:
            if key not in total.amounts:
                continue
            sums = [_sum(rows, key, holds) for holds in _ranges(total, marks)]
            if total.amounts[key] not in sums:
                yield CellFault(
                    total.number,
                    key,
                    N_(
                        "The total says %(typed)s đồng, but the rows add up to %(sum)s đồng (difference %(off)s)."
                    ),
                    {"typed": total.amounts[key], "sum": sums[0], "off": abs(total.amounts[key] - sums[0])},
                    N_("Correct the row that is wrong, or the total."),
                )


def _ranges(total: ListRow, marks: Sequence[int]) -> list[Callable[[int], bool]]:
    """Return which rows a total may be the sum of: all, or for a part those up to the next mark before or after."""
    number = total.number
    before = max((mark for mark in marks if mark < number), default=0)
    after = min((mark for mark in marks if mark > number), default=10**9)
    below, above = (lambda row: number < row < after), (lambda row: before < row < number)
    if "group" in total.texts:
        return [below]
    whole: list[Callable[[int], bool]] = [lambda _row: True]
    if _WHOLE.match(folded(total.texts.get("label", ""))):
        return whole
    return [above, *whole]


def _sum(rows: Sequence[ListRow], key: str, holds: Callable[[int], bool]) -> int:
    return sum(row.amounts.get(key, 0) for row in rows if holds(row.number))
