"""How contracts stand in the trail."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter
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
    return {"kind": readers.choice(CommitmentKind), "day": readers.day, "proposed_value": readers.dong}


def _addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    found = queries.public_ids(actor.scope, ids)
    return {key: url_for("disbursement.contract", public_id=public_id) for key, public_id in found.items()}


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
            },
            fields={
                "kind": N_("How the work is given"),
                "number": N_("Number of the contract or decision"),
                "day": N_("Day of signing"),
                "party": N_("Who carries out the work"),
                "party_tax_code": N_("Tax code"),
                "subject": N_("Subject"),
                "proposed_value": N_("Proposed value"),
            },
            readers=_readers,
            addresses=_addresses,
        )
    )
