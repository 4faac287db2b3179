"""The two verbs: a discrepancy is recorded, and a later entry says how it ended. Neither moves any money."""

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE, SPEND_BOOK, SPEND_PROPOSE
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.discrepancies import queries
from promotion.discrepancies.drafts import DiscrepancyDraft, ResolutionDraft
from promotion.discrepancies.models import OWN, Discrepancy, Resolution
from promotion.discrepancies.queries import Found
from promotion.discrepancies.rules import LONGEST_TEXT, excess_fault
from promotion.discrepancies.trail import subject
from promotion.kernel.calendar import now, today
from promotion.kernel.errors import Fault, Forbidden, Invalid, NotFound, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund


def record(actor: Actor, envelope_public_id: str, draft: DiscrepancyDraft) -> Discrepancy:
    """Record that somebody outside reported more than the ledger allows, of a line, a share or a fund.

    Raises `Invalid` when it is not more than the ledger holds at the end of that day, or the day lies ahead.
    """
    envelope = ledger.envelope(actor.scope, envelope_public_id)
    if envelope.kind == Kind.commitment:
        raise NotFound
    fund = ledger.fund_by_id(envelope.fund_id)
    under = _require(actor, envelope, fund, SPEND_PROPOSE, PLAN_PROPOSE)
    if draft.day > today():
        raise Invalid(faults=(Fault("day", N_("This day lies in the future.")),))
    reported, held = whole_dong(draft.amount), queries.held(envelope, draft.figure, draft.day)
    fault = excess_fault(reported, held)
    if fault is not None:
        raise Invalid(faults=(fault,))
    found = _row(actor, envelope, draft, reported, held)
    db.session.add(found)
    db.session.flush()
    audit(actor, "discrepancies.record", subject(found, envelope, fund), after=_told(found), amount=found.excess,
          under=under)  # fmt: skip
    return found


def _row(actor: Actor, envelope: Envelope, draft: DiscrepancyDraft, reported: int, held: int) -> Discrepancy:
    return Discrepancy(
        envelope_id=envelope.id,
        figure=str(draft.figure),
        reported=reported,
        held=held,
        day=draft.day,
        document_number=clean(draft.document.number),
        document_date=draft.document.day,
        document_issuer=clean(draft.document.issuer),
        note=clean(draft.note, multiline=True)[:LONGEST_TEXT],
        recorded_by=actor.user_id,
        recorded_at=now(),
    )


def _told(found: Discrepancy) -> dict[str, object]:
    return {
        "figure": found.figure,
        "reported": found.reported,
        "held": found.held,
        "day": found.day.isoformat(),
        "document": [found.document_number, found.document_date.isoformat(), found.document_issuer],
        "note": found.note,
    }


def resolve(actor: Actor, public_id: str, draft: ResolutionDraft) -> Discrepancy:
    """Say how a discrepancy ended, once. The heads do: of the unit that spends, or of the fund's owner.

    Raises `Refused` for whoever recorded it, and once it is resolved; `Forbidden` for all but these heads.
    """
    found = queries.one(actor.scope, public_id)
    under = _require(actor, found.envelope, found.fund, SPEND_BOOK, PLAN_BOOK)
    reason = clean(draft.reason, multiline=True)
    if not reason:
        raise Invalid(faults=(Fault("reason", N_("Say how the discrepancy ended.")),))
    if found.resolution is not None:
        raise Refused(N_("This discrepancy is already resolved."), code="discrepancy.resolved")
    check_other_person(actor, found)
    row = Resolution(
        discrepancy_id=found.discrepancy.id,
        document_number=clean(draft.document.number),
        document_date=draft.document.day,
        document_issuer=clean(draft.document.issuer),
        reason=reason[:LONGEST_TEXT],
        resolved_by=actor.user_id,
        resolved_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    paper = [row.document_number, row.document_date.isoformat(), row.document_issuer]
    audit(actor, "discrepancies.resolve", subject(found.discrepancy, found.envelope, found.fund),
          after={"document": paper}, reason=row.reason, amount=found.discrepancy.excess, under=under)  # fmt: skip
    return found.discrepancy


def check_other_person(actor: Actor, found: Found) -> None:
    """Raise `Refused` for whoever recorded a discrepancy: another person says how it ended."""
    if found.discrepancy.recorded_by == actor.user_id:
        raise Refused(OWN.message, code=OWN.code, cure=OWN.cure)


def may_record(actor: Actor, envelope: Envelope, fund: Fund) -> bool:
    """Tell whether a person may record discrepancies of an envelope."""
    return _under(actor, envelope, fund, SPEND_PROPOSE, PLAN_PROPOSE) is not None


def may_resolve(actor: Actor, found: Found) -> bool:
    """Tell whether a person's grants allow to say how a discrepancy ended; who recorded it may not all the same."""
    return _under(actor, found.envelope, found.fund, SPEND_BOOK, PLAN_BOOK) is not None


def _require(actor: Actor, envelope: Envelope, fund: Fund, spending: str, planning: str) -> tuple[str, int]:
    """Return the permission that allows it, with the unit for which; raise `Forbidden` without one."""
    found = _under(actor, envelope, fund, spending, planning)
    if found is None:
        raise Forbidden(N_("Your grants do not allow this act for this unit."))
    return found


def _under(
    actor: Actor, envelope: Envelope, fund: Fund, spending: str, planning: str
) -> tuple[str, int] | None:
    pairs = ((spending, envelope.unit_id), (planning, fund.owner_unit_id))
    return next((pair for pair in pairs if actor.may_for(*pair)), None)
