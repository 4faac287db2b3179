"""Forms 02 to 04: money by province, for both levels together and for each; form 07: the regions."""

from collections.abc import Callable, Mapping

from promotion.figures.model import Row as Figures
from promotion.kernel.choices import Level
from promotion.kernel.text import mark as N_
from promotion.reports.conference import form as forms
from promotion.reports.conference.data import lookup
from promotion.reports.conference.frame import (
    COUNTRY,
    LEVEL_FORMS,
    LOCAL,
    MONEY,
    NATIONAL,
    PROJECTS,
    RATES,
    Frame,
)
from promotion.sheets.cells import Cell, Kind, Ref, Sum, Text
from promotion.sheets.declaration import Column, Row, RowLevel, Sheet, Table

GRAND = "total"
_OUTSIDE = "rest:central"
"""The one rest row that is spent like a province; for the others a rate would mean nothing."""
SHOWN = (PROJECTS, *MONEY)

_Cells = Callable[[str], Mapping[str, Cell]]


def by_province(frame: Frame, level: Level | None) -> Sheet:
    """Declare the form of one level, or of both together."""
    columns = _columns(frame, frame.t(N_("Province, city")))
    cells: _Cells = _both if level is None else (lambda key: _looked_up("province", level, key))
    rows = _grouped(frame, cells) if frame.grouped else _listed(frame.provinces, cells)
    rests = tuple(_row(row, cells, RowLevel.rest) for row in frame.rests)
    after = (
        forms.remarks(columns, (frame.t(N_("Money of both levels is the sum of forms 03 and 04.")),))
        if level is None
        else ()
    )
    table = Table((*rows, *rests, _total(frame, rows + rests)))
    return forms.form(frame, LEVEL_FORMS[level], columns, table, after=after)


def regions(frame: Frame) -> Sheet:
    """Declare the form that shows the regions of the country, both levels together."""
    columns = _columns(frame, frame.t(N_("Regions of the country")))

    def cells(key: str) -> Mapping[str, Cell]:
        return _looked_up("region", None, key)

    given = frame.given.by_region.rows
    rows = _listed(tuple(row for row in given if row.kind != "rest"), cells)
    rests = tuple(_row(row, cells, RowLevel.rest) for row in given if row.kind == "rest")
    table = Table((*rows, *rests, _total(frame, rows + rests)))
    return forms.form(frame, COUNTRY, columns, table, scope=frame.region(None))


def _columns(frame: Frame, what: str) -> tuple[Column, ...]:
    return (
        Column(forms.NO, frame.t(N_("No.")), 9, Kind.centred),
        Column(forms.NAME, what, 34),
        Column(PROJECTS, frame.label(PROJECTS), 12, Kind.number),
        *forms.amount_columns(frame, MONEY, 25.8),
        *forms.rate_columns(frame, RATES, 17.5),
    )


def _looked_up(slice_: str, level: Level | None, key: str) -> Mapping[str, Cell]:
    return {measure: lookup(slice_, level, key, measure) for measure in SHOWN}


def _both(key: str) -> Mapping[str, Cell]:
    """Add up the two levels; a project may have money of both, so projects are not added but looked up."""
    sums: dict[str, Cell] = {
        measure: Sum((Ref(key, measure, NATIONAL), Ref(key, measure, LOCAL))) for measure in MONEY
    }
    return {PROJECTS: lookup("province", None, key, PROJECTS), **sums}


def _row(row: Figures, cells: _Cells, level: RowLevel, number: str = "") -> Row:
    words = {forms.NO: Text(number), forms.NAME: Text(row.label)}
    rates = level is not RowLevel.rest or row.key == _OUTSIDE
    return Row(row.key, {**words, **cells(row.key)}, level, rates)


def _listed(members: tuple[Figures, ...], cells: _Cells) -> tuple[Row, ...]:
    return tuple(
        _row(member, cells, RowLevel.item, str(number)) for number, member in enumerate(members, start=1)
    )


def _grouped(frame: Frame, cells: _Cells) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, (region, members) in enumerate(frame.groups.items(), start=1):
        name = frame.region(region) if region else frame.t(N_("Other provinces"))
        count = frame.t(N_("%(name)s (%(count)s provinces, cities)"), name=name, count=len(members))
        words = {forms.NO: Text(forms.letter(number)), forms.NAME: Text(count)}
        sums = {key: Sum(tuple(Ref(member.key, key) for member in members)) for key in SHOWN}
        rows.append(Row(f"region:{region}", {**words, **sums}, RowLevel.section))
        rows += _listed(members, cells)
    return tuple(rows)


def _total(frame: Frame, rows: tuple[Row, ...]) -> Row:
    """Add up the groups where there are groups, else the rows, and what belongs to none."""
    sections = {row.key for row in rows if row.level is RowLevel.section}
    added = [row.key for row in rows if not sections or row.key in sections or row.level is RowLevel.rest]
    sums: dict[str, Cell] = {key: Sum(tuple(Ref(row, key) for row in added)) for key in SHOWN}
    words: dict[str, Cell] = {forms.NAME: Text(frame.t(N_("GRAND TOTAL")))}
    return Row(GRAND, {**words, **sums}, RowLevel.total)
