"""The planner's verbs: scenarios are saved, looked at anew, deleted, and proposed as one act of the ledger."""

from collections.abc import Iterator, Mapping
from typing import Any

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_PROPOSE
from promotion.allocation.asking import Asked, asked, owned
from promotion.allocation.drafts import Paper
from promotion.allocation.queries.funds import standing
from promotion.allocation.rules import drawn_back, percent_kept, tranche
from promotion.allocation.service import Outcome as Booked
from promotion.allocation.service import told
from promotion.audit.service import record as audit
from promotion.database import versions
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Fault, Forbidden, Invalid, NotFound, Refused
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Fund
from promotion.planner import queries
from promotion.planner.drafts import Direction, ScenarioDraft
from promotion.planner.ground import Ground, ground, last_act
from promotion.planner.models import Scenario
from promotion.planner.rules import WHOLE, Rule
from promotion.planner.trail import subject
from promotion.planner.working import Outcome, faults, steps, work_out

LONGEST_NAME = 120
KINDS = {Direction.release: ActKind.release, Direction.withdraw: ActKind.withdraw}


def create(actor: Actor, fund_public_id: str, draft: ScenarioDraft) -> Scenario:
    """Save a new scenario of a fund for whose owner this person may propose.

    Raises `Invalid` and `Unmet` for a scenario that cannot be worked out on the fund as it stands.
    """
    fund = _own(actor, fund_public_id)
    known_on = _check(actor, fund, draft)
    row = Scenario(
        fund_id=fund.id, known_on=known_on, created_by=actor.user_id, created_at=now(), **_values(draft)
    )
    db.session.add(row)
    db.session.flush()
    audit(actor, "planner.create", subject(row, fund), after=_values(draft), under=_under(fund))
    return row


def edit(actor: Actor, public_id: str, draft: ScenarioDraft, seen: int) -> Scenario:
    """Save a new version of a scenario; raises `Conflict` when somebody saved one since the version `seen`."""
    row, fund = _one(actor, public_id)
    known_on, before = _check(actor, fund, draft), _values(queries.draft_of(row))
    versions.write(row, {**_values(draft), "known_on": known_on}, seen=seen, by=actor.name)
    audit(actor, "planner.edit", subject(row, fund), before=before, after=_values(draft), under=_under(fund))
    return row


def refresh(actor: Actor, public_id: str, seen: int) -> Scenario:
    """Say that the scenario was looked at on the figures of now: it may be proposed on them."""
    row, fund = _one(actor, public_id)
    before = row.known_on
    versions.write(row, {"known_on": last_act(fund)}, seen=seen, by=actor.name)
    audit(actor, "planner.refresh", subject(row, fund), before={"known_on": before},
          after={"known_on": row.known_on}, under=_under(fund))  # fmt: skip
    return row


def delete(actor: Actor, public_id: str, seen: int) -> Fund:
    """Delete a scenario; what was proposed from it stays."""
    row, fund = _one(actor, public_id)
    told_of, before = subject(row, fund), _values(queries.draft_of(row))
    versions.drop(row, seen=seen)
    audit(actor, "planner.delete", told_of, before=before, under=_under(fund))
    return fund


def ask(actor: Actor, public_id: str, paper: Paper) -> Asked:
    """Work a scenario out as one act of the ledger, rehearsed unless it is proposed anyway.

    Raises `Refused` for one that was looked at on other figures, and where its percentage means another amount on the
    day of the paper.
    """
    row, fund = _one(actor, public_id)
    draft = queries.draft_of(row)
    kind = KINDS[draft.direction]
    basis = ground(actor.scope, fund)
    _look_current(row, basis)
    outcome = work_out(basis, draft)
    percent = None if draft.percent is None else percent_kept(draft.percent)
    found = asked(fund, kind, paper, steps(outcome), percent=percent)
    _check_percent(outcome, paper, fund)
    return found


