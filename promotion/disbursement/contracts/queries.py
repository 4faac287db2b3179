"""Reads of a contract that stands."""

from sqlalchemy import or_, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.disbursement.contracts.rules import Standing
from promotion.disbursement.queries import Contract
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Act, Entry, Envelope


def standing_of(contract: Contract) -> Standing:
    """Return where a contract stands, for the rules."""
    held, line = contract.envelope, contract.line.line
    return Standing(
        state=contract.state,
        owed=held.owed,
        discharged=held.discharged,
        to_accept=held.to_accept,
        due=held.due,
        uncleared=held.uncleared,
        covered=held.covered,
        to_recover=held.to_recover,
        recovered=contract.sums.recovered,
        line_money=line.money,
        spent=line.disbursed - line.returned - line.recovered,
        closed=ledger.closing_of(held.fund_id) is not None,
    )


def waiting(scope: Scope, place: Envelope, kind: ActKind) -> list[int]:
    """Return what each open proposal would add to the amounts (đồng) of acts of a kind on an envelope.

    A correction adds what it changes, a reversal takes away. Proposals reserve nothing.
    """
    ends = or_(Entry.source_id == place.id, Entry.target_id == place.id)
    query = select(Act.id, Act.amount).join(Entry, Entry.act_id == Act.id).where(Act.kind == str(kind), ends)
    booked = {row.id: row.amount for row in db.session.execute(query)}
    found = []
    for proposal in ledger.proposals(scope, fund_id=place.fund_id):
        changes = []
        for draft in from_json(proposal.draft).acts:
            if draft.kind is kind:
                changes += [part.amount for part in draft.steps if part.envelope_id == place.id]
            elif draft.reverses in booked:
                changes.append(-booked[draft.reverses])
        if changes:
            found.append(sum(changes))
    return found
