"""Scenarios as workbooks: a sheet by province, by unit and by project; the first lines say what is in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from promotion.kernel.calendar import date_text, now
from promotion.kernel.money import amount_text, percent_text, rate
from promotion.planner.compared import Compared, Comparison
from promotion.planner.shown import Row as Found
from promotion.planner.shown import Tables
from promotion.planner.working import Outcome
from promotion.sheets.cells import Amount, Cell, Count, Kind, Text
from promotion.sheets.declaration import Column, Footer, Row, Workbook
from promotion.sheets.lists import Around, listing, total
from promotion.web.languages import chosen
from promotion.web.values import footer_words, rows_said

PARTS = ("provinces", "units", "lines")


@dataclass(frozen=True)
class Named:
    """A scenario with its name and rules in words."""

    name: str
    rules: str
    outcome: Outcome


def scenario(one: Named, tables: Tables, reader: str) -> Workbook:
    """Declare the workbook of one scenario."""
    tranche = _("Taken back (đồng)") if one.outcome.back else _("This tranche (đồng)")
    columns = (
        Column("listed", _("Listed (đồng)"), 32, Kind.dong),
        Column("entitled", _("Entitled (đồng)"), 32, Kind.dong),
        Column("received", _("Received (đồng)"), 32, Kind.dong),
        Column("now", tranche, 32, Kind.dong),
        Column("short", _("Missing (đồng)"), 32, Kind.dong),
        Column("lines", _("Lines"), 14, Kind.number),
        Column("starting", _("Can start"), 14, Kind.number),
    )
    rows = {part: [_found(found) for found in getattr(tables, part)] for part in PARTS}
    return _workbook(one.name, (_about(one),), columns, rows, reader)


def _found(row: Found) -> dict[str, Cell]:
    amounts = ("listed", "entitled", "received", "short")
    return {
        **_names(row),
        **{key: Amount(getattr(row, key)) for key in amounts},
        "now": Amount(abs(row.now)),
        "lines": Count(row.lines),
        "starting": Count(row.starting),
    }


def comparison(found: Sequence[Named], sides: Comparison, reader: str) -> Workbook:
    """Declare the workbook of several scenarios side by side."""
    columns = [
        Column("listed", _("Listed (đồng)"), 32, Kind.dong),
        Column("received", _("Received (đồng)"), 32, Kind.dong),
    ]
    for place, one in enumerate(found, 1):
        columns.append(Column(f"now{place}", _("Gets (đồng)"), 32, Kind.dong, band=one.name))
        if place > 1:
            title = _("Difference to the first (đồng)")
            columns.append(Column(f"difference{place}", title, 32, Kind.dong, band=one.name))
        columns.append(Column(f"starting{place}", _("Can start"), 14, Kind.number, band=one.name))
    rows = {part: [_side(row) for row in getattr(sides, part)] for part in PARTS}
    title = _("Scenarios side by side")
    return _workbook(title, tuple(_about(one) for one in found), tuple(columns), rows, reader)


def _side(row: Compared) -> dict[str, Cell]:
    cells = _names(row.row) | {"listed": Amount(row.row.listed), "received": Amount(row.row.received)}
    for place, cell in enumerate(row.cells, 1):
        cells[f"now{place}"] = Amount(cell.now)
        cells[f"starting{place}"] = Count(cell.starting)
        if place > 1:
            cells[f"difference{place}"] = Amount(cell.difference)
    return cells


def _names(row: Found) -> dict[str, Cell]:
    return {"name": Text(row.name), "project": Text(row.detail), "unit": Text(row.unit),
            "province": Text(row.province)}  # fmt: skip


def _about(one: Named) -> str:
    outcome = one.outcome
    return _(
        "%(name)s: %(fund)s on %(day)s; tranche %(amount)s đồng, released in all then %(released)s đồng, %(rate)s of "
        "the approved plan; stays with the fund %(stays)s đồng. Rules: %(rules)s.",
        name=one.name,
        fund=outcome.ground.fund.code,
        day=date_text(outcome.ground.day, chosen()),
        amount=amount_text(-outcome.amount if outcome.back else outcome.amount, chosen()),
        released=amount_text(outcome.released_after, chosen()),
        rate=percent_text(rate(outcome.released_after, outcome.ground.standing.plan), chosen()),
        stays=amount_text(outcome.plan.stays, chosen()),
        rules=one.rules,
    )


def _heads(part: str) -> Iterator[Column]:
    words = {"provinces": _("Province"), "units": _("Unit"), "lines": _("Project")}
    yield Column("name", words[part], 50)
    if part == "lines":
        yield Column("project", _("Name of the project"), 60)
        yield Column("unit", _("Unit"), 50)
        yield Column("province", _("Province"), 36)


def _workbook(
    title: str,
    said: Sequence[str],
    columns: tuple[Column, ...],
    rows: Mapping[str, Sequence[Mapping[str, Cell]]],
    reader: str,
) -> Workbook:
    made = now()
    names = {"provinces": _("By province"), "units": _("By unit"), "lines": _("By project")}
    sheets = []
    for part in PARTS:
        whole = (*_heads(part), *columns)
        found = _rows(rows[part], whole)
        around = Around(title, names[part], said, rows_said(len(rows[part]), len(rows[part])))
        sheets.append(listing(part, names[part], whole, found, around))
    return Workbook(title, reader, made, Footer(*footer_words(made)), tuple(sheets))


def _rows(found: Sequence[Mapping[str, Cell]], columns: Sequence[Column]) -> list[Row]:
    """Return the rows of a table with its total, each sum over the rows above it."""
    keys = {column.key for column in columns}
    rows = [
        Row(f"row:{number}", {key: cell for key, cell in cells.items() if key in keys})
        for number, cells in enumerate(found, 1)
    ]
    sums = [column.key for column in columns if column.kind in {Kind.dong, Kind.number}]
    return total(rows, ("name", _("Total")), sums)
