"""When periods close, and what becomes of what is left in a fund at the end of its year. Plain Python.

Unspent money of the state budget lapses unless it is under contract and assigned, or a decision allows it to go over
(Law on the State Budget, article 64).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_
from promotion.ledger.books import Kind, Step
from promotion.ledger.rules import LAST_PAYMENT

QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
DAYS_TO_CLOSE = 20
"""So many days after its end a quarter closes, unless the owner sets another day."""


def period_ends(year: int) -> tuple[date, ...]:
    """Return the last days of a fund's periods: the four quarters, and the last day of the year's payments."""
    return (*(date(year, *end) for end in QUARTER_ENDS), date(year + 1, *LAST_PAYMENT))


def usual_closing(year: int, through: date) -> date:
    """Return the suggested day on which a period closes; the year's payments close on their last day."""
    return through if through.year > year else through + timedelta(DAYS_TO_CLOSE)


class Fate(Choice):
    """What becomes of what is left in a place."""

    contract = "contract", N_("What is under contract goes over")
    over = "over", N_("Goes over into the next year")
    lapse = "lapse", N_("Lapses")
    stay = "stay", N_("Stays until it is settled")
    later = "later", N_("Left to another decision")


FATES: Mapping[Kind, tuple[Fate, ...]] = {
    Kind.fund: (Fate.lapse, Fate.later),
    Kind.share: (Fate.lapse, Fate.over, Fate.later),
    Kind.line: (Fate.contract, Fate.over, Fate.lapse, Fate.later),
    Kind.commitment: (Fate.over, Fate.stay),
}
"""What may be chosen, by kind of place; the first is suggested. A line left to another decision keeps its contracts."""

LEFT: Mapping[Kind, tuple[str, ...]] = {
    Kind.fund: ("to_list", "to_release", "money"),
    Kind.share: ("money",),
    Kind.line: ("to_assign", "money"),
    Kind.commitment: ("owed", "to_accept", "due", "uncleared"),
}
"""The counters that must be nothing before a fund closes."""

_LAPSES: Mapping[tuple[Kind, str], Step] = {
    (Kind.fund, "to_list"): Step.lapse_plan,
    (Kind.fund, "to_release"): Step.lapse_release,
    (Kind.fund, "money"): Step.cancel_fund,
    (Kind.share, "money"): Step.cancel_share,
    (Kind.line, "to_assign"): Step.lapse_line,
    (Kind.line, "money"): Step.cancel_line,
}
_GOES: Mapping[tuple[Kind, str], Step] = {
    (Kind.share, "money"): Step.carry_share,
    (Kind.line, "to_assign"): Step.carry_right,
    (Kind.line, "money"): Step.carry_line,
    (Kind.line, "to_commit"): Step.carry_room,
    (Kind.commitment, "owed"): Step.carry_owed,
    (Kind.commitment, "to_accept"): Step.carry_work,
    (Kind.commitment, "due"): Step.carry_due,
    (Kind.commitment, "uncleared"): Step.carry_advance,
}


