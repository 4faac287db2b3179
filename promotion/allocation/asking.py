"""An act of the plan worked out and not proposed: checked as far as can be told before booking.

Apart from `service` for length: the verbs for whole lists work theirs out the same way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.drafts import Paper
from promotion.kernel.calendar import today
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.deeds import AFTER_CLOSE, ActKind, Part
from promotion.ledger.drafts import ActDraft, Document, Seen
from promotion.ledger.models import Envelope, Fund
from promotion.ledger.posting import rehearse
from promotion.ledger.refusals import CeilingReached, fund_closed, period_closed
from promotion.ledger.rules import check_day
from promotion.units.models import Unit

# The counter of the fund that an act of the plan draws on.
_DRAWN = {ActKind.list: "to_list", ActKind.release: "to_release", ActKind.share: "released"}


@dataclass(frozen=True)
class Asked:
    """A plan act, worked out and not proposed: the ledger's draft, its total (đồng), a new unit's part.

    `beside` is the part of the total that goes to places still to be opened.
    """

    draft: ActDraft
    total: int
    newcomer: tuple[Unit, int] | None = None
    beside: int = 0


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
        happened_on=paper.happened_on,
    )
    return Asked(draft, total, newcomer, total - sum(amounts.values()))


def check_paper_day(kind: ActKind, paper: Paper, fund: Fund) -> None:
    """Raise `Refused` when an act of this fund may not carry the day of its paper, or its real day is no earlier.

    A fund that is closed takes no day at all, save for what comes back after its close.
    """
    check_day(kind, paper.business_date, fund.budget_year, today())
    check_real_day(paper)
    closed = ledger.closed_through(fund.id, today())
    if closed is not None and paper.business_date <= closed:
        raise period_closed(closed)
    if kind not in AFTER_CLOSE and ledger.closing_of(fund.id) is not None:
        raise fund_closed()


def check_real_day(paper: Paper) -> None:
    """Raise `Invalid` when the real day of a late fact is not before the day on which it counts."""
    if paper.happened_on is not None and paper.happened_on >= paper.business_date:
        raise Invalid(
            faults=(
                Fault("happened_on", N_("The real day of a late fact lies before the day it counts from.")),
            )
        )


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


def asked(
    fund: Fund,
    kind: ActKind,
    paper: Paper,
    parts: Iterable[Part],
    *,
    percent: str | None = None,
    beside: int = 0,
    totals: Seen = (),
) -> Asked:
    """Return the act with its total, rehearsed unless it is proposed anyway.

    `beside` is listed on a line still to be opened (đồng); the ledger sees it once the line is there. `totals` is what
    places hold for which new totals were typed.
    """
    check_paper_day(kind, paper, fund)
    steps = tuple(parts)
    if not steps and not beside:
        raise Invalid(N_("Please enter at least one amount."))
    if not paper.reason:
        raise Invalid(faults=(Fault("reason", N_("Please say why.")),))
    draft = ActDraft(
        kind=kind,
        fund_id=fund.id,
        business_date=paper.business_date,
        document=document_of(paper),
        percent=percent,
        reason=paper.reason,
        parts=steps,
        happened_on=paper.happened_on,
        seen=totals,
    )
    if steps and not paper.anyway:
        rehearse(draft)
    raised = sum(part.amount for part in steps if not part.back)
    return Asked(draft, raised + beside if beside else draft.total, beside=beside)
