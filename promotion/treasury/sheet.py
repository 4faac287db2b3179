"""A statement as a workbook: the sums of the groups, then a sheet for each with its rows and acts side by side."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from flask_babel import gettext as _

from promotion.kernel.calendar import moment_text, now
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Count, Day, Difference, Kind, Ref, Sum, Text
from promotion.sheets.declaration import Column, Footer, Line, Row, RowLevel, Sheet, Style, Table, Workbook
from promotion.treasury.cases import Case, Comparison, Sums
from promotion.treasury.cash import Cash
from promotion.treasury.models import Row as StatementRow
from promotion.treasury.rules import LEFT, Group, place_words
from promotion.treasury.wording import agreement, period
from promotion.web.languages import chosen
from promotion.web.values import footer_words


def workbook(comparison: Comparison, unit: str, people: Mapping[int, str], reader: str) -> Workbook:
    """Declare the workbook of a statement; `people` names who gave explanations."""
    made, title = now(), _("Reconciliation with the State Treasury")
    head = _head(comparison, unit, people)
    sheets = (
        _sums(comparison, title, head),
        *(_group(comparison, group, head[:1], people) for group in Group),
    )
    return Workbook(title, reader, made, Footer(*footer_words(made)), sheets)


def _head(comparison: Comparison, unit: str, people: Mapping[int, str]) -> list[str]:
    one = comparison.statement
    said = [
        _("%(unit)s; account %(account)s, %(office)s; %(period)s", unit=unit, account=one.account, office=one.office,
          period=period(one)),
        _("Amounts in đồng: paid out, less what came back. File: %(file)s, SHA-256 %(hash)s.", file=one.file_name,
          hash=one.sha256),
    ]  # fmt: skip
    if one.signed_by and one.signed_at:
        said.append(
            _("Signed off by %(name)s at %(moment)s.", name=people.get(one.signed_by, "–"),
              moment=moment_text(one.signed_at, chosen()))
        )  # fmt: skip
    else:
        said.append(
            _(
                "Not signed off: as things stand now; %(count)s cases want an explanation.",
                count=comparison.wanting,
            )
        )
    return said


def _sums(comparison: Comparison, title: str, said: Sequence[str]) -> Sheet:
    columns = (
        Column("group", _("Group"), 60),
        Column("rows", _("Rows of the statement"), 30, Kind.number),
        Column("theirs", _("In the statement (đồng)"), 40, Kind.dong),
        Column("acts", _("Our acts"), 30, Kind.number),
        Column("ours", _("In our ledger (đồng)"), 40, Kind.dong),
        Column("off", _("Difference (đồng)"), 40, Kind.dong),
    )
    rows = [
        Row(str(group), _sum_cells(_(group.label), comparison.sums[group], str(group))) for group in Group
    ]
    keys = [row.key for row in rows]
    total: dict[str, Cell] = {"group": Text(_("Total"))}
    total |= {
        key: Sum(tuple(Ref(row, key) for row in keys)) for key in ("rows", "theirs", "acts", "ours", "off")
    }
    table = Table((*rows, Row("total", total, RowLevel.total)), numbered=False, size=11)
    return Sheet("sums", _("Sums"), columns, (*_top(columns, title, said), table))


def _sum_cells(label: str, sums: Sums, key: str) -> dict[str, Cell]:
    return {
        "group": Text(label),
        "rows": Count(sums.rows),
        "theirs": Amount(sums.theirs),
        "acts": Count(sums.acts),
        "ours": Amount(sums.ours),
        "off": Difference(Ref(key, "theirs"), Ref(key, "ours")),
    }


def _columns(group: Group) -> tuple[Column, ...]:
    """Return the columns that a group fills, so that a sheet stays legible on a page: no side that is always empty."""
    theirs, ours = _("Statement of the treasury"), _("Our ledger")
    found = [Column("no", _("No."), 9, Kind.centred)]
    if group is not Group.ours:
        found += [
            Column("row", _("Row"), 13, band=theirs),
            Column("voucher", _("Voucher number"), 26, band=theirs),
            Column("day", _("Day"), 20, Kind.day, band=theirs),
            Column("payee", _("Payee"), 40, band=theirs),
            Column("content", _("What the row says"), 36, band=theirs),
            Column("theirs", _("Amount (đồng)"), 28, Kind.dong, band=theirs),
        ]
    if group is not Group.theirs:
        found += [
            Column("act", _("Act"), 24, band=ours),
            Column("own_voucher", _("Voucher number"), 26, band=ours),
            Column("own_day", _("Day"), 20, Kind.day, band=ours),
            Column("own_payee", _("Payee"), 40, band=ours),
            Column("ours", _("Amount (đồng)"), 28, Kind.dong, band=ours),
        ]
    if group is Group.differ:
        found.append(Column("off", _("Difference (đồng)"), 25, Kind.dong))
    if group in {Group.matched, Group.differ}:
        found.append(Column("way", _("How it came together"), 46))
    if group in LEFT:
        found += [Column("reason", _("Explanation"), 28), Column("note", _("Note, explained by"), 34)]
    return tuple(found)


def _group(comparison: Comparison, group: Group, said: Sequence[str], people: Mapping[int, str]) -> Sheet:
    columns = _columns(group)
    cases = comparison.of(group)
    rows = [
        Row(f"{number}.{part}", _filled(dict(cells), columns))
        for number, case in enumerate(cases, 1)
        for part, cells in enumerate(_lines(number, case, comparison, people), 1)
    ]
    if rows:
        sums = comparison.sums[group]
        total: dict[str, Cell] = {
            "payee" if group is not Group.ours else "own_payee": Text(_("Total")),
            "theirs": Amount(sums.theirs), "ours": Amount(sums.ours), "off": Amount(sums.difference),
        }  # fmt: skip
        rows.append(Row("total", _filled(total, columns), RowLevel.total))
    table = Table(tuple(rows), numbered=False, filtered=True, size=10, least=14)
    return Sheet(str(group), _(group.label), columns, (*_top(columns, _(group.label), said), table))


def _filled(cells: dict[str, Cell], columns: Sequence[Column]) -> dict[str, Cell]:
    return {column.key: cells[column.key] for column in columns if column.key in cells}


def _lines(
    number: int, case: Case, comparison: Comparison, people: Mapping[int, str]
) -> Iterator[Iterator[tuple[str, Cell]]]:
    """Yield the lines of a case: rows and acts side by side, what is said of the whole on the first."""
    for part, (row, act) in enumerate(zip_longest(case.rows, case.acts)):
        yield _line(number, case if part == 0 else None, row, act, comparison, people)


def _line(
    number: int,
    case: Case | None,
    row: StatementRow | None,
    act: Cash | None,
    comparison: Comparison,
    people: Mapping[int, str],
) -> Iterator[tuple[str, Cell]]:
    yield "no", Text(str(number))
    if row is not None:
        place = place_words(row.sheet, row.number)
        carried = _(" (from an earlier statement)") if f"r{row.id}" in comparison.carried else ""
        yield "row", Text(place + carried)
        yield from (
            ("voucher", Text(row.voucher)),
            ("payee", Text(row.payee)),
            ("content", Text(row.content)),
        )
        yield from (("day", Day(row.day)), ("theirs", Amount(row.amount)))
    if act is not None:
        yield "act", Text(f"{_(act.kind.label)} {act.number or ''}".strip())
        yield "own_voucher", Text(act.voucher)
        yield "own_payee", Text("; ".join(sorted({one.party for one in act.contracts})))
        yield from (("own_day", Day(act.day)), ("ours", Amount(act.amount)))
    if case is not None:
        yield "off", Amount(case.difference)
        if case.way is not None:
            said = agreement(case) if case.rows and case.acts else ()
            yield "way", Text(" ".join((f"{_(case.way.label)}.", *said)))
        if case.explained is not None:
            yield "reason", Text(_(case.reason_label))
            by = people.get(case.explained.given_by, "–")
            yield "note", Text(f"{case.explained.note} ({by})".strip())


def _top(columns: tuple[Column, ...], title: str, said: Sequence[str]) -> tuple[Line, ...]:
    return (
        *blocks.title(columns, title.upper(), ()),
        *(blocks.paragraph(columns, Text(text), Style(top=True)) for text in said),
        blocks.gap(),
    )