@dataclass(frozen=True)
class Place:
    """An envelope of the fund with what it holds, in đồng by counter."""

    id: int
    kind: Kind
    held: Mapping[str, int]
    parent_id: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left that must be nothing."""
        return not any(self.held.get(counter) for counter in LEFT[self.kind])


@dataclass(frozen=True)
class Outcome:
    """What becomes of one place, in đồng by counter: what lapses, what goes over; the rest of what is left stays."""

    place: Place
    fate: Fate | None
    lapses: Mapping[str, int] = field(default_factory=dict)
    goes: Mapping[str, int] = field(default_factory=dict)

    def left(self, counter: str) -> int:
        """What is left there now."""
        return self.place.held.get(counter, 0)

    def stays(self, counter: str) -> int:
        """What neither lapses nor goes over: it must be settled before the fund closes."""
        return self.left(counter) - self.lapses.get(counter, 0) - self.goes.get(counter, 0)

    @property
    def open(self) -> bool:
        """Whether anything stays."""
        return any(self.stays(counter) for counter in LEFT[self.place.kind])

    @property
    def steps(self) -> list[tuple[Step, int, bool]]:
        """The steps of the acts: (step, đồng, whether it goes over)."""
        kind = self.place.kind
        lapsing = [
            (_LAPSES[kind, counter], amount, False) for counter, amount in self.lapses.items() if amount
        ]
        return lapsing + [
            (_GOES[kind, counter], amount, True)
            for counter, amount in self.goes.items()
            if amount and (kind, counter) in _GOES
        ]


def settle(places: Iterable[Place], fates: Mapping[int, Fate]) -> list[Outcome]:
    """Return what becomes of every place in which something is left, from the fund down.

    Rights go over only as far as the fund's plan is not yet released; what lines left to another decision wait for is
    kept for them. A line's waiting part lapses only where no contract stands on it. Room for new contracts goes over as
    far as money and right go over without a contract.
    """
    by_kind: dict[Kind, list[Place]] = {kind: [] for kind in Kind}
    for place in places:
        by_kind[place.kind].append(place)
    later = {place.id for place in by_kind[Kind.line] if fates.get(place.id) is Fate.later}
    contracts = [
        Outcome(place, Fate.later) if place.parent_id in later else _contract(place, fates)
        for place in by_kind[Kind.commitment]
        if not place.empty
    ]
    bound: dict[int, int] = {}
    for one in contracts:
        line = one.place.parent_id or 0
        bound[line] = bound.get(line, 0) + one.goes.get("owed", 0)
    releasable = sum(place.held.get("to_release", 0) for place in by_kind[Kind.fund])
    lines = []
    for place in by_kind[Kind.line]:
        if place.empty and place.id not in bound:
            continue
        if place.id in later:
            lines.append(Outcome(place, Fate.later))
            continue
        found = _line(place, fates.get(place.id, Fate.contract), bound.get(place.id, 0), releasable)
        releasable -= found.goes["to_assign"]
        lines.append(found)
    shares = [_share(place, fates) for place in by_kind[Kind.share] if not place.empty]
    kept = min(releasable, sum(place.held["to_assign"] for place in by_kind[Kind.line] if place.id in later))
    tops = [_fund(place, fates, releasable, kept) for place in by_kind[Kind.fund] if not place.empty]
    return [*tops, *shares, *lines, *contracts]


def _fund(place: Place, fates: Mapping[int, Fate], releasable: int, kept: int) -> Outcome:
    """All of the fund's own lapses, save what is to be released for rights that go over now or may go over later."""
    fate = fates.get(place.id, FATES[Kind.fund][0])
    goes = {"to_release": place.held["to_release"] - releasable}
    if fate is Fate.later:
        return Outcome(place, fate, goes=goes)
    lapses = {"to_list": place.held["to_list"], "to_release": releasable - kept, "money": place.held["money"]}
    return Outcome(place, fate, lapses, goes)


def _share(place: Place, fates: Mapping[int, Fate]) -> Outcome:
    fate = fates.get(place.id, FATES[Kind.share][0])
    amount = {"money": place.held["money"]}
    if fate is Fate.later:
        return Outcome(place, fate)
    return Outcome(place, fate, goes=amount) if fate is Fate.over else Outcome(place, fate, lapses=amount)


def _contract(place: Place, fates: Mapping[int, Fate]) -> Outcome:
    fate = fates.get(place.id, FATES[Kind.commitment][0])
    goes = {counter: place.held[counter] for counter in LEFT[Kind.commitment]}
    return Outcome(place, fate, goes=goes if fate is Fate.over else {})


def _line(place: Place, fate: Fate, bound: int, releasable: int) -> Outcome:
    """Split a line: `bound` is what its contracts that go over still owe, `releasable` the plan not yet released."""
    money, waiting, room = (place.held[counter] for counter in ("money", "to_assign", "to_commit"))
    money_over = {Fate.lapse: 0, Fate.over: money}.get(fate, min(money, bound))
    wanted = {Fate.lapse: 0, Fate.over: waiting}.get(fate, max(0, bound - money_over))
    right_over = min(waiting, wanted, releasable)
    lapsing = min(waiting - right_over, room)
    room_over = min(room - lapsing, max(0, money_over + right_over - bound))
    return Outcome(
        place,
        fate,
        {"money": money - money_over, "to_assign": lapsing},
        {"money": money_over, "to_assign": right_over, "to_commit": room_over},
    )


def short(line: Outcome, contracts: Sequence[Outcome]) -> int:
    """Return by how much a line's contracts that go over owe more than what goes over with them, in đồng."""
    owed = sum(one.goes.get("owed", 0) for one in contracts if one.place.parent_id == line.place.id)
    return max(0, owed - line.goes.get("money", 0) - line.goes.get("to_assign", 0))
