"""The verb of a list of shares: every beneficiary's contract is recorded, and all are proposed in one act."""

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.audit.service import changes
from promotion.audit.service import record as audit
from promotion.database import versions
from promotion.database.handle import db
from promotion.disbursement import queries
from promotion.disbursement.groups.drafts import SharesDraft
from promotion.disbursement.models import Commitment
from promotion.disbursement.queries import Line
from promotion.disbursement.rules import ContractState
from promotion.disbursement.service import Done, act_of, look_ahead, offer
from promotion.disbursement.trail import subject
from promotion.kernel.calendar import now
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Invalid, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind
from promotion.ledger.places import open_commitment
from promotion.projects.models import Beneficiary
from promotion.projects.rules import SPENDING, check_open


def commit_shares(actor: Actor, line_public_id: str, draft: SharesDraft) -> Done:
    """Record a contract for each beneficiary with an amount, and propose to commit them all in one act.

    A list that was returned or withdrawn is corrected by entering it again under the same number and day. Raises
    `Invalid` without any amount, `Refused` for a beneficiary of another project, `CeilingReached` above what is listed.
    """
    line = queries.line(actor.scope, line_public_id)
    actor.require_for(SPEND_PROPOSE, line.envelope.unit_id)
    check_open(ProjectState(line.project.state), SPENDING)
    known = {party.public_id: party for party in queries.parties(line.project)}
    if any(party not in known for party, _amount in draft.shares):
        raise Refused(N_("This beneficiary does not belong to the project."), code="shares.party")
    if not draft.shares:
        raise Invalid(N_("Please enter an amount for at least one beneficiary."))
    named = act_of(
        ActKind.commit, line.fund.id, (), draft.voucher, draft.reason
    )  # looks at the document first
    amounts = []
    for party, amount in draft.shares:
        commitment = _record(actor, line, known[party], draft, whole_dong(amount))
        amounts.append((commitment.envelope_id, commitment.proposed_value))
    act = act_of(ActKind.commit, named.fund_id, tuple(amounts), draft.voucher, draft.reason)
    look_ahead(act)
    return Done(offer(actor, act))


def _record(actor: Actor, line: Line, party: Beneficiary, draft: SharesDraft, amount: int) -> Commitment:
    """Return the record of one share: new, or the one of a list that came back."""
    values: dict[str, object] = {
        "kind": str(draft.kind),
        "number": clean(draft.voucher.number),
        "day": draft.day,
        "party": party.name,
        "party_tax_code": party.tax_code,
        "subject": clean(draft.subject, multiline=True),
        "proposed_value": amount,
    }
    before = queries.share_record(line.envelope.id, str(values["number"]), draft.day, party.id)
    if before is not None and _came_back(actor, before):
        return _corrected(actor, before, values)
    envelope = open_commitment(line.envelope)
    commitment = Commitment(
        public_id=envelope.public_id,
        envelope_id=envelope.id,
        line_id=line.envelope.id,
        beneficiary_id=party.id,
        created_by=actor.user_id,
        created_at=now(),
        **values,
    )
    db.session.add(commitment)
    db.session.flush()
    audit(actor, "disbursement.record", subject(commitment, envelope), after={**values, "day": draft.day.isoformat()},
          amount=amount, under=(SPEND_PROPOSE, envelope.unit_id))  # fmt: skip
    return commitment


def _came_back(actor: Actor, record: Commitment) -> bool:
    contract = queries.contract(actor.scope, record.public_id)
    return contract.state is ContractState.unbooked and not contract.money.waiting


def _corrected(actor: Actor, record: Commitment, values: dict[str, object]) -> Commitment:
    envelope = queries.fresh([record.envelope_id])[0]
    before, after = changes({field: getattr(record, field) for field in values}, values)
    versions.write(record, values, seen=record.version, by=actor.name)
    audit(actor, "disbursement.correct", subject(record, envelope), before=before, after=after,
          amount=record.proposed_value, under=(SPEND_PROPOSE, envelope.unit_id))  # fmt: skip
    return record
