"""How contracts stand in the trail."""

from collections.abc import Mapping, Sequence

from promotion.access.actor import Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter, pages
from promotion.audit.models import AuditLine
from promotion.disbursement import queries
from promotion.disbursement.models import Commitment
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Envelope


def subject(commitment: Commitment, envelope: Envelope) -> Subject:
    """Return a contract, called by its number and party; it belongs where its line does."""
    name = f"{commitment.number} · {commitment.party}"
    return Subject("commitment", commitment.id, name, envelope.unit_id, envelope.home, envelope.level)


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "kind": readers.choice(CommitmentKind),
        "day": readers.day,
        "proposed_value": readers.dong,
        "instalments": _instalments,
    }


def _instalments(rows: Sequence[tuple[str, int]]) -> str:
    return "; ".join(f"{readers.day(day)}: {readers.dong(amount)}" for day, amount in rows)


def enter_words() -> None:
    """Tell the trail of contracts; called once, when this room is opened."""
    enter(
        Kind(
            key="commitment",
            label=N_("Contract"),
            permission=MONEY_READ,
            acts={
                "disbursement.record": N_("Recorded the contract"),
                "disbursement.correct": N_("Corrected the contract"),
                "disbursement.plan_repayment": N_("Entered the repayment plan"),
            },
            fields={
                "kind": N_("How the work is given"),
                "number": N_("Number of the contract or decision"),
                "day": N_("Day of signing"),
                "party": N_("Who carries out the work"),
                "party_tax_code": N_("Tax code"),
                "subject": N_("Subject"),
                "proposed_value": N_("Proposed value"),
                "instalments": N_("Instalments"),
            },
            readers=_readers,
            addresses=pages("disbursement.contract", queries.public_ids),
        )
    )
