"""The verbs by which a statement comes in: a file is sent, and stored once its sender has looked at it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, insert

from promotion.access.actor import Actor
from promotion.access.permissions import TREASURY_IMPORT
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import date_text, now, today
from promotion.kernel.choices import Level
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.treasury import queries
from promotion.treasury.checking import Checked, Place, check
from promotion.treasury.drafts import StatementDraft, StatementRow
from promotion.treasury.models import Row, Statement
from promotion.treasury.rules import place_words
from promotion.treasury.trail import subject
from promotion.units import queries as units

KEPT_FOR = timedelta(days=7)


class FileHere(Refused):
    """The very file is stored already; `public_id` names the statement."""

    def __init__(self, there: Statement) -> None:
        super().__init__(
            N_("This file is already here: account %(account)s, %(first)s to %(last)s."),
            {"account": there.account, **_period(there)},
            code="treasury.here",
            cure=N_("Open it from the list; what is wrong in it is removed before the file is sent again."),
        )
        self.public_id = there.public_id


def _period(there: Statement) -> dict[str, str]:
    return {"first": date_text(there.first_day, "vi"), "last": date_text(there.last_day, "vi")}


def send(actor: Actor, draft: StatementDraft) -> Statement:
    """Keep a file until the person who sent it has looked at it; files of a week ago that nobody stored are dropped.

    Raises `FileHere` for a file that is stored, `Refused` for a period that another statement of the account has, and
    `Unreadable` for what is no table.
    """
    actor.require_for(TREASURY_IMPORT, draft.unit_id)
    _fits(draft)
    check(draft)
    _forget()
    unit = units.by_id(draft.unit_id)
    found = Statement(
        unit_id=unit.id,
        home=unit.province_key,
        level=None if draft.level is None else str(draft.level),
        office=clean(draft.office),
        account=clean(draft.account),
        first_day=draft.first,
        last_day=draft.last,
        opening=draft.opening,
        closing=draft.closing,
        language=draft.language,
        file_name=draft.name,
        sha256=draft.sha256,
        content=draft.content,
        state="sent",
        uploaded_by=actor.user_id,
        uploaded_at=now(),
    )
    db.session.add(found)
    db.session.flush()
    told = {"file_name": found.file_name, "sha256": found.sha256}
    audit(actor, "treasury.send", subject(found), after=told, under=(TREASURY_IMPORT, found.unit_id))
    return found


def _fits(draft: StatementDraft) -> None:
    """Raise what keeps a statement out whatever its rows say."""
    if draft.last < draft.first:
        raise Invalid(faults=(Fault("last", N_("The last day lies before the first.")),))
    if draft.last > today():
        raise Invalid(faults=(Fault("last", N_("This day lies in the future.")),))
    there = queries.same_file(draft.unit_id, draft.sha256)
    if there is not None:
        raise FileHere(there)
    other = queries.overlapping(draft.unit_id, clean(draft.account), draft.first, draft.last)
    if other is not None:
        raise Refused(
            N_("Account %(account)s already has a statement from %(first)s to %(last)s."),
            {"account": other.account, **_period(other)},
            code="treasury.overlap",
            cure=N_("Choose days that no statement has yet."),
        )


def _forget() -> None:
    old = (Statement.state == "sent", Statement.uploaded_at < now() - KEPT_FOR)
    db.session.execute(delete(Statement).where(*old))


def draft_of(found: Statement) -> StatementDraft:
    """Return a file that waits as the draft that it was sent as."""
    level = Level(found.level) if found.level else None
    period = (found.first_day, found.last_day)
    return StatementDraft(
        found.unit_id, level, found.office, found.account, *period, found.file_name, found.content,
        found.language, found.opening, found.closing,
    )  # fmt: skip


def store(actor: Actor, public_id: str, left_out: Mapping[Place, bool]) -> Statement:
    """Store the rows of a file that was looked at, all or none. `left_out`: doubled rows, and whether each stays out.

    Raises `Invalid` while the file has faults or a doubled row is not decided.
    """
    found = queries.sent(actor, public_id, lock=True)
    actor.require_for(TREASURY_IMPORT, found.unit_id)
    draft = draft_of(found)
    _fits(draft)
    checked = check(draft)
    if not checked.clean:
        raise Invalid(
            N_("The file has faults; nothing was stored."), cure=N_("Correct them and send the file again.")
        )
    _decided(checked, left_out)
    rows = checked.without(left_out)
    found.state, found.opening, found.closing = "open", checked.opening, checked.closing
    found.uploaded_at = now()
    db.session.flush()
    _keep(found, rows)
    told: dict[str, object] = {"count": len(rows), "sha256": found.sha256}
    stated = {"opening": found.opening, "closing": found.closing}
    told |= {key: value for key, value in stated.items() if value is not None}
    out = [place_words(*place) for place, gone in sorted(left_out.items()) if gone]
    told |= {"left_out": out} if out else {}
    amount = sum(row.debit + row.credit for row in rows)
    under = (TREASURY_IMPORT, found.unit_id)
    audit(actor, "treasury.store", subject(found), after=told, amount=amount, under=under)
    return found


def _keep(found: Statement, rows: Sequence[StatementRow]) -> None:
    made = [
        {
            "statement_id": found.id, "sheet": row.sheet, "number": row.number, "voucher": row.voucher,
            "day": row.day, "payee": row.payee, "content": row.content, "debit": row.debit,
            "credit": row.credit, "raw": dict(row.raw),
        }
        for row in rows
    ]  # fmt: skip
    db.session.execute(insert(Row), made)


def _decided(checked: Checked, left_out: Mapping[Place, bool]) -> None:
    """Raise `Invalid` while it is not said of every doubled row whether it stays out."""
    open_ones = [row for _first, row in checked.doubled if (row.sheet, row.number) not in left_out]
    if open_ones:
        raise Invalid(N_("Say of each doubled row whether it is kept or left out."))
    if len(checked.without(left_out)) == 0:
        raise Invalid(N_("The table has no rows."))
