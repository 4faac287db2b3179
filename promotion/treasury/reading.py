"""A statement's file as rows: every cell read strictly, every fault at its cell, totals and balances checked. Plain
Python.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from promotion.allocation.pasted.headings import folded
from promotion.kernel.calendar import read_date
from promotion.kernel.errors import DomainError, Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import MAX_DONG, DisplayUnit
from promotion.kernel.numbers import read_dong
from promotion.kernel.text import clean
from promotion.sheets.grids import Cell, Percent, Row, Unread, letters, shown
from promotion.sheets.layouts import Finding
from promotion.treasury.drafts import StatementRow
from promotion.treasury.headings import LABELS, Table
from promotion.treasury.rules import LONGEST_TEXT

_TOTAL = re.compile(r"(tong|cong|total|grand total|sum|subtotal)\b")
_RUNNING = re.compile(r"luy ke\b|cumulative\b")
_OPENING = re.compile(r"(so )?du dau\b|opening balance\b")
_CLOSING = re.compile(r"(so )?du cuoi\b|closing balance\b")
_MONEY = ("debit", "credit", "amount")


@dataclass
class Sheet:
    """What one table says: rows, balances (đồng) where it states them, and findings."""

    table: Table
    language: str
    rows: list[StatementRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    opening: int | None = None
    closing: int | None = None
    _since: int = 0  # rows already under a total
    _passed: list[int] = field(default_factory=list)

    def read(self) -> "Sheet":
        """Read every row under the heading."""
        for row in self.table.grid.rows:
            if row.number > self.table.heading.number:
                self._row(row)
        for number in self._passed:
            words = N_("This row was not read: it holds no voucher with a day and an amount.")
            self._say(number, "", "", words, note=True)
        return self

    def _row(self, row: Row) -> None:
        cells = {key: row.cells[place] for key, place in self.table.places.items() if place in row.cells}
        typed = ["" if cell is None else shown(cell) for cell in _wide(row)]
        label = folded(next((text for text in typed if re.search(r"[^\W\d]", text)), ""))
        if self.table.heading.repeated([" ".join(text.split()) for text in typed]):
            return
        if _OPENING.match(label) or _CLOSING.match(label):
            self._balance(row, closing=bool(_CLOSING.match(label)))
        elif _RUNNING.match(label):
            return
        elif _TOTAL.match(label) and not ({"day", "paper_day"} & cells.keys() and "voucher" in cells):
            self._total(row, cells)
        elif len({"day" if key == "paper_day" else "amount" if key in _MONEY else key for key in cells}
                 & {"voucher", "day", "amount"}) > 1:  # fmt: skip
            self._take(row, cells)
        elif cells:
            self._passed.append(row.number)

    def _take(self, row: Row, cells: dict[str, Cell]) -> None:
        """Keep a row that can be read as a whole; say what cannot."""
        faults = len(self.findings)
        texts = {
            key: self._read(row, key, cells, _text) for key in ("voucher", "payee", "content") if key in cells
        }
        key = "day" if "day" in cells or "paper_day" not in cells else "paper_day"
        day = self._read(row, key, cells, lambda cell: _day(cell, self.language)) if key in cells else None
        if key not in cells:
            self._say(
                row.number, key, "", N_("The row has no day."), cure=N_("Write the day of the transaction.")
            )
        debit, credit = self._amounts(row, cells)
        if len(self.findings) > faults or not isinstance(day, date):
            return
        raw = {letters(place): shown(cell) for place, cell in row.cells.items()}
        self.rows.append(
            StatementRow(
                self.table.grid.name,
                row.number,
                str(texts.get("voucher") or ""),
                day,
                str(texts.get("payee") or ""),
                str(texts.get("content") or ""),
                debit,
                credit,
                raw,
            )
        )

    def _amounts(self, row: Row, cells: dict[str, Cell]) -> tuple[int, int]:
        """Return what a row pays out and what came back: debit and credit, or one amount with its sign."""
        read: dict[str, int] = {}
        for key in _MONEY:
            if key in cells and not (key == "amount" and "debit" in self.table.places):
                value = self._read(row, key, cells, partial(self._money, key))
                if not isinstance(value, int):
                    return 0, 0
                read[key] = value
        debit, credit = read.get("debit", read.get("amount", 0)), read.get("credit", 0)
        # What is written with a minus goes the other way.
        debit, credit = max(debit, 0) + max(-credit, 0), max(credit, 0) + max(-debit, 0)
        first = next((key for key in _MONEY if key in self.table.places), "debit")
        if debit and credit:
            words = N_("The row has a debit and a credit.")
            self._say(
                row.number, "credit", cells.get("credit", ""), words, cure=N_("Write one amount in each row.")
            )
        elif not debit and not credit:
            words = N_("The row has no amount.")
            self._say(
                row.number,
                first,
                cells.get(first, ""),
                words,
                cure=N_("Write the amount, or take the row out."),
            )
        return debit, credit

    def _money(self, key: str, cell: Cell) -> int:
        return money(cell, self.language, self.table.unit(key))

    def _read(self, row: Row, key: str, cells: dict[str, Cell], read: Callable[[Cell], object]) -> object:
        """Return what stands in a cell; None, with the fault said, for what cannot be read."""
        try:
            return read(_value(cells[key]))
        except DomainError as error:
            self._say(row.number, key, cells[key], error.message, error)
            return None

    def _total(self, row: Row, cells: dict[str, Cell]) -> None:
        """Hold a printed total against the rows above it: all of them, or those since the total before."""
        for key in _MONEY:
            if key not in cells:
                continue
            said = self._read(row, key, cells, partial(self._money, key))
            sums = [_sum(rows, key) for rows in (self.rows, self.rows[self._since :])]
            if isinstance(said, int) and said not in sums:
                params = {"typed": said, "sum": sums[0], "off": abs(said - sums[0])}
                words = N_(
                    "The total says %(typed)s đồng, but the rows add up to %(sum)s đồng (difference %(off)s)."
                )
                error = Invalid(words, params, cure=N_("Correct the row that is wrong, or the total."))
                if not any(one.severity == "error" and one.row for one in self.findings):
                    self._say(row.number, key, cells[key], words, error)
        self._since = len(self.rows)

    def _balance(self, row: Row, *, closing: bool) -> None:
        """Take the last amount of the row as the balance: it may stand in a column of its own."""
        for cell in reversed(list(row.cells.values())):
            try:
                value = money(_value(cell), self.language, DisplayUnit.dong)
            except DomainError:
                continue
            if closing:
                self.closing = value
            elif self.opening is None:
                self.opening = value
            return

    def _say(
        self, number: int, key: str, cell: Cell, words: str, error: DomainError | None = None, *,
        cure: str | None = None, note: bool = False,
    ) -> None:  # fmt: skip
        place = self.table.places.get(key)
        self.findings.append(
            Finding(
                self.table.grid.name,
                number,
                "" if place is None else letters(place),
                LABELS.get(key, ""),
                shown(cell),
                words,
                error.params if error else {},
                error.cure if error else cure,
                "note" if note else "error",
            )
        )


def _wide(row: Row) -> Iterator[Cell | None]:
    return (row.cells.get(place) for place in range(max(row.cells) + 1))


def _value(cell: Cell) -> Cell:
    """Return the cell; refuse what holds no value."""
    if isinstance(cell, Unread):
        raise Invalid(
            N_("The cell holds no value but %(text)s."),
            {"text": cell.text},
            cure=N_("Open the file in a spreadsheet program and save it, or write the value itself."),
        )
    return cell


def _text(cell: Cell) -> str:
    """Return words or a code; a day in place of them is what a spreadsheet made of a code."""
    if isinstance(cell, date):
        raise Invalid(
            N_("The cell holds the day %(text)s where a number or words belong."),
            {"text": shown(cell)},
            cure=N_("A spreadsheet may have turned a code such as 1/3 into a day: write the code as text."),
        )
    return clean(cell if isinstance(cell, str) else shown(cell))[:LONGEST_TEXT]


def _day(cell: Cell, language: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else read_date(" ".join(shown(cell).split()), language)


def money(cell: Cell, language: str, unit: DisplayUnit) -> int:
    """Return the đồng in a cell: a number, or text as people write it, below nothing with a minus or in brackets."""
    if isinstance(cell, Decimal):
        whole = cell * unit.factor
        if whole != whole.to_integral_value() or abs(whole) > MAX_DONG:
            raise Invalid(
                N_("“%(text)s” is no whole number of đồng that can be kept."), {"text": shown(cell)},
                cure=N_("Write whole đồng."),
            )  # fmt: skip
        return int(whole)
    if isinstance(cell, Percent | date | bool):
        raise Invalid(N_("“%(text)s” is not an amount."), {"text": shown(cell)}, cure=N_("Write whole đồng."))
    text = " ".join(shown(cell).replace("\u2212", "-").split())
    if text in {"-", "–"}:
        return 0
    inside = text[1:-1] if text.startswith("(") and text.endswith(")") else text.removeprefix("-")
    value = read_dong(inside, language, unit)
    return value if inside == text else -value


def _sum(rows: Iterable[StatementRow], key: str) -> int:
    if key == "amount":
        return sum(row.amount for row in rows)
    return sum(row.debit if key == "debit" else row.credit for row in rows)


def doubles(rows: Sequence[StatementRow]) -> list[tuple[StatementRow, StatementRow]]:
    """Return rows that say in everything what a row before them says, each after that row."""
    seen: dict[tuple[object, ...], StatementRow] = {}
    found = []
    for row in rows:
        key = (folded(row.voucher), row.day, row.amount, folded(row.payee), folded(row.content))
        if key in seen:
            found.append((seen[key], row))
        else:
            seen[key] = row
    return found
