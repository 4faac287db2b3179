"""An act of the plan worked out and not proposed: checked as far as can be told before booking.

Apart from `service` for length: the verbs for whole lists work theirs out the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.drafts import Paper
from promotion.kernel.calendar import today
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import ActKind, Kind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Envelope, Fund
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.rules import check_day
from promotion.units.models import Unit

# The counter of the fund that an act of the plan draws on.
_DRAWN = {ActKind.list: "to_list", ActKind.release: "to_release", ActKind.share: "released"}


@dataclass(frozen=True)
class Asked:
    """A plan act, worked out and not proposed: the ledger's draft, its total (đồng), a new unit's part."""

    draft: ActDraft
    total: int
    newcomer: tuple[Unit, int] | None = None


def owned(actor: Actor, public_id: str) -> Fund:
    """Return a fund for whose owner this person may propose; `NotFound` outside the scope, or `Forbidden`."""
    fund = ledger.fund(actor.scope, public_id)
    actor.require_for(PLAN_PROPOSE, fund.owner_unit_id)
    return fund


def work_out(
    fund: Fund,
    envelope: Envelope,
    kind: ActKind,
    amounts: Mapping[int, int],
    paper: Paper,
    *,
    percent: str | None = None,
    newcomer: tuple[Unit, int] | None = None,
    beside: int = 0,
) -> Asked:
    """Return an act of the plan with its total; `beside` is asked for on envelopes that are still to be opened (đồng).

    Raises `Invalid` without an amount, `Refused` for a wrong day, `CeilingReached` when the fund has not enough.
    """
    check_paper_day(kind, paper, fund)
    total = sum(amounts.values()) + (newcomer[1] if newcomer else 0) + beside
    if not total:
        raise Invalid(N_("Please enter at least one amount."))
    drawn = _DRAWN.get(kind)
    if drawn is not None and not paper.anyway and total > getattr(envelope, drawn):
        raise CeilingReached(Kind.fund, drawn, envelope.id, available=getattr(envelope, drawn), asked=total)
    draft = ActDraft(
        kind=kind,
        fund_id=fund.id,
        business_date=paper.business_date,
        document=document_of(paper),
        amounts=tuple(amounts.items()),
        percent=percent,
        reason=paper.reason or None,
    )
    return Asked(draft, total, newcomer)


def check_paper_day(kind: ActKind, paper: Paper, fund: Fund) -> None:
    """Raise `Refused` when an act of this fund may not carry the day of its paper."""
    check_day(kind, paper.business_date, fund.budget_year, today())


def document_of(paper: Paper) -> Document:
    """Return the document, checked: it has a number and an issuer, and no day to come."""
    document = paper.document
    faults = [
        Fault(field, N_("This field is required."))
        for field, text in (("document_number", document.number), ("document_issuer", document.issuer))
        if not text
    ]
    if document.day > today():
        faults.append(Fault("document_date", N_("The date of the document lies in the future.")))
    if faults:
        raise Invalid(faults=tuple(faults))
    return document
