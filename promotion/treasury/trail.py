"""How statements of the treasury stand in the trail."""

from collections.abc import Mapping, Sequence

from promotion.access.actor import Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter, pages
from promotion.audit.models import AuditLine
from promotion.kernel.calendar import date_text
from promotion.kernel.text import mark as N_
from promotion.treasury import queries
from promotion.treasury.models import Statement
from promotion.treasury.rules import Reason


def subject(statement: Statement) -> Subject:
    """Return a statement, called by its account and period; it belongs to its unit."""
    first, last = (date_text(day, "vi") for day in (statement.first_day, statement.last_day))
    name = f"{statement.account} · {first}–{last}"
    return Subject(
        "treasury_statement", statement.id, name, statement.unit_id, statement.home, statement.level
    )


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "reason_given": readers.choice(Reason),
        "opening": readers.dong,
        "closing": readers.dong,
        "open": readers.dong,
        "difference": readers.dong,
        "rows": ", ".join,
        "acts": ", ".join,
        "left_out": ", ".join,
    }


def enter_words() -> None:
    """Tell the trail of statements; called once, when this room is opened."""
    enter(
        Kind(
            key="treasury_statement",
            label=N_("Treasury statement"),
            permission=MONEY_READ,
            acts={
                "treasury.send": N_("Sent the file of a treasury statement"),
                "treasury.store": N_("Stored the treasury statement"),
                "treasury.join": N_("Joined rows and acts by hand"),
                "treasury.split": N_("Split rows and acts"),
                "treasury.explain": N_("Explained what is left"),
                "treasury.sign": N_("Signed off the treasury statement"),
                "treasury.drop": N_("Removed the treasury statement"),
            },
            fields={
                "file_name": N_("File"),
                "sha256": N_("Fingerprint (SHA-256)"),
                "opening": N_("Opening balance"),
                "closing": N_("Closing balance"),
                "count": N_("Rows stored"),
                "left_out": N_("Rows left out as doubled"),
                "rows": N_("Rows of the statement"),
                "acts": N_("Vouchers of our acts"),
                "difference": N_("Difference"),
                "reason_given": N_("Explanation"),
                "note": N_("Note"),
                "open": N_("Open amounts in all"),
                "matched": N_("Matched"),
                "left": N_("Left with an explanation"),
            },
            readers=_readers,
            addresses=pages("treasury.statement", queries.public_ids),
        )
    )
