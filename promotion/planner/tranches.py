"""A tranche distributed line by line, and a withdrawal the same way. Plain Python, whole đồng."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from promotion.kernel.messages import mark as N_
from promotion.kernel.money import apportion
from promotion.planner.rules import Given, Line, Rule, Unmet, Use, above_room, distribute


@dataclass(frozen=True)
class Money:
    """What is to be distributed, in đồng: the tranche, and by choice what no line has yet.

    `unshared` lies with the fund and serves every line, `unassigned` with units (by share) and serves their own lines
    only. `released` is all that was released before.
    """

    tranche: int
    unshared: int = 0
    unassigned: Mapping[int, int] = field(default_factory=dict)
    released: int = 0


@dataclass(frozen=True)
class Result:
    """What one line gets (đồng); `entitled` is its part of all money released so far with this tranche."""

    line: Line
    now: int
    entitled: int

    @property
    def after(self) -> int:
        """What it holds after the tranche."""
        return self.line.has + self.now

    @property
    def short(self) -> int:
        """Listed and still without money."""
        return self.line.listed - self.after

    @property
    def can_start(self) -> bool:
        """It holds what it needs to begin."""
        return self.after >= self.line.first_need


@dataclass(frozen=True)
class Plan:
    """A tranche distributed (đồng), in the order of the lines' ids.

    `from_units` is what units give to their own lines of money they hold already.
    """

    money: Money
    rows: tuple[Result, ...]
    from_units: Mapping[int, int]

    @property
    def given(self) -> int:
        """What all lines get."""
        return sum(row.now for row in self.rows)

    @property
    def from_fund(self) -> int:
        """What units get for their lines: of the tranche and of what was not shared out."""
        return self.given - sum(self.from_units.values())

    @property
    def stays(self) -> int:
        """What stays with the fund."""
        return self.money.tranche + self.money.unshared - self.from_fund

    @property
    def shares(self) -> dict[int, int]:
        """By share: what its unit gets, or below zero gives back; places without anything left out."""
        found = {share: -by for share, by in self.from_units.items()}
        for row in self.rows:
            found[row.line.share] = found.get(row.line.share, 0) + row.now
        return {share: found[share] for share in sorted(found) if found[share]}


def plan(lines: Iterable[Line], money: Money, uses: Sequence[Use]) -> Plan:
    """Distribute a tranche. What units hold goes to their own lines first, by the same rules; then the rest to all.

    Raises `Unmet` when amounts set by hand or a rule that holds in full ask for more than there is.
    """
    ordered = sorted(lines, key=lambda line: line.place)
    first, from_units = _of_units(ordered, money.unassigned, uses)
    then = distribute((_served_line(line, first) for line in ordered), money.tranche + money.unshared, uses)
    due = entitled(ordered, money.released + money.tranche, uses)
    rows = tuple(
        Result(line, first.get(line.place, 0) + then[line.place], due[line.place]) for line in ordered
    )
    return Plan(money, rows, from_units)


def _of_units(
    lines: Sequence[Line], unassigned: Mapping[int, int], uses: Sequence[Use]
) -> tuple[Given, dict[int, int]]:
    """Return what lines get of their own unit's money, and what each unit gives of it."""
    given: Given = {}
    for share in sorted(share for share, held in unassigned.items() if held):
        own = [_within(line) for line in lines if line.share == share]
        given |= distribute(own, unassigned[share], uses, strict=False)
    sums: dict[int, int] = {}
    for line in lines:
        if given.get(line.place):
            sums[line.share] = sums.get(line.share, 0) + given[line.place]
    return given, sums


def _within(line: Line) -> Line:
    """Return a line whose amount set by hand is no more than it can take: more is refused where all is served."""
    return line if line.by_hand is None else replace(line, by_hand=min(line.by_hand, line.room))


def _served_line(line: Line, given: Given) -> Line:
    part = given.get(line.place, 0)
    hand = None if line.by_hand is None else line.by_hand - part
    return replace(line, has=line.has + part, by_hand=hand)


def entitled(lines: Iterable[Line], money: int, uses: Sequence[Use]) -> Given:
    """Return what the rules give each line of all the money, as if it had nothing yet.

    What is set by hand is part of it, on top of what the line has.
    """
    bare = (
        replace(
            line, has=0, by_hand=None if line.by_hand is None else min(line.ceiling, line.has + line.by_hand)
        )
        for line in lines
    )
    return distribute(bare, money, uses, strict=False)


def withdrawal(lines: Iterable[Line], held: Mapping[int, int], money: Money, uses: Sequence[Use]) -> Plan:
    """Return a withdrawal of `money.tranche` as a plan whose amounts lie below zero.

    First goes what no unit has, then what units have not assigned, in proportion to it, then what lines have not spent
    (`held`, đồng by line). The rules say what may stay with the lines; amounts set by hand are taken exactly.
    """
    ordered = sorted(lines, key=lambda line: line.place)
    by_hand = {line.place: line.by_hand for line in ordered if line.by_hand}
    rest = money.tranche - sum(by_hand.values())
    if rest < 0:
        raise Unmet(None, {None: -rest}, _TAKE_MORE)
    fund = min(rest, money.unshared)
    units = {share: money.unassigned[share] for share in sorted(money.unassigned)}
    parts = apportion(min(rest - fund, sum(units.values())), list(units.values())) if units else []
    idle = dict(zip(units, parts, strict=True))
    left = money.tranche - fund - sum(parts)
    taken = taken_back((_kept_line(line, held[line.place]) for line in ordered), left, uses)
    stays = max(0, money.released - money.tranche)
    due = entitled((replace(line, by_hand=None) for line in ordered), stays, (*uses, Use(Rule.pro_rata)))
    rows = tuple(Result(line, -taken[line.place], due[line.place]) for line in ordered)
    return Plan(replace(money, tranche=-money.tranche, unshared=0), rows, idle)


def _kept_line(line: Line, held: int) -> Line:
    """Return an assigned line as the rules see it when money goes back: what it has not spent may be taken."""
    return replace(line, has=line.has - held, ceiling=line.has)


def taken_back(lines: Iterable[Line], amount: int, uses: Sequence[Use]) -> Given:
    """Return what each line gives of an amount: the rules distribute what may stay, and it gives the rest.

    A line's `has` is what cannot be taken, its `ceiling` what it is assigned; `by_hand` is what it gives exactly. What
    no rule holds stays in proportion. Raises `Unmet` as for a release, and when the lines hold less than the amount.
    """
    ordered = sorted(lines, key=lambda line: line.place)
    held = {line.place: line.room for line in ordered}
    if amount > sum(held.values()):
        raise Unmet(None, {None: amount - sum(held.values())}, _TAKE_MONEY)
    above = above_room(ordered)
    if above:
        raise Unmet(None, above, _TAKE_ROOM)
    by_hand = sum(line.by_hand or 0 for line in ordered)
    if by_hand > amount:
        raise Unmet(None, {None: by_hand - amount}, _TAKE_MORE)
    kept = (
        line if line.by_hand is None else replace(line, by_hand=line.room - line.by_hand) for line in ordered
    )
    stay = distribute(kept, sum(held.values()) - amount, (*uses, Use(Rule.pro_rata)))
    return {place: held[place] - stay[place] for place in held}


_TAKE_MONEY = N_("%(missing)s đồng of it cannot be taken back: they are spent.")
_TAKE_ROOM = N_("Amounts set by hand lie %(missing)s đồng above what these lines have not spent.")
_TAKE_MORE = N_("Amounts set by hand come to %(missing)s đồng more than is withdrawn.")
