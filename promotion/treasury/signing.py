"""The two verbs that end a statement: it is signed off and frozen as it stands, or removed before that."""

from sqlalchemy import delete

from promotion.access.actor import Actor
from promotion.access.permissions import TREASURY_IMPORT, TREASURY_SIGN
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Fault, Forbidden, Invalid, Refused
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.treasury.cases import Comparison
from promotion.treasury.comparing import compare
from promotion.treasury.models import Bundle, Explained, Member, Row, Statement
from promotion.treasury.rules import LONGEST_NOTE, Group
from promotion.treasury.service import bundle_up, still_open
from promotion.treasury.trail import subject


def sign(actor: Actor, public_id: str, note: str, shown: str) -> Statement:
    """Sign a statement off: every group is kept as it stands, and nothing can be changed any more.

    Another person than the one who entered it does. `shown` is the mark of what that person saw. Raises `Refused` while
    something wants an explanation, or when it stands otherwise by now.
    """
    found = still_open(actor, public_id, TREASURY_SIGN)
    if found.uploaded_by == actor.user_id:
        raise Forbidden(N_("Who entered a statement does not sign it off: another person does."))
    comparison = compare(found)
    if comparison.wanting:
        raise Refused(
            N_("%(count)s cases still want an explanation."),
            {"count": str(comparison.wanting)},
            code="treasury.unexplained",
            cure=N_("Explain them first."),
        )
    if comparison.mark != shown:
        raise Refused(
            N_("The statement or our acts changed since this page was opened."),
            code="treasury.changed",
            cure=N_("Look at it once more, then sign."),
        )
    _freeze(actor, found, comparison)
    found.state, found.signed_by, found.signed_at = "signed", actor.user_id, now()
    found.signed_note = clean(note, multiline=True)[:LONGEST_NOTE]
    db.session.flush()
    total, sums = comparison.total, comparison.sums
    told = {
        "matched": sums[Group.matched].cases,
        "left": total.cases - sums[Group.matched].cases,
        "open": total.difference,
        "sha256": found.sha256,
    }
    amount = sum(row.debit + row.credit for row in comparison.own_rows)
    audit(actor, "treasury.sign", subject(found), after=told, reason=found.signed_note or None, amount=amount,
          under=(TREASURY_SIGN, found.unit_id))  # fmt: skip
    return found


def _freeze(actor: Actor, found: Statement, comparison: Comparison) -> None:
    """Keep every group as it stands; decisions that led there stay beside it."""
    for case in comparison.cases:
        if case.group in {Group.matched, Group.differ}:
            bundle_up(actor, found, str(case.group), case.way, case.rows, [act.id for act in case.acts])
    for group in (Group.theirs, Group.ours):
        cases = comparison.of(group)
        if cases:
            rows = [row for case in cases for row in case.rows]
            bundle_up(actor, found, str(group), None, rows, [act.id for case in cases for act in case.acts])


def drop(actor: Actor, public_id: str, reason: str) -> None:
    """Remove a statement that was entered wrongly, with all that was decided about it; a signed one stays."""
    found = still_open(actor, public_id, TREASURY_IMPORT)
    why = clean(reason, multiline=True)[:LONGEST_NOTE]
    if not why:
        raise Invalid(faults=(Fault("reason", N_("Say why it is removed.")),))
    told = {"file_name": found.file_name, "sha256": found.sha256}
    audit(
        actor,
        "treasury.drop",
        subject(found),
        before=told,
        reason=why,
        under=(TREASURY_IMPORT, found.unit_id),
    )
    for table in (Explained, Member, Bundle, Row):
        db.session.execute(delete(table).where(table.statement_id == found.id))
    db.session.delete(found)
    db.session.flush()
