"""What percentages mean and how the planner distributes, said again over the model in exact whole numbers.

Nothing here is read from the program: a percentage counts what the acts of its day and before it came to; a scenario is
worked out from docs/planner.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.ledger.model import MOST, Ask, Doing, Model, Place
from tests.ledger.pages import year_end

HIGHEST = 1000  # percent
IN_FULL = ("protect-started", "province-floor")
RULES = ("pro-rata", "committed-first", "priority", *IN_FULL)

Parts = dict[int, int]
"""By place: đồng."""


class Refused(Exception):
    """Why a page must refuse."""


# ---------------------------------------------------------------- percentages


def standing(model: Model, fund: int, day: object) -> tuple[int, int]:
    """Return the plan of a fund and what is released of it at the end of a day; None is today, after all acts."""
    sums = {"approve": 0, "release": 0}
    for done in model.done:
        for one in done.steps if day is None or done.ask.day <= day else ():  # type: ignore[operator]
            if one.step in sums and model.places[one.place].fund == fund:
                sums[one.step] += -one.amount if one.back else one.amount
    return sums["approve"], sums["release"]


def meant(model: Model, fund: int, day: object, percent: str, *, back: bool = False) -> int:
    """Return the amount that a percentage means on a day, cumulative: of a release, or back of a withdrawal."""
    asked = Fraction(percent)
    if not 0 <= asked <= HIGHEST:
        raise Refused("Invalid")
    plan, released = standing(model, fund, day)
    if plan <= 0:
        raise Refused("percent.no_plan")
    if asked > 100 and not back:
        raise Refused("percent.above")
    target = int(asked * plan / 100 + Fraction(1, 2))
    if (target >= released) if back else (target <= released):
        raise Refused("percent.back" if back else "percent.there")
    return abs(target - released)


def moved(model: Model, ask: Ask) -> str | None:
    """Return why an act that was asked for by a percentage is not booked: it means another amount by now."""
    if ask.percent is None:
        return None
    amount = next(one.amount for one in ask.doings if one.step == "release")
    try:
        now = meant(model, ask.fund, ask.day, ask.percent, back=ask.kind == "withdraw")
    except Refused:
        now = 0
    return None if now == amount else "room.percent_moved"


# ---------------------------------------------------------------- rules


@dataclass(frozen=True)
class Scenario:
    """What a person types: `hand` and `ranks` by line."""

    back: bool
    amount: int | None
    percent: str | None
    rules: tuple[str, ...]
    floor: str = ""
    with_idle: bool = False
    deep: bool = True
    hand: Parts = field(default_factory=dict)
    ranks: Parts = field(default_factory=dict)


@dataclass
class Row:
    """A line: what it has, the most it may have, what was typed beside it."""

    place: int
    share: int
    province: object
    listed: int
    has: int
    most: int
    need: int  # of its contracts
    begun: int  # what work under way needs, 0 where none is
    hand: int | None = None
    given: int = 0

    @property
    def free(self) -> int:
        """What rules may still add."""
        return self.most - self.has - self.given if self.hand is None else 0

    def up_to(self, target: int) -> int:
        """Return what it lacks of an amount, as far as rules may add it."""
        return min(self.free, max(0, min(self.most, target) - self.has - self.given))


def in_proportion(money: int, wants: Mapping[int, int]) -> Parts:
    """Share money out; nobody gets more than he wants. What does not divide goes to the largest remainders, equal
    ones to the place made first.
    """
    wanted = sum(wants.values())
    if money >= wanted or money <= 0:
        return {place: want if money > 0 else 0 for place, want in wants.items()}
    exact = {place: Fraction(money * want, wanted) for place, want in wants.items()}
    given = {place: int(part) for place, part in exact.items()}
    order = sorted(wants, key=lambda place: (given[place] - exact[place], place))
    for place in order[: money - sum(given.values())]:
        given[place] += 1
    return given


def distribute(rows: Sequence[Row], money: int, one: Scenario, rules: Sequence[str], *, strict: bool) -> None:
    """Give money to rows: what is set by hand, then rule by rule; strictly, what holds in full or not at all."""
    hand = {row.place: row.hand for row in rows if row.hand}
    if strict and sum(hand.values()) > money:
        raise Refused("plan.too_much")
    left = money - _give(rows, in_proportion(money, hand))
    for rule in rules:
        for wants, missing in _groups(rows, rule, one):
            parts = in_proportion(left, wants)
            if strict and rule in IN_FULL and missing > sum(parts.values()):
                raise Refused("plan.unmet")
            left -= _give(rows, parts)


def _give(rows: Sequence[Row], parts: Parts) -> int:
    for row in rows:
        row.given += parts.get(row.place, 0)
    return sum(parts.values())


def _groups(rows: Sequence[Row], rule: str, one: Scenario) -> list[tuple[Parts, int]]:
    """Return what rows want by a rule, group by group, and what must be given in all where it holds in full."""
    if rule == "priority":
        ranks = sorted({one.ranks.get(row.place, MOST) for row in rows})
        by_rank = ([row for row in rows if one.ranks.get(row.place, MOST) == rank] for rank in ranks)
        return [({row.place: row.free for row in group}, 0) for group in by_rank]
    if rule == "province-floor":
        return [_floor(rows, Fraction(one.floor))]
    if rule == "protect-started":
        missing = sum(max(0, min(row.most, row.begun) - row.has - row.given) for row in rows)
        return [({row.place: row.up_to(row.begun) for row in rows}, missing)]
    if rule == "committed-first":
        return [({row.place: row.up_to(row.need) for row in rows}, 0)]
    return [({row.place: row.free for row in rows}, 0)]


def _floor(rows: Sequence[Row], percent: Fraction) -> tuple[Parts, int]:
    wants: Parts = {}
    missing = 0
    for province in {row.province for row in rows}:
        own = [row for row in rows if row.province == province]
        floor = int(percent * sum(row.listed for row in own) / 100 + Fraction(1, 2))
        short = min(floor, sum(row.most for row in own)) - sum(row.has + row.given for row in own)
        wants |= in_proportion(short, {row.place: row.free for row in own})
        missing += max(0, short)
    return wants, missing


# ---------------------------------------------------------------- a scenario worked out


def rows_of(model: Model, fund: int, provinces: Mapping[int, object]) -> list[Row]:
    """Return the lines of a fund that are listed, in the order they were made; `provinces` by line."""
    found = []
    lines = (one for one in model.places.values() if (one.kind, one.fund) == ("line", fund) and one.id > 0)
    for line in sorted(lines, key=lambda one: one.id):
        has = model.rest(line, "assigned")
        committed = model.rest(line, "committed")
        paid = model.rest(line, "advanced") + model.rest(line, "paid")
        accepted = model.rest(line, "accepted")
        listed = model.rest(line, "to_assign") + has
        begun = max(committed, paid, accepted) if paid or accepted else 0
        if listed:
            share = line.parent or 0
            found.append(Row(line.id, share, provinces[line.id], listed, has, listed, committed, begun))
    return found


def worked_out(model: Model, fund: int, one: Scenario, rows: list[Row]) -> tuple[Doing, ...]:
    """Return the steps of the act that a scenario comes to; raise `Refused` with why it cannot be kept."""
    _look(one)
    top = next(place for place in model.places.values() if (place.kind, place.fund) == ("fund", fund))
    if one.percent is None and not 0 < (one.amount or 0) <= MOST:
        raise Refused("Invalid")
    if not rows:
        raise Refused("plan.no_lines")
    amount = one.amount or 0
    if one.percent is not None:
        amount = meant(model, fund, None, one.percent, back=one.back)
    most = year_end.withdrawable(model, fund) if one.back else model.rest(top, "to_release")
    if amount > most:
        raise Refused("plan.left")
    held = {line.id: by for _share, _own, lines in year_end.shares(model, fund) for line, by in lines}
    if any(
        by > (held[row.place] if one.back else row.free) for row in rows if (by := one.hand.get(row.place))
    ):
        raise Refused("plan.hand")
    for row in rows:
        row.hand = one.hand.get(row.place)
    if one.back:
        return _withdrawn(model, top, amount, one, (rows, held))
    return _released(model, top, amount, one, rows)


def _look(one: Scenario) -> None:
    """Look at the shape of what was typed."""
    if any(not 0 <= by <= MOST for by in one.hand.values()):
        raise Refused("Invalid")
    if (one.amount is None) == (one.percent is None):
        raise Refused("plan.both")
    if len(set(one.rules)) < len(one.rules):
        raise Refused("plan.twice")
    if "province-floor" in one.rules and not (one.floor and 0 < Fraction(one.floor) <= 100):
        raise Refused("plan.floor")


def _released(model: Model, top: Place, amount: int, one: Scenario, rows: list[Row]) -> tuple[Doing, ...]:
    idle, of_units = 0, dict.fromkeys((row.share for row in rows), 0)
    if one.with_idle:
        idle = min(model.rest(top, "money"), model.rest(top, "released"))
        for share in of_units:
            own = [row for row in rows if row.share == share]
            held = model.rest(model.places[share], "money")
            if held > 0:
                distribute(own, held, one, one.rules, strict=False)
            of_units[share] = sum(row.given for row in own)
    first = {row.place: row.given for row in rows}
    for row in rows:
        row.has, row.given = row.has + row.given, 0
        row.hand = None if row.hand is None else row.hand - first[row.place]
    distribute(rows, amount + idle, one, one.rules, strict=True)
    now = {row.place: first[row.place] + row.given for row in rows}
    shares = {
        share: sum(now[r.place] for r in rows if r.share == share) - by for share, by in of_units.items()
    }
    return _steps(top, amount, shares, now if one.deep else {}, back=False)


def _withdrawn(
    model: Model, top: Place, amount: int, one: Scenario, lines: tuple[list[Row], Parts]
) -> tuple[Doing, ...]:
    rows, held = lines
    by_hand = sum(row.hand or 0 for row in rows)
    if by_hand > amount:
        raise Refused("plan.too_much")
    own = {share.id: by for share, by, _lines in year_end.shares(model, top.fund)}
    of_fund = min(amount - by_hand, year_end.fund_spare(model, top.fund))
    of_units = in_proportion(amount - by_hand - of_fund, own)
    left = amount - of_fund - sum(of_units.values())
    if left > sum(held[row.place] for row in rows):
        raise Refused("plan.left")
    for row in rows:
        spare = held[row.place]
        row.has, row.most = row.has - spare, row.has
        row.hand = None if row.hand is None else spare - row.hand
    stays = sum(row.most - row.has for row in rows) - left
    distribute(rows, stays, one, (*one.rules, "pro-rata"), strict=True)
    taken = {row.place: row.most - row.has - row.given for row in rows}
    shares = dict(of_units)
    for row in rows:
        shares[row.share] = shares.get(row.share, 0) + taken[row.place]
    return _steps(top, amount, shares, taken, back=True)


def _steps(top: Place, amount: int, shares: Parts, lines: Parts, *, back: bool) -> tuple[Doing, ...]:
    return (
        *(Doing("assign", line, lines[line], back) for line in sorted(lines) if lines[line]),
        *(Doing("share", share, shares[share], back) for share in sorted(shares) if shares[share]),
        Doing("release", top.id, amount, back),
    )
