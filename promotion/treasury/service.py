"""The verbs on an open statement: join, split, explain. None of them moves money."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert

from promotion.access.actor import Actor
from promotion.access.permissions import TREASURY_MATCH
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.treasury import queries
from promotion.treasury.cases import Case, Comparison
from promotion.treasury.comparing import compare, decision_on
from promotion.treasury.drafts import ExplanationDraft
from promotion.treasury.models import Bundle, Explained, Member, Row, Statement
from promotion.treasury.rules import LONGEST_NOTE, Decision, Group, Reason, Way, place_words
from promotion.treasury.trail import subject


def still_open(actor: Actor, public_id: str, permission: str) -> Statement:
    """Return a statement, locked, for somebody who may change it."""
    found = queries.statement(actor.scope, public_id, lock=True)
    actor.require_for(permission, found.unit_id)
    if found.signed:
        raise Refused(
            N_("This statement is signed off: nothing of it can be changed any more."),
            code="treasury.signed",
            cure=N_("What came to light later is explained in the next statement."),
        )
    return found


def join(actor: Actor, public_id: str, keys: Collection[str]) -> Statement:
    """Put rows and acts together that stand alone. What one side lacks stays as a difference and wants an explanation.

    Rows alone, or acts alone, may be joined when they cancel each other out.
    """
    found = still_open(actor, public_id, TREASURY_MATCH)
    cases = _cases(compare(found), keys, {Group.theirs, Group.ours})
    rows = [row for case in cases for row in case.rows]
    acts = [act for case in cases for act in case.acts]
    off = sum(row.amount for row in rows) - sum(act.amount for act in acts)
    if len(cases) < 2 or ((not rows or not acts) and off):  # noqa: PLR2004 - one cannot be joined to itself
        raise Invalid(
            N_("Choose at least one row of the statement and one of our acts."),
            cure=N_("Several of one side alone can be joined when they cancel each other out."),
        )
    bundle_up(actor, found, str(Decision.joined), Way.hand, rows, [act.id for act in acts])
    _tell(actor, found, "treasury.join", cases, difference=off)
    return found


def split(actor: Actor, public_id: str, key: str) -> Statement:
    """Take apart what stands together: a person's own joining is undone; what a pass found stays apart from now on."""
    found = still_open(actor, public_id, TREASURY_MATCH)
    cases = _cases(compare(found), [key], {Group.matched, Group.differ})
    case = cases[0]
    joined = decision_on(found, case)
    if joined is not None:
        for table, column in ((Member, Member.bundle_id), (Bundle, Bundle.id)):
            db.session.execute(delete(table).where(column == joined))
    else:
        bundle_up(actor, found, str(Decision.apart), None, case.rows, [act.id for act in case.acts])
    _tell(actor, found, "treasury.split", cases)
    return found


def explain(actor: Actor, public_id: str, keys: Collection[str], draft: ExplanationDraft) -> Statement:
    """Say why cases are left; a later explanation takes the place of an earlier one."""
    found = still_open(actor, public_id, TREASURY_MATCH)
    note = clean(draft.note, multiline=True)[:LONGEST_NOTE]
    if draft.reason is Reason.other and not note:
        raise Invalid(faults=(Fault("note", N_("Say in the note what it is.")),))
    cases = _cases(compare(found), keys, {Group.theirs, Group.ours, Group.differ})
    for case in cases:
        column, value = (
            (Explained.row_id, case.rows[0].id) if case.rows else (Explained.act_id, case.acts[0].id)
        )
        db.session.execute(delete(Explained).where(Explained.statement_id == found.id, column == value))
        db.session.add(
            Explained(
                statement_id=found.id,
                row_id=case.rows[0].id if case.rows else None,
                act_id=None if case.rows else case.acts[0].id,
                open_amount=case.difference,
                reason=str(draft.reason),
                note=note,
                given_by=actor.user_id,
                given_at=now(),
            )
        )
    db.session.flush()
    _tell(actor, found, "treasury.explain", cases, reason_given=str(draft.reason), note=note)
    return found


def _cases(comparison: Comparison, keys: Collection[str], groups: Collection[Group]) -> list[Case]:
    """Return the cases that were chosen; raise when nothing was, or when something stands elsewhere by now."""
    if not keys:
        raise Invalid(N_("Nothing is chosen."), cure=N_("Tick what is meant, then send again."))
    found = {case.key: case for key in keys if (case := comparison.by_key.get(key)) is not None}
    if any(key not in comparison.by_key for key in keys) or any(
        case.group not in groups for case in found.values()
    ):
        raise Refused(
            N_("What you chose stands in another group by now."),
            code="treasury.moved",
            cure=N_("Look at the statement as it is now, then choose again."),
        )
    return list(found.values())


def bundle_up(
    actor: Actor, found: Statement, kind: str, way: Way | None, rows: Sequence[Row], acts: Sequence[int]
) -> None:
    """Keep rows and acts as one bundle."""
    bundle = Bundle(
        statement_id=found.id,
        kind=kind,
        way=None if way is None else str(way),
        made_by=actor.user_id,
        made_at=now(),
    )
    db.session.add(bundle)
    db.session.flush()
    members = [{"row_id": row.id, "act_id": None} for row in rows] + [
        {"row_id": None, "act_id": act} for act in acts
    ]
    more = {"statement_id": found.id, "bundle_id": bundle.id}
    db.session.execute(insert(Member), [{**more, **member} for member in members])


def _tell(actor: Actor, found: Statement, act: str, cases: Sequence[Case], **more: object) -> None:
    rows = [place_words(row.sheet, row.number) for case in cases for row in case.rows]
    vouchers = [one.voucher for case in cases for one in case.acts]
    told = {key: value for key, value in (("rows", rows), ("acts", vouchers), *more.items()) if value}
    amount = sum(max(abs(case.theirs), abs(case.ours)) for case in cases)
    audit(actor, act, subject(found), after=told, amount=amount, under=(TREASURY_MATCH, found.unit_id))
