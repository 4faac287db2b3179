"""Idle money as a workbook: one sheet, a row a place where money lies."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from promotion.desk.queries.idle import Idle, IdleRow
from promotion.desk.rules.idle import Where
from promotion.desk.sheet.frame import Frame, workbook
from promotion.desk.wording import idle_said
from promotion.kernel.money import amount_text
from promotion.sheets.cells import Amount, Cell, Count, Day, Kind, Text
from promotion.sheets.declaration import Column, Workbook
from promotion.web.languages import chosen


def idle(found: Idle, rows: Sequence[IdleRow], count: int, asked: str, reader: str) -> Workbook:
    """Declare the workbook of idle money; `count` tells how many rows there are."""
    title = _("Idle money")
    columns = (
        Column("no", _("No."), 11, Kind.centred),
        Column("where", _("Where it lies"), 44),
        Column("fund", _("Fund"), 36),
        Column("unit", _("Unit"), 50),
        Column("project", _("Project"), 60),
        Column("contract", _("Contract"), 32),
        Column("since", _("Since"), 24, Kind.day),
        Column("days", _("Days"), 18, Kind.number),
        Column("age", _("Lying for"), 32),
        Column("amount", _("Idle (đồng)"), 36, Kind.dong),
    )
    sums = "; ".join(f"{_(place.label)}: {amount_text(found.by_where[place], chosen())}" for place in Where)
    whole = _("Whatever the place and age: %(places)s; in all %(total)s đồng.", places=sums,
              total=amount_text(found.total, chosen()))  # fmt: skip
    frame, cells = Frame([*idle_said(), whole], asked, reader), [_row(one) for one in rows]
    return workbook(title, reader, frame.numbered(title, columns, cells, of=count, sums=("amount",)))


def _row(one: IdleRow) -> Iterator[tuple[str, Cell]]:
    resting = one.resting
    words: Mapping[str, str] = {
        "where": _(resting.where.label),
        "fund": one.fund.code,
        "unit": one.unit,
        "project": f"{one.project.code} {one.project.name}" if one.project else "",
        "contract": one.contract.number if one.contract else "",
        "age": _(resting.age.label),
    }
    yield from ((key, Text(text)) for key, text in words.items())
    yield "since", Day(resting.since)
    yield "days", Count(resting.days)
    yield "amount", Amount(resting.amount)
