"""The verbs of money going out. Each one proposes an act of the ledger; the unit's head books it.

Before proposing, the policies ask for their reasons and the ceilings are looked at, so that what cannot be
booked is
refused while the papers are still on the desk. A proposal reserves nothing: the ledger checks again when
it is booked.
"""

from dataclasses import dataclass, replace
from datetime import date

from promotion.access.actor import Actor
from promotion.access.permissions import SPEND_PROPOSE
from promotion.audit.service import changes
from promotion.audit.service import record as audit
from promotion.database import versions
from promotion.database.handle import db
from promotion.disbursement import queries, rules
from promotion.disbursement.drafts import AssignDraft, CommitmentDraft, SpendDraft, Voucher
from promotion.disbursement.models import Commitment
from promotion.disbursement.trail import subject
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.places import open_commitment
from promotion.ledger.policies import service as policies
from promotion.ledger.posting import rehearse
from promotion.ledger.rules import check_day
from promotion.ledger.service import propose
from promotion.ledger.steps import check_steps
from promotion.ledger.working import work_out
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

    Raises `Invalid` for faults and for a contract before money without a reason, `CeilingReached` above what is
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
    if contract.state is not rules.ContractState.unbooked or contract.money.waiting:
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
    """Propose cash out before acceptance. The rule's condition must be stated to hold; beyond the rule, or like another
    payment, it must be explained.
    """
    contract = contract_in_use(actor, public_id)
    rule = queries.advance_rule(contract.envelope.content_code, draft.voucher.counts_on)
    condition = None if rule is None or not rule.verified else rule.condition_vi
    faults = rules.condition_faults(condition, draft.condition)
    return propose_payment(actor, contract, ActKind.advance, draft, faults)


def pay(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose a payment. Above the work accepted, or like another payment, it must be explained."""
    return propose_payment(actor, contract_in_use(actor, public_id), ActKind.pay, draft, [])


def accept(actor: Actor, public_id: str, draft: SpendDraft) -> Done:
    """Propose to record accepted work: the minutes' number and day, and its value."""
    contract = contract_in_use(actor, public_id)
    whole_dong(draft.amount)
    amounts = ((contract.envelope.id, draft.amount),)
    act = act_of(ActKind.accept, contract.envelope.fund_id, amounts, draft.voucher, draft.reason)
    look_ahead(act)
    return Done(offer(actor, act), contract.record)


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
    act = act_of(ActKind.assign, share.fund.id, tuple(amounts), draft.voucher, draft.reason)
    look_ahead(act)
    return Done(offer(actor, act))


def look_ahead(draft: ActDraft) -> None:
    """Raise what an act would be refused for now, in the ledger's own order: its amounts, its day, what is there."""
    year = db.session.get_one(Fund, draft.fund_id).budget_year
    for one in draft.acts:
        check_steps(one)
        check_day(one.kind, one.business_date, year, today())
    work_out(draft, lock=False)


def offer(actor: Actor, act: ActDraft) -> Proposal | Act:
    """Propose an act; what its booking would refuse today, closed periods and funds included, is refused now."""
    rehearse(act)
    return propose(actor, act)


def contract_in_use(actor: Actor, public_id: str) -> queries.Contract:
    """Return a contract on which this person may propose; `Refused` while its project is in no state to pay."""
    contract = queries.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, contract.envelope.unit_id)
    check_open(ProjectState(contract.project.state), PAYING)
    return contract


def propose_payment(
    actor: Actor, contract: queries.Contract, kind: ActKind, draft: SpendDraft, faults: list[Fault]
) -> Done:
    """Propose an advance or a payment once every policy has its answer."""
    amounts = ((contract.envelope.id, whole_dong(draft.amount)),)
    act = act_of(kind, contract.envelope.fund_id, amounts, draft.voucher, draft.reason)
    act = replace(act, condition=plain_reason(draft.condition))
    look_ahead(act)
    faults = [*policies.faults_of(act), *faults]
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
    return Done(offer(actor, act), contract.record)


def _propose_commitment(
    actor: Actor, line: Envelope, commitment: Commitment, draft: CommitmentDraft
) -> Proposal | Act:
    late = late_faults(draft.happened_on, draft.business_date or draft.day)
    if late:
        raise Invalid(faults=tuple(late))
    act = ActDraft(
        ActKind.commit,
        line.fund_id,
        draft.business_date or draft.day,
        Document(commitment.number, commitment.day, commitment.party),
        ((commitment.envelope_id, commitment.proposed_value),),
        reason=plain_reason(draft.reason),
        happened_on=draft.happened_on,
    )
    look_ahead(act)
    return offer(actor, act)


def act_of(
    kind: ActKind,
    fund_id: int,
    amounts: tuple[tuple[int, int], ...],
    voucher: Voucher,
    reason: str | None = None,
) -> ActDraft:
    """Return the act of a document; raise `Invalid` for a document without number or issuer."""
    number, issuer = clean(voucher.number), clean(voucher.issuer)
    faults = []
    if not number:
        faults.append(Fault("number", N_("Please enter the number of the document.")))
    if not issuer:
        faults.append(Fault("issuer", N_("Please enter who issued the document.")))
    faults += late_faults(voucher.happened_on, voucher.counts_on)
    if faults:
        raise Invalid(faults=tuple(faults))
    document = Document(number, voucher.day, issuer)
    return ActDraft(
        kind,
        fund_id,
        voucher.counts_on,
        document,
        amounts,
        reason=plain_reason(reason),
        happened_on=voucher.happened_on,
    )


def late_faults(happened_on: date | None, counts_on: date) -> list[Fault]:
    """Return the fault of a real day that does not lie before the day on which the act counts."""
    if happened_on is None or happened_on < counts_on:
        return []
    return [Fault("happened_on", N_("The real day must lie before the day on which the act counts."))]


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


def plain_reason(text: str | None) -> str | None:
    """Return a reason as it is kept, None for none."""
    return clean(text, multiline=True) or None if text else None