def propose(actor: Actor, public_id: str, paper: Paper) -> Booked:
    """Propose what a scenario comes to, in one act; units are told when it is booked."""
    return told(acts.propose(actor, ask(actor, public_id, paper).draft))


def _look_current(row: Scenario, basis: Ground) -> None:
    if row.known_on == basis.known_on:
        return
    since = str(len(queries.seen(row, basis).since))
    raise Refused(
        N_("The fund has changed since this scenario was worked out: %(count)s acts came meanwhile."),
        {"count": since},
        code="planner.outdated",
        cure=N_("Look at what changed on the scenario's page and work it out anew."),
    )


def _check_percent(outcome: Outcome, paper: Paper, fund: Fund) -> None:
    """A percentage counts on the day of the act: it must mean there what the scenario shows."""
    if outcome.draft.percent is None:
        return
    there = standing(fund.id, paper.business_date)
    try:
        amount = (drawn_back if outcome.back else tranche)(there, outcome.draft.percent)
    except Invalid:  # as much is released by then, or nothing approved yet
        amount = 0
    if amount != outcome.amount:
        raise Refused(
            N_("On this day the percentage means %(there)s đồng, in the scenario %(here)s đồng."),
            {"there": amount, "here": outcome.amount},
            code="day.percent",
            cure=N_("Enter the amount in the scenario instead of the percentage, or another day."),
        )


def _own(actor: Actor, fund_public_id: str) -> Fund:
    """Return a fund for whose owner this person may propose and which the person sees as a whole."""
    fund = owned(actor, fund_public_id)
    if not actor.scope.covers(home=fund.home, unit_id=fund.owner_unit_id, level=fund.level):
        raise Forbidden
    return fund


def _one(actor: Actor, public_id: str) -> tuple[Scenario, Fund]:
    row = queries.scenario(actor.scope, public_id)
    fund = ledger.fund_by_id(row.fund_id)
    actor.require_for(PLAN_PROPOSE, fund.owner_unit_id)
    return row, fund


def _under(fund: Fund) -> tuple[str, int]:
    return PLAN_PROPOSE, fund.owner_unit_id


def look(basis: Ground, draft: ScenarioDraft) -> None:
    """Raise `Invalid` with all that is wrong with a scenario, each fault at its field, before any rule is tried."""
    found = [*_of_words(draft), *faults(basis, draft)]
    if found:
        raise Invalid(faults=tuple(found))


def _of_words(draft: ScenarioDraft) -> Iterator[Fault]:
    """Yield what is wrong with the name and the rules."""
    if not clean(draft.name):
        yield Fault("name", N_("This field is required."))
    for place, use in enumerate(draft.uses, 1):
        if use.rule in {other.rule for other in draft.uses[: place - 1]}:
            yield Fault(f"rule_{place}", N_("This rule stands in the order already."))
        elif use.rule is Rule.floor and not (use.percent and use.percent <= WHOLE):
            message = N_("Please enter the floor of each province: above 0 and up to 100 percent.")
            yield Fault("floor", message)


def _check(actor: Actor, fund: Fund, draft: ScenarioDraft) -> int:
    """Work a scenario out before it is saved; return the number of the act up to which the fund was known."""
    basis = ground(actor.scope, fund)
    known = set(basis.ids)
    if {line for line, _by in (*draft.by_hand, *draft.priorities)} - known:
        raise NotFound
    look(basis, draft)
    work_out(basis, draft)
    return basis.known_on


def _values(draft: ScenarioDraft) -> Mapping[str, Any]:
    """Return a scenario as it is kept."""
    return {
        "name": clean(draft.name)[:LONGEST_NAME],
        "direction": str(draft.direction),
        "amount": draft.amount,
        "percent": None if draft.percent is None else percent_kept(draft.percent),
        "rules": {
            "order": [
                [str(use.rule), percent_kept(use.percent) if use.percent else None] for use in draft.uses
            ]
        },
        "by_hand": dict(draft.by_hand),
        "priorities": dict(draft.priorities),
        "with_idle": draft.with_idle,
        "depth": str(draft.depth),
    }
