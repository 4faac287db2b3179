"""Opens funds and the places in them, and says how many people a fund's acts need."""

from dataclasses import dataclass
from datetime import date

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund, Period
from promotion.ledger.policies.allowing import open_settings
from promotion.ledger.posting import open_envelope
from promotion.ledger.trail import of_fund


@dataclass(frozen=True)
class FundDraft:
    """A fund to open: label, level, budget year, the unit that owns it and its province (None for
    national).
    """

    code: str
    level: str
    budget_year: int
    owner_unit_id: int
    home: str | None
    two_person: bool = True


def open_fund(actor: Actor, draft: FundDraft) -> Fund:
    """Open a fund with its envelope, empty. Needs the right to propose plans for the owner."""
    actor.require_for(PLAN_PROPOSE, draft.owner_unit_id)
    if queries.fund_of(draft.level, draft.budget_year, draft.owner_unit_id) is not None:
        raise Refused(N_("This unit already has a fund of this level and year."), code="fund.exists")
    fund = Fund(**draft.__dict__, created_at=now())
    db.session.add(fund)
    db.session.flush()
    _envelope(fund, Kind.fund, None, home=draft.home, unit_id=draft.owner_unit_id)
    open_settings(fund)
    audit(actor, "ledger.open_fund", of_fund(fund), after={"code": fund.code, "two_person": fund.two_person},
          under=(PLAN_PROPOSE, fund.owner_unit_id))  # fmt: skip
    return fund


def set_two_person(actor: Actor, fund: Fund, *, two_person: bool, above: int = 0) -> None:
    """Decide whether acts of this fund need two people, and from which amount on (đồng): the owner's head does."""
    actor.require_for(PLAN_BOOK, fund.owner_unit_id)
    before = {"two_person": fund.two_person, "two_person_from": fund.two_person_from}
    fund.two_person, fund.two_person_from = two_person, above
    audit(actor, "ledger.set_two_person", of_fund(fund), before=before,
          after={"two_person": two_person, "two_person_from": above},
          under=(PLAN_BOOK, fund.owner_unit_id))  # fmt: skip


def set_period(fund: Fund, known: Period | None, through: date, closes_on: date | None) -> None:
    """Set the day on which a period of a fund closes; None takes it away. The database keeps those that have closed."""
    if known is None and closes_on is not None:
        db.session.add(Period(fund_id=fund.id, through=through, closes_on=closes_on))
    elif known is not None and closes_on is None:
        db.session.delete(known)
    elif known is not None and closes_on is not None:
        known.closes_on = closes_on
    db.session.flush()


def open_share(fund: Fund, unit_id: int, home: str | None) -> Envelope:
    """Return the share of a unit in a fund, made empty when it is new. `home` is the unit's province."""
    found = queries.share_of(fund.id, unit_id)
    return found or _envelope(fund, Kind.share, queries.fund_envelope(fund.id).id, home=home, unit_id=unit_id)


@dataclass(frozen=True)
class LineDraft:
    """A line of money of a project: its content and the province in which the project is registered."""

    project_id: int
    content_code: str
    home: str | None


def open_line(share: Envelope, draft: LineDraft) -> Envelope:
    """Make the line of a project under the share of its implementing unit, empty."""
    fund = db.session.get_one(Fund, share.fund_id)
    return _envelope(
        fund,
        Kind.line,
        share.id,
        home=draft.home,
        unit_id=share.unit_id,
        content_code=draft.content_code,
        project_id=draft.project_id,
    )


def open_commitment(line: Envelope) -> Envelope:
    """Make the envelope of a contract (or decision) under its line, empty."""
    fund = db.session.get_one(Fund, line.fund_id)
    return _envelope(
        fund,
        Kind.commitment,
        line.id,
        home=line.home,
        unit_id=line.unit_id,
        content_code=line.content_code,
        project_id=line.project_id,
    )


def _envelope(fund: Fund, kind: Kind, parent_id: int | None, **dimensions: object) -> Envelope:
    return open_envelope(
        kind=str(kind),
        fund_id=fund.id,
        parent_id=parent_id,
        level=fund.level,
        budget_year=fund.budget_year,
        **dimensions,
    )
