"""Statements and their rows in words, for pages and the workbook."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.kernel.calendar import date_text
from promotion.treasury.cases import Case
from promotion.treasury.drafts import StatementRow
from promotion.treasury.models import Statement
from promotion.treasury.rules import Part
from promotion.web.languages import chosen


def place(row: StatementRow) -> str:
    """Name a row of a file by its number, and its sheet where it has one."""
    number = _("row %(row)s", row=row.number)
    return f"{row.sheet}, {number}" if row.sheet else number


def period(statement: Statement) -> str:
    """Return the period of a statement, both days included."""
    first, last = (date_text(day, chosen()) for day in (statement.first_day, statement.last_day))
    return _("%(first)s to %(last)s", first=first, last=last)


def agreement(case: Case) -> Iterator[str]:
    """Yield in which parts the rows and acts of a case agree, in which they differ, and which one side does not say."""
    found: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for part, agrees in case.parts.items():
        said = _(part.label)
        if part is Part.day and not agrees:
            said = ngettext("day (%(num)s day apart)", "day (%(num)s days apart)", case.days_apart)
        found[agrees].append(said)
    if found[True]:
        yield _("Agree: %(parts)s.", parts=", ".join(found[True]))
    if found[False]:
        yield _("Differ: %(parts)s.", parts=", ".join(found[False]))
    if found[None]:
        yield _("Not stated on one side: %(parts)s.", parts=", ".join(found[None]))
