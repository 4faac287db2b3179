"""The frame of the desk's workbooks: the first lines say what is in it, for whom, and when it was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from promotion.kernel.calendar import moment_text, now
from promotion.ledger.models import Fund
from promotion.projects.models import Project
from promotion.sheets.cells import Amount, Cell, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Workbook
from promotion.sheets.lists import Around, listing, total
from promotion.web.languages import chosen
from promotion.web.values import footer_words, rows_said, total_said

Cells = Iterable[tuple[str, Cell]]
"""The cells of a row, each with the key of its column."""


def workbook(title: str, reader: str, *sheets: Sheet) -> Workbook:
    """Declare a workbook of these sheets."""
    made = now()
    return Workbook(title, reader, made, Footer(*footer_words(made)), sheets)


@dataclass(frozen=True)
class Frame:
    """What the sheets of a workbook have in common: what is counted, the filters in words, who made it."""

    said: Sequence[str]
    asked: str
    reader: str

    def sheet(
        self,
        name: str,
        columns: tuple[Column, ...],
        rows: Sequence[Row],
        *,
        extent: tuple[int, int],
        key: str = "list",
        repeat: int = 1,
    ) -> Sheet:
        """Declare one sheet: its filters, what it counts, who made it, the table, how many rows of how many (`extent`).
        The first `repeat` columns stand again where it goes on beside its first page.
        """
        made = _("Made by %(reader)s, of what this person may see, %(moment)s.", reader=self.reader,
                 moment=moment_text(now(), chosen()))  # fmt: skip
        around = Around(name, self.asked, (*self.said, made), rows_said(*extent))
        return listing(key, name, columns, rows, around, repeat=repeat)

    def numbered(
        self,
        name: str,
        columns: tuple[Column, ...],
        rows: Sequence[Cells],
        *,
        of: int,
        sums: Sequence[str],
        key: str = "list",
        repeat: int = 1,
    ) -> Sheet:
        """Declare a sheet of rows about projects, numbered in the column `no`, with the `sums` of these columns below;
        there are so many rows in all (`of`).
        """
        made = [Row(f"row:{no}", {"no": Text(str(no)), **dict(cells)}) for no, cells in enumerate(rows, 1)]
        extent = (len(made), of)
        ended = total(made, ("project", total_said(*extent)), sums)
        return self.sheet(name, columns, ended, extent=extent, key=key, repeat=repeat)


def line_words(project: Project | None, unit: str, fund: Fund) -> Cells:
    """Yield what names a line of money: its project, unit and fund."""
    yield "project", Text(f"{project.code} {project.name}" if project else "")
    yield "unit", Text(unit)
    yield "fund", Text(fund.code)


def amount(value: int | None) -> Amount | Text:
    """Return an amount as a cell; a sign where there is none."""
    return Text("–") if value is None else Amount(value)
