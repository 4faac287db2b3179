"""The lists as workbooks: one sheet, a row an exception or an advance; the first lines say what is in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from promotion.kernel.calendar import date_text, now
from promotion.kernel.money import amount_text, number_text
from promotion.oversight.queries.advances import AdvanceRow, Ageing
from promotion.oversight.queries.exceptions import ExceptionPage, ExceptionRow
from promotion.oversight.rules import Age
from promotion.sheets.cells import Amount, Cell, Count, Day, Kind, Text
from promotion.sheets.declaration import Column, Footer, Row, Workbook
from promotion.sheets.lists import LIMIT, Around, listing, total
from promotion.web.languages import chosen
from promotion.web.values import filters_said, footer_words, rows_said, total_said


def exceptions(found: ExceptionPage, in_force: Sequence[Mapping[str, str]], reader: str) -> Workbook:
    """Declare the workbook of exceptions."""
    columns = (
        Column("no", _("No."), 11, Kind.centred),
        Column("day", _("Counts from"), 22, Kind.day),
        Column("act", _("Act no."), 16, Kind.centred),
        Column("fund", _("Fund"), 36),
        Column("unit", _("Unit"), 50),
        Column("where", _("Project and contract"), 60),
        Column("rule", _("Rule"), 36),
        Column("effect", _("What the fund wanted"), 40),
        Column("what", _("What is unusual"), 70),
        Column("over", _("Beyond the rule by this act (đồng)"), 32, Kind.dong),
        Column("reason", _("Reason"), 50),
        Column("by", _("Whose reason"), 32),
        Column("allowed", _("Allowed by"), 32),
        Column("because", _("Why it was allowed"), 50),
    )
    rows = tuple(
        Row(f"row:{number}", dict(_exception(number, one))) for number, one in enumerate(found.rows, 1)
    )
    said = [
        _(
            "%(count)s of %(all)s exceptions that %(reader)s may see, newest act first; %(sum)s đồng beyond the rules "
            "in all. Acts taken back are among them.",
            count=number_text(len(found.rows), chosen()),
            all=number_text(found.total, chosen()),
            reader=reader,
            sum=amount_text(found.over, chosen()),
        )
    ]
    return _workbook(_("Exceptions to the fund’s rules"), columns, rows, in_force, said, reader,
                     (len(rows), found.total))  # fmt: skip


def _exception(number: int, one: ExceptionRow) -> Iterator[tuple[str, Cell]]:
    shown = one.shown
    words = {
        "no": str(number),
        "act": str(shown.act.number) if shown.act else "",
        "fund": one.fund,
        "unit": one.unit,
        "where": " · ".join(
            part
            for part in (one.project.code if one.project else "", one.contract.number if one.contract else "")
            if part
        ),
        "rule": _(shown.policy.label),
        "effect": _(shown.effect.label),
        "what": shown.sentence,
        "reason": shown.reason or "",
        "by": shown.reason_by or "",
        "allowed": shown.allowed_by or "",
        "because": shown.allowed_because or "",
    }
    yield from ((key, Text(text)) for key, text in words.items())
    yield "over", Amount(shown.over)
    if shown.act:
        yield "day", Day(shown.act.business_date)


def advances(found: Ageing, in_force: Sequence[Mapping[str, str]], reader: str, today: date) -> Workbook:
    """Declare the workbook of uncleared advances."""
    columns = (
        Column("no", _("No."), 11, Kind.centred),
        Column("fund", _("Fund"), 36),
        Column("unit", _("Unit"), 50),
        Column("project", _("Project"), 50),
        Column("contract", _("Contract"), 32),
        Column("party", _("Beneficiary"), 50),
        Column("day", _("Day of the advance"), 24, Kind.day),
        Column("days", _("Days old"), 18, Kind.number),
        Column("age", _("Age"), 32),
        Column("paid", _("Advance paid (đồng)"), 32, Kind.dong),
        Column("left", _("Not cleared (đồng)"), 32, Kind.dong),
    )
    shown = found.rows[:LIMIT]
    rows = [Row(f"row:{number}", dict(_advance(number, one))) for number, one in enumerate(shown, 1)]
    ages = "; ".join(f"{_(age.label)}: {amount_text(found.by_age[age], chosen())}" for age in Age)
    said = [
        _("Advances and payments without acceptance that are not cleared on %(day)s. Clearing and refunds take the "
          "oldest advance of a contract first.", day=date_text(today, chosen())),
        _("Whatever the age: %(ages)s; in all %(total)s đồng.", ages=ages, total=amount_text(found.total, chosen())),
    ]  # fmt: skip
    extent = (len(shown), len(found.rows))
    ended = total(rows, ("project", total_said(*extent)), ("left",))
    return _workbook(_("Uncleared advances"), columns, ended, in_force, said, reader, extent)


def _advance(number: int, one: AdvanceRow) -> Iterator[tuple[str, Cell]]:
    words = {
        "no": str(number),
        "fund": one.fund,
        "unit": one.unit,
        "project": f"{one.project.code} {one.project.name}" if one.project else "",
        "contract": one.contract.number if one.contract else "",
        "party": one.contract.party if one.contract else "",
        "age": _(one.age.label),
    }
    yield from ((key, Text(text)) for key, text in words.items())
    yield "day", Day(one.day)
    yield "days", Count(one.days)
    yield "paid", Amount(one.paid)
    yield "left", Amount(one.left)


def _workbook(
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    in_force: Sequence[Mapping[str, str]],
    said: Sequence[str],
    reader: str,
    extent: tuple[int, int],
) -> Workbook:
    made = now()
    under = filters_said(in_force)
    around = Around(title, under, said, rows_said(*extent))
    sheet = listing("list", title, columns, rows, around, repeat=3)
    return Workbook(title, reader, made, Footer(*footer_words(made)), (sheet,))
