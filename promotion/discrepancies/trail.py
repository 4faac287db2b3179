"""How discrepancies stand in the trail."""

from collections.abc import Mapping, Sequence

from promotion.access.actor import Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter, pages
from promotion.audit.models import AuditLine
from promotion.discrepancies import queries
from promotion.discrepancies.models import Discrepancy
from promotion.discrepancies.rules import Reported
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Envelope, Fund


def subject(found: Discrepancy, envelope: Envelope, fund: Fund) -> Subject:
    """Return a discrepancy, called by its document and fund; it belongs where its money does."""
    name = f"{found.document_number} · {fund.code}"
    return Subject("discrepancy", found.id, name, envelope.unit_id, envelope.home, envelope.level)


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "figure": readers.choice(Reported),
        "reported": readers.dong,
        "held": readers.dong,
        "day": readers.day,
        "document": lambda kept: f"{kept[0]}, {readers.day(kept[1])}, {kept[2]}",
    }


def enter_words() -> None:
    """Tell the trail of discrepancies; called once, when the house is opened."""
    enter(
        Kind(
            key="discrepancy",
            label=N_("Discrepancy"),
            permission=MONEY_READ,
            acts={
                "discrepancies.record": N_("Recorded the discrepancy"),
                "discrepancies.resolve": N_("Resolved the discrepancy"),
            },
            fields={
                "figure": N_("Figure reported"),
                "reported": N_("Amount reported"),
                "held": N_("The ledger held"),
                "day": N_("As of day"),
                "document": N_("Document"),
                "note": N_("Note"),
            },
            readers=_readers,
            addresses=pages("disbursement.discrepancy", queries.public_ids),
        )
    )
