"""Who gets what of a tranche, or gives what of a withdrawal: rules in a stated order, as pure functions.

Whole đồng and fractions, never floats. Lines are served in the order of their ids wherever remainders are equal, so the
same input gives the same output in any order, and the parts add up to the money exactly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from promotion.kernel.choices import Choice
from promotion.kernel.errors import Refused
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import apportion, share_of

WHOLE = Decimal(100)


class Rule(Choice):
    """How money is spread over lines. Values are what the command line and the stored scenario say."""

    pro_rata = "pro-rata", N_("In proportion to what is still missing")
    committed_first = "committed-first", N_("Signed contracts first")
    priority = "priority", N_("By the order of priority")
    started = "protect-started", N_("Projects under way in full")
    floor = "province-floor", N_("At least so many percent for each province")


IN_FULL = frozenset({Rule.started, Rule.floor})
"""Rules that hold in full or not at all."""


@dataclass(frozen=True)
class Use:
    """A rule in its place of the order; the floor with its percentage (of what is listed in a province)."""

    rule: Rule
    percent: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """A project's line as the rules see it, in đồng.

    `has` is what it holds before: assigned, or in a withdrawal what cannot be taken back. `ceiling` is the most that it
    may hold after: listed, or in a withdrawal assigned. `by_hand` sets what it gets exactly. `first_need` is what it
    must hold to begin.
    """

    place: int
    share: int
    province: str | None
    listed: int
    has: int
    ceiling: int
    committed: int = 0
    disbursed: int = 0
    accepted: int = 0
    first_need: int = 0
    priority: int | None = None
    by_hand: int | None = None

    @property
    def room(self) -> int:
        """What it can still take."""
        return self.ceiling - self.has

    @property
    def started(self) -> bool:
        """Something was paid for it, or work on it accepted."""
        return bool(self.disbursed or self.accepted)

    @property
    def to_finish(self) -> int:
        """What it must hold so that work under way can be finished, never above its ceiling."""
        return min(self.ceiling, max(self.committed, self.disbursed, self.accepted)) if self.started else 0


class Unmet(Refused):
    """A rule cannot be satisfied: by how much it misses (đồng), and for whom, each with what it misses.

    `whom` holds ids of lines, or for the floor of provinces their keys; `rule` is None for amounts set by hand.
    """

    def __init__(self, rule: Rule | None, whom: Mapping[Any, int], message: str) -> None:
        """Take the rule, what each misses, and the words."""
        self.rule = rule
        self.whom: dict[int | str | None, int] = dict(whom.items())
        self.missing = sum(self.whom.values())
        super().__init__(message, {"missing": self.missing}, code=f"planner.{rule or 'by-hand'}")


_SHORT = {
    Rule.started: N_("Projects under way cannot be protected: %(missing)s đồng are missing."),
    Rule.floor: N_("The floor of the provinces cannot be kept: %(missing)s đồng are missing."),
}
_HAND_ROOM = N_("Amounts set by hand lie %(missing)s đồng above what these lines can take.")
_HAND_MONEY = N_("Amounts set by hand come to %(missing)s đồng more than there is.")

Given = dict[int, int]
"""By line: what it gets, in đồng."""


def distribute(lines: Iterable[Line], money: int, uses: Sequence[Use], *, strict: bool = True) -> Given:
    """Return what each line gets of the money: amounts set by hand first, then rule by rule from what remains.

    What is left after the last rule is given to nobody. Raises `Unmet` when amounts set by hand or a rule that holds in
    full ask for more; not strict, they get their proportional part instead.
    """
    ordered = sorted(lines, key=lambda line: line.place)
    given = _by_hand(ordered, money, strict=strict)
    for use in uses:
        for needs in _needs(use, ordered, given):
            left = money - sum(given.values())
            if strict and use.rule in IN_FULL:
                _check(use, ordered, given, needs, left)
            for place, part in _served(needs, left).items():
                given[place] += part
    return given


def _by_hand(lines: Sequence[Line], money: int, *, strict: bool) -> Given:
    given = dict.fromkeys((line.place for line in lines), 0)
    hand = {line.place: line.by_hand for line in lines if line.by_hand}
    above = above_room(lines)
    if strict and above:
        raise Unmet(None, above, _HAND_ROOM)
    if strict and sum(hand.values()) > money:
        raise Unmet(None, {None: sum(hand.values()) - money}, _HAND_MONEY)
    return given | _served({place: by for place, by in hand.items() if by}, money)


def above_room(lines: Iterable[Line]) -> Given:
    """Return by how much amounts set by hand are more than their lines can take, by line."""
    above = {line.place: (line.by_hand or 0) - line.room for line in lines}
    return {place: by for place, by in above.items() if by > 0}


def _served(needs: Mapping[int, int], money: int) -> Given:
    """Return what each gets: its need when there is enough for all, else its proportional part.

    Equal remainders are served in the order in which the lines were made, whatever order they stand in.
    """
    whole = min(money, sum(needs.values()))
    places = sorted(needs)
    return (
        dict(zip(places, apportion(whole, [needs[place] for place in places]), strict=True))
        if whole > 0
        else {}
    )


def _needs(use: Use, lines: Sequence[Line], given: Given) -> Iterator[Given]:
    """Yield what lines need by a rule, group by group in the order in which they are served."""
    rooms = {line.place: _room(line, given) for line in lines}
    if use.rule is Rule.pro_rata:
        yield rooms
    elif use.rule is Rule.committed_first:
        yield {line.place: _up_to(line, min(line.ceiling, line.committed), given) for line in lines}
    elif use.rule is Rule.started:
        yield {line.place: _up_to(line, line.to_finish, given) for line in lines}
    elif use.rule is Rule.floor:
        yield {
            place: part
            for short, members in _floors(use, lines, given).values()
            for place, part in _served({line.place: rooms[line.place] for line in members}, short).items()
        }
    else:
        ranked = sorted(lines, key=_rank)
        for _rank_of, group in groupby(ranked, key=lambda line: _rank(line)[:2]):
            yield {line.place: rooms[line.place] for line in group}


def _rank(line: Line) -> tuple[bool, int, int]:
    """Lines without a priority come last, equal ones together."""
    return line.priority is None, line.priority or 0, line.place


def _room(line: Line, given: Given) -> int:
    """Return what a rule may still give a line; what is set by hand is set."""
    return line.room - given[line.place] if line.by_hand is None else 0


def _up_to(line: Line, target: int, given: Given) -> int:
    return min(_room(line, given), max(0, target - line.has - given[line.place]))


def _floors(use: Use, lines: Sequence[Line], given: Given) -> dict[str | None, tuple[int, list[Line]]]:
    """Return by province what it misses of its floor (đồng), and its lines."""
    members: dict[str | None, list[Line]] = {}
    for line in lines:
        members.setdefault(line.province, []).append(line)
    found = {}
    for province in sorted(members, key=lambda key: key or ""):
        own = members[province]
        target = share_of(sum(line.listed for line in own), use.percent or Decimal(0))
        most = min(target, sum(line.ceiling for line in own))
        found[province] = (max(0, most - sum(line.has + given[line.place] for line in own)), own)
    return found


def _check(use: Use, lines: Sequence[Line], given: Given, needs: Given, left: int) -> None:
    """Raise `Unmet` where a rule that holds in full would not."""
    got = _served(needs, left)
    missing: dict[int | str | None, int] = {}
    if use.rule is Rule.floor:
        for province, (short, own) in _floors(use, lines, given).items():
            missing[province] = short - sum(got.get(line.place, 0) for line in own)
    else:
        for line in lines:
            wanted = max(0, line.to_finish - line.has - given[line.place])
            missing[line.place] = wanted - got.get(line.place, 0)
    short_of = {who: by for who, by in missing.items() if by > 0}
    if short_of:
        raise Unmet(use.rule, short_of, _SHORT[use.rule])
