"""Form 05: money by content, the leaves of the list of contents under their groups."""

from promotion.figures.model import Row as Figures
from promotion.kernel.text import mark as N_
from promotion.reports.conference import form as forms
from promotion.reports.conference.data import lookup
from promotion.reports.conference.frame import (
    CONTENT_MONEY,
    CONTENT_RATES,
    CONTENTS,
    PROJECTS,
    TOTAL,
    Frame,
)
from promotion.reports.conference.provinces import GRAND
from promotion.sheets.cells import Cell, Kind, Mark, Ratio, Ref, Same, Sum, Text
from promotion.sheets.declaration import Column, Row, RowLevel, Sheet, Table

_SHARE = "share"


def contents(frame: Frame) -> Sheet:
    """Declare the form of contents."""
    columns = (
        Column(forms.NO, frame.t(N_("No.")), 11, Kind.centred),
        Column(forms.NAME, frame.t(N_("Content of industrial promotion")), 82),
        Column(PROJECTS, frame.label(PROJECTS), 13, Kind.number),
        *forms.amount_columns(frame, CONTENT_MONEY, 26),
        Column(_SHARE, frame.t(N_("Share of approved money")), 16, Kind.share),
        *forms.rate_columns(frame, CONTENT_RATES, 17),
    )
    rows: list[Row] = []
    top: list[str] = []
    for number, (parent, leaves) in enumerate(_groups(frame), start=1):
        top.append(f"group:{parent}" if parent else leaves[0].key)
        rows += _group(frame, number, parent, leaves)
    rests = [_leaf(row, "", RowLevel.rest) for row in frame.given.by_content.rows if row.kind == "rest"]
    total = _total(frame, [*top, *(row.key for row in rests)])
    remark = frame.t(
        N_("“x”: projects are not added up over contents, because one project may have several contents.")
    )
    table = Table((*rows, *rests, total))
    return forms.form(frame, CONTENTS, columns, table, after=forms.remarks(columns, (remark,)))


def _groups(frame: Frame) -> list[tuple[str | None, list[Figures]]]:
    """Put leaves of one parent together, at the place of the first; a leaf without parent stands alone."""
    found: dict[str, tuple[str | None, list[Figures]]] = {}
    for row in frame.given.by_content.rows:
        if row.kind == "rest":
            continue
        found.setdefault(row.parent or f"alone:{row.key}", (row.parent, []))[1].append(row)
    return list(found.values())


def _group(frame: Frame, number: int, parent: str | None, leaves: list[Figures]) -> list[Row]:
    if not parent:
        return [_leaf(leaves[0], forms.roman(number), RowLevel.group)]
    words: dict[str, Cell] = {
        forms.NO: Text(forms.roman(number)),
        forms.NAME: Text(frame.given.content_groups.get(parent, parent)),
        PROJECTS: Mark("x"),
    }
    sums: dict[str, Cell] = {key: Sum(tuple(Ref(leaf.key, key) for leaf in leaves)) for key in CONTENT_MONEY}
    head = Row(f"group:{parent}", {**words, **sums, _SHARE: _share(f"group:{parent}")}, RowLevel.group)
    rows = [_leaf(leaf, str(place), RowLevel.item) for place, leaf in enumerate(leaves, start=1)]
    return [head, *rows]


def _leaf(row: Figures, number: str, level: RowLevel) -> Row:
    words: dict[str, Cell] = {forms.NO: Text(number), forms.NAME: Text(row.label)}
    figures = {key: lookup("content", None, row.key, key) for key in (PROJECTS, *CONTENT_MONEY)}
    return Row(row.key, {**words, **figures, _SHARE: _share(row.key)}, level)


def _share(key: str) -> Cell:
    return Ratio(Ref(key, "approved"), Ref(GRAND, "approved"))


def _total(frame: Frame, added: list[str]) -> Row:
    """Add up the groups; the projects are those of the province form, where each stands once."""
    sums: dict[str, Cell] = {key: Sum(tuple(Ref(row, key) for row in added)) for key in CONTENT_MONEY}
    words: dict[str, Cell] = {
        forms.NAME: Text(frame.t(N_("GRAND TOTAL"))),
        PROJECTS: Same(Ref(GRAND, PROJECTS, TOTAL)),
    }
    return Row(GRAND, {**words, **sums, _SHARE: _share(GRAND)}, RowLevel.total)
