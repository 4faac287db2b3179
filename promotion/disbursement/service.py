"""The verbs of money going out. Each one proposes an act of the ledger; the unit's head books it.

Before proposing, the policies ask for their reasons and the ceilings are looked at, so that what cannot be
booked is
refused while the papers are still on the desk. A proposal reserves nothing: the ledger checks again when
it is booked.
"""

from dataclasses import dataclass

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.audit.service import changes
from promotion.audit.service import record as audit
from promotion.database import versions
from promotion.database.handle import db
from promotion.disbursement import queries, rules
from promotion.disbursement.drafts import AssignDraft, CommitmentDraft, SpendDraft
from promotion.disbursement.models import Commitment
from promotion.disbursement.trail import subject
from promotion.kernel.calendar import now
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger.books import ActKind, Kind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Proposal
from promotion.ledger.posting import entries_of
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.service import open_commitment, propose
from promotion.projects.rules import FUNDED, PAYING, SPENDING, check_open, plain_tax_code


@dataclass(frozen=True)
class Done:
    """What a verb led to: the contract it concerns (None for an assignment of money), and the proposal or
    act.
    """

    outcome: Proposal | Act
    commitment: Commitment | None = None


def commit(actor: Actor, line_public_id: str, draft: CommitmentDraft) -> Done:
    """Record a contract or assignment under a line and propose to commit its value.

    Raises `Invalid` for faults and for a contract before money without a reason, `CeilingReached` above
    what is
    listed, `Refused` while the project is not approved.
    """
    line = queries.line(actor.scope, line_public_id)
    actor.require_for(SPEND_PROPOSE, line.envelope.unit_id)
    check_open(ProjectState(line.project.state), SPENDING)
    values = _record(draft)
    envelope = open_commitment(line.envelope)
    commitment = Commitment(
        public_id=envelope.public_id,
        envelope_id=envelope.id,
        line_id=line.envelope.id,
        created_by=actor.user_id,
        created_at=now(),
        **values,
    )
    db.session.add(commitment)
    db.session.flush()
    audit(
        actor,
        "disbursement.record",
        subject(commitment, envelope),
        after={**values, "day": draft.day.isoformat()},
        amount=commitment.proposed_value,
        under=(SPEND_PROPOSE, envelope.unit_id),
    )
    return Done(_propose_commitment(actor, line.envelope, commitment, draft), commitment)


def commit_again(actor: Actor, public_id: str, draft: CommitmentDraft, version: int) -> Done:
    """Correct a contract whose commitment was returned or withdrawn, and propose it again.

    Raises `Conflict` when somebody corrected it since the version that the person saw.
    """
    contract = queries.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, contract.envelope.unit_id)
    check_open(ProjectState(contract.project.state), SPENDING)
    if contract.sums.value or contract.money.waiting:
        raise Refused(
            N_("This contract is already booked or waits for its booking."),
            code="commitment.standing",
            cure=N_("Look at its page for what became of it."),
        )
    values = _record(draft)
    before, after = changes({field: getattr(contract.record, field) for field in values}, values)
    versions.write(contract.record, values, seen=version, by=actor.name)
    if "day" in after:
        before["day"], after["day"] = before["day"].isoformat(), after["day"].isoformat()
    audit(actor, "disbursement.correct", subject(contract.record, contract.envelope), before=before, after=after,
          amount=contract.record.proposed_value, under=(SPEND_PROPOSE, contract.envelope.unit_id))  # fmt: skip
    return Done(_propose_commitment(actor, contract.line.line, contract.record, draft), contract.record)


