"""Reads of the policies: what a fund wants, what the rules look at beside the books, what was answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.catalogue import queries as catalogue
from promotion.catalogue.models import AdvanceRate
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Envelope
from promotion.ledger.paid_out import booked
from promotion.ledger.policies import norms
from promotion.ledger.policies.drafts import Settings
from promotion.ledger.policies.models import (
    ActException,
    AdvanceTerms,
    FundPolicy,
    ProposalException,
    Waiver,
)
from promotion.ledger.policies.rules import USUAL, Known, NormBound, Rate, into
from promotion.ledger.policies.words import Effect, Policy
from promotion.ledger.working import Worked


def row(fund_id: int) -> FundPolicy | None:
    """Return the settings of a fund as they are kept, None for a fund that was made without."""
    query = select(FundPolicy).where(FundPolicy.fund_id == fund_id).execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()


def settings(fund_id: int) -> Settings:
    """Return what a fund wants, policy by policy."""
    kept = row(fund_id)
    return USUAL if kept is None else {policy: Effect(getattr(kept, str(policy))) for policy in Policy}


def rule_for(content_code: str | None, day: date) -> AdvanceRate | None:
    """Return the rule for advances under a content, or the one above it, on a day; None when none is known."""
    if content_code is None:
        return None
    parents = {content.code: content.parent_code for content in catalogue.contents()}
    code: str | None = content_code
    while code is not None:
        found = catalogue.advance_rate(code, day)
        if found is not None:
            return found
        code = parents.get(code)
    return None


def known(worked: Worked, moved: Mapping[int, int]) -> Known:
    """Return what the rules look at beside the books for one act; `moved` is what acts before it advance on contracts
    and are not written yet (đồng).
    """
    rows, day = worked.rows, worked.draft.business_date
    rates: dict[int, Rate] = {}
    if worked.draft.kind is ActKind.advance:
        contracts = ledger.envelopes(into(rows, "discharged"))
        before = advanced_on([contract.id for contract in contracts])
        for contract in contracts:
            rule = rule_for(contract.content_code, day)
            advanced = before[contract.id] + moved.get(contract.id, 0)
            rates[contract.id] = Rate(None if rule is None else rule.max_hundredths, advanced)
    return Known(rates, _norms(worked))


def _norms(worked: Worked) -> dict[int, NormBound]:
    counter = {ActKind.commit: "committed", ActKind.amend: "committed"}.get(worked.draft.kind, "to_assign")
    if worked.draft.kind not in {ActKind.commit, ActKind.amend, ActKind.list, ActKind.relist}:
        return {}
    lines = ledger.envelopes(into(worked.rows, counter))
    return dict(norms.bounds(lines, worked.draft.business_date))


def advanced_on(contract_ids: Collection[int]) -> dict[int, int]:
    """Return what was advanced on contracts and neither failed, reversed nor refunded, by contract (đồng)."""
    sums = booked(contract_ids)
    return {contract: sums[contract, "advanced"] for contract in contract_ids}


def asked(proposal_id: int) -> Sequence[ProposalException]:
    """Return what was unusual when an act was proposed, in order."""
    query = select(ProposalException).where(ProposalException.proposal_id == proposal_id)
    return db.session.scalars(query.order_by(ProposalException.id)).all()


def waivers(proposal_id: int) -> Sequence[Waiver]:
    """Return what was allowed for a proposal, in order."""
    query = select(Waiver).where(Waiver.proposal_id == proposal_id)
    return db.session.scalars(query.order_by(Waiver.id)).all()


def reasons_of_waivers(ids: Iterable[int]) -> Mapping[int, str]:
    """Return the reasons of waivers by their row ids."""
    query = select(Waiver.id, Waiver.reason).where(Waiver.id.in_(sorted(set(ids))))
    return dict(db.session.execute(query).all())


def exceptions_of(scope: Scope, act_ids: Collection[int]) -> Sequence[ActException]:
    """Return what was unusual about acts, as far as the reader sees the envelopes, oldest first."""
    query = (
        select(ActException)
        .join(Envelope, Envelope.id == ActException.envelope_id)
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
        .where(ActException.act_id.in_(sorted(set(act_ids))))
    )
    return db.session.scalars(query.order_by(ActException.id)).all() if act_ids else ()


def exceptions_in(scope: Scope, fund_id: int) -> int:
    """Return how many exceptions a fund has, as far as the reader sees the envelopes."""
    query = (
        select(func.count())
        .select_from(ActException)
        .join(Envelope, Envelope.id == ActException.envelope_id)
        .where(Envelope.fund_id == fund_id)
        .where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    )
    return db.session.scalar(query) or 0


def terms_of(*, proposal_id: int | None = None, act_id: int | None = None) -> AdvanceTerms | None:
    """Return the rule that an advance was proposed or booked under, None for other acts."""
    query = select(AdvanceTerms).where(
        AdvanceTerms.proposal_id == proposal_id if proposal_id is not None else AdvanceTerms.act_id == act_id
    )
    return db.session.scalars(query.order_by(AdvanceTerms.id).limit(1)).one_or_none()
