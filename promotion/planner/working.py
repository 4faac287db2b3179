"""A scenario worked out on what a fund holds now: its tranche, what each line gets, its steps.

Results are never kept: the same scenario on the same figures comes out the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from promotion.allocation.rules import drawn_back, tranche
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.ledger.books import Step
from promotion.ledger.deeds import Part
from promotion.planner.drafts import Depth, Direction, Numbers, ScenarioDraft
from promotion.planner.ground import Ground
from promotion.planner.rules import Line
from promotion.planner.tranches import Money, Plan, plan, withdrawal


@dataclass(frozen=True)
class Outcome:
    """A scenario with what it comes to: `amount` is what is released or withdrawn, in đồng."""

    draft: ScenarioDraft
    ground: Ground
    amount: int
    plan: Plan

    @property
    def back(self) -> bool:
        """Money goes back."""
        return self.draft.direction is Direction.withdraw

    @property
    def released_after(self) -> int:
        """What is then released in all, on the plan of the day."""
        return self.ground.standing.released + (-self.amount if self.back else self.amount)


def work_out(ground: Ground, draft: ScenarioDraft) -> Outcome:
    """Work a scenario out.

    Raises `Invalid` with every fault at its field, `Unmet` for a rule that cannot hold.
    """
    found = faults(ground, draft)
    if found:
        raise Invalid(faults=tuple(found))
    lines, amount = _typed(ground, draft), _amount(ground, draft)
    if draft.direction is Direction.withdraw:
        money = Money(amount, ground.unshared, ground.idle, ground.released)
        return Outcome(draft, ground, amount, withdrawal(lines, ground.held, money, draft.uses))
    idle = (ground.unshared, ground.unassigned) if draft.with_idle else (0, {})
    money = Money(amount, *idle, released=ground.released)
    return Outcome(draft, ground, amount, plan(lines, money, draft.uses))


def faults(ground: Ground, draft: ScenarioDraft) -> list[Fault]:
    """Return all that is wrong with a scenario on a fund, each at its field; at none where nobody can get anything."""
    none = N_("No project of this fund is listed, so there is nothing to distribute to.")
    nobody = [] if ground.lines else [Fault("", none)]
    return [*nobody, *_of_amount(ground, draft), *_of_lines(ground, draft)]


def _of_amount(ground: Ground, draft: ScenarioDraft) -> list[Fault]:
    """Return what is wrong with how much is released or withdrawn: one fault, or none."""
    if (draft.amount is None) == (draft.percent is None):
        return [Fault("amount", N_("Please enter either the amount or the percentage, not both."))]
    try:
        amount = _amount(ground, draft)
    except Invalid as invalid:
        return list(invalid.faults)
    field = "amount" if draft.percent is None else "percent"
    if amount <= 0:
        return [Fault(field, N_("The amount must be greater than 0 đồng."))]
    left = ground.top.to_release
    if draft.direction is Direction.release and amount > left:
        return [Fault(field, N_("Only %(left)s đồng of the plan are not yet released."), {"left": left})]
    if draft.direction is Direction.withdraw and amount > ground.released:
        released = {"released": ground.released}
        return [Fault(field, N_("Only %(released)s đồng are released."), released)]
    return []


def _amount(ground: Ground, draft: ScenarioDraft) -> int:
    """Return what is released or withdrawn; raise `Invalid` at a percentage that means nothing."""
    if draft.percent is None:
        return draft.amount or 0
    by_percent = drawn_back if draft.direction is Direction.withdraw else tranche
    return by_percent(ground.standing, draft.percent)


def _of_lines(ground: Ground, draft: ScenarioDraft) -> list[Fault]:
    """Return a fault at each line that cannot take, or give, what was set by hand."""
    back = draft.direction is Direction.withdraw
    most: Callable[[Line], int] = (lambda line: ground.held[line.place]) if back else (lambda line: line.room)
    message = _GIVES_LESS if back else _TAKES_LESS
    return [
        Fault(f"hand_{ground.places[line.place].public_id}", message, {"most": most(line)})
        for line in _typed(ground, draft)
        if (line.by_hand or 0) > most(line)
    ]


def _typed(ground: Ground, draft: ScenarioDraft) -> list[Line]:
    """Return the lines with what was set by hand and their priorities; numbers of lines gone since are passed over."""
    ids = ground.ids
    hand, ranks = _by_id(draft.by_hand, ids), _by_id(draft.priorities, ids)
    return [
        replace(line, by_hand=hand.get(line.place), priority=ranks.get(line.place)) for line in ground.lines
    ]


_TAKES_LESS = N_("This line can take %(most)s đồng at most: what is listed and not yet assigned.")
_GIVES_LESS = N_("The line has %(most)s đồng that are not spent; no more can be taken back from it.")


def _by_id(numbers: Numbers, ids: Mapping[str, int]) -> dict[int, int]:
    return {ids[public_id]: number for public_id, number in numbers if public_id in ids}


def steps(outcome: Outcome) -> tuple[Part, ...]:
    """Return what the act consists of: fund, units, and by choice lines; a withdrawal always reaches the lines."""
    made, top = outcome.plan, outcome.ground.top.id
    shares = [Part(Step.share, share, abs(by), back=by < 0) for share, by in made.shares.items()]
    deep = outcome.back or outcome.draft.depth is Depth.lines
    lines = [
        Part(Step.assign, row.line.place, abs(row.now), back=row.now < 0)
        for row in made.rows
        if row.now and deep
    ]
    return (*lines, *shares, Part(Step.release, top, outcome.amount, back=outcome.back))