def advance(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose cash out before acceptance. Above the share of the rule, or like another payment, it must be
    explained.
    """
    contract = _contract(actor, public_id)
    rule = queries.advance_rule(contract.envelope.content_code, draft.voucher.counts_on)
    percent = None if rule is None else rule.max_percent
    faults = rules.advance_faults(contract.position, whole_dong(draft.amount), percent, draft.reason)
    return _spend(actor, contract, ActKind.advance, draft, faults)


def pay(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose a payment. Above the work accepted, or like another payment, it must be explained."""
    contract = _contract(actor, public_id)
    faults = rules.payment_faults(contract.position, whole_dong(draft.amount), draft.reason)
    return _spend(actor, contract, ActKind.pay, draft, faults)


def accept(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose to record accepted work: the minutes' number and day, and its value."""
    contract = _contract(actor, public_id)
    whole_dong(draft.amount)
    act = _act(ActKind.accept, contract.envelope.fund_id, ((contract.envelope.id, draft.amount),), draft)
    look_ahead(act)
    return Done(propose(actor, act), contract.record)


def assign(actor: Actor, share_public_id: str, draft: AssignDraft) -> Done:
    """Propose to pass money of a unit's share on to its lines; lines left empty are left out.

    Raises `CeilingReached`, which names the line (or the share), and `Refused` for a project that may not
    spend.
    """
    share = queries.share(actor.scope, share_public_id)
    actor.require_for(SPEND_PROPOSE, share.envelope.unit_id)
    own = {line.envelope.public_id: line for line in share.lines}
    amounts = []
    for line_public_id, amount in draft.amounts:
        line = own.get(line_public_id)
        if line is None:
            raise Refused(N_("This line does not belong to the share."), code="assign.line")
        if amount:
            check_open(ProjectState(line.project.state), FUNDED)
            amounts.append((line.envelope.id, whole_dong(amount)))
    if not amounts:
        raise Invalid(N_("Please enter an amount for at least one line."))
    act = _act(ActKind.assign, share.fund.id, tuple(amounts), draft)
    look_ahead(act)
    return Done(propose(actor, act))


def look_ahead(draft: ActDraft) -> None:
    """Raise `CeilingReached` when an act would ask for more than there is now. Books nothing, locks
    nothing.
    """
    rows = entries_of(draft)
    found = {place.id: place for place in queries.fresh({row.source_id for row in rows if row.source_id})}
    balances = {
        (row.source_id, row.source_counter): getattr(found[row.source_id], row.source_counter)
        for row in rows
        if row.source_id is not None and row.source_counter is not None
    }
    short = rules.first_shortfall(rows, balances)
    if short is not None:
        raise CeilingReached(
            Kind(found[short.envelope_id].kind),
            short.counter,
            short.envelope_id,
            available=short.available,
            asked=short.asked,
        )


def _contract(actor: Actor, public_id: str) -> queries.Contract:
    contract = queries.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, contract.envelope.unit_id)
    check_open(ProjectState(contract.project.state), PAYING)
    return contract


def _spend(
    actor: Actor, contract: queries.Contract, kind: ActKind, draft: SpendDraft, faults: list[Fault]
) -> Done:
    """Propose an advance or a payment once every policy has its answer."""
    act = _act(kind, contract.envelope.fund_id, ((contract.envelope.id, draft.amount),), draft)
    look_ahead(act)
    document = act.document
    if queries.voucher_in_use(contract.line.line.id, document.number, document.day, document.issuer):
        faults.append(
            Fault("number", N_("This voucher (number, date and issuer) is already booked on this line."))
        )
    other = queries.similar(actor.scope, contract, kind, draft.amount, act.business_date)
    if other is not None and not draft.again:
        faults.append(
            Fault(
                "again",
                N_(
                    "A payment of the same amount in the same month already stands on this line: "
                    "%(document)s. Please confirm that this is another one."
                ),
                {"document": other},
            )
        )
    if faults:
        raise Invalid(faults=tuple(faults))
    return Done(propose(actor, act), contract.record)


def _propose_commitment(
    actor: Actor, line: Envelope, commitment: Commitment, draft: CommitmentDraft
) -> Proposal | Act:
    act = ActDraft(
        ActKind.commit,
        line.fund_id,
        draft.business_date or draft.day,
        Document(commitment.number, commitment.day, commitment.party),
        ((commitment.envelope_id, commitment.proposed_value),),
        reason=_reason(draft.reason),
    )
    look_ahead(act)
    faults = rules.commitment_faults(
        assigned=line.assigned, committed=line.committed, amount=draft.amount, reason=draft.reason
    )
    if faults:
        raise Invalid(faults=tuple(faults))
    return propose(actor, act)


def _act(
    kind: ActKind, fund_id: int, amounts: tuple[tuple[int, int], ...], draft: SpendDraft | AssignDraft
) -> ActDraft:
    voucher = draft.voucher
    number, issuer = clean(voucher.number), clean(voucher.issuer)
    faults = []
    if not number:
        faults.append(Fault("number", N_("Please enter the number of the document.")))
    if not issuer:
        faults.append(Fault("issuer", N_("Please enter who issued the document.")))
    if faults:
        raise Invalid(faults=tuple(faults))
    document = Document(number, voucher.day, issuer)
    return ActDraft(kind, fund_id, voucher.counts_on, document, amounts, reason=_reason(draft.reason))


def _record(draft: CommitmentDraft) -> dict[str, object]:
    """Return the words of a contract, checked."""
    number, party, tax_code = clean(draft.number), clean(draft.party), clean(draft.tax_code)
    faults = []
    if not number:
        faults.append(Fault("number", N_("Please enter the number of the contract or decision.")))
    if not party:
        faults.append(Fault("party", N_("Please enter who carries out the work.")))
    if tax_code and plain_tax_code(tax_code) is None:
        faults.append(
            Fault(
                "tax_code",
                N_("“%(code)s” is no tax code: 10 or 13 digits, 12 for a household business."),
                {"code": tax_code},
            )
        )
    if faults:
        raise Invalid(faults=tuple(faults))
    return {
        "kind": str(draft.kind),
        "number": number,
        "day": draft.day,
        "party": party,
        "party_tax_code": plain_tax_code(tax_code) if tax_code else None,
        "subject": clean(draft.subject, multiline=True),
        "proposed_value": whole_dong(draft.amount),
    }


def _reason(text: str | None) -> str | None:
    return clean(text, multiline=True) or None if text else None
