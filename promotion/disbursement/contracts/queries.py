"""Reads of a contract that stands."""

from promotion.disbursement.contracts.rules import Standing
from promotion.disbursement.queries import Contract
from promotion.ledger import queries as ledger


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
