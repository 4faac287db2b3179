"""What the ledger must do, said a second time in plain Python: sums of decisions, and what they leave.

Knows nothing of the tables, triggers and counters of the program. It keeps only what was decided (so much approved,
listed, released …) and works out by subtraction what is left; an act is refused when something left would fall below
zero. `decide` says with which code, `apply` books; what is left of each place must be the database's counters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

MOST = 9 * 10**15
Amounts = tuple[tuple[int, int], ...]


@dataclass
class Place:
    """A fund, a share, a line or a commitment, and what was decided for it (đồng)."""

    id: int
    kind: str
    fund: int
    parent: int | None
    unit: int
    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    below: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Voucher:
    """Number, day and issuer of the paper behind an act."""

    number: str
    day: date
    issuer: str


@dataclass(frozen=True)
class Ask:
    """An act that somebody asks for; a reversal names the act (its number in `done`) instead of amounts."""

    kind: str
    fund: int
    day: date
    voucher: Voucher
    amounts: Amounts = ()
    reverses: int | None = None


# Each act: the sum it adds to, on the kind of place its amounts are given for; then what it takes and what it fills,
# in the order in which the books are written. A name such as line.money is something left, worked out below.
STEPS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "approve": ("fund", "approved", (("", "fund.to_list"), ("", "fund.to_release"))),
    "list": ("line", "listed", (("fund.to_list", "line.to_assign"), ("", "line.to_commit"))),
    "release": ("fund", "released", (("fund.to_release", "fund.released"), ("", "fund.money"))),
    "share": ("share", "shared", (("fund.released", "share.released"), ("fund.money", "share.money"))),
    "assign": ("line", "assigned", (("line.to_assign", "line.assigned"), ("share.money", "line.money"))),
    "commit": (
        "commitment",
        "committed",
        (("line.to_commit", "line.committed"), ("", "commitment.owed"), ("", "commitment.to_accept")),
    ),
    "advance": (
        "commitment",
        "advanced",
        (("line.money", "line.advanced"), ("commitment.owed", "commitment.discharged")),
    ),
    "pay": (
        "commitment",
        "paid",
        (("line.money", "line.paid"), ("commitment.owed", "commitment.discharged")),
    ),
    "accept": ("commitment", "accepted", (("commitment.to_accept", "line.accepted"),)),
}
PLANS = ("approve", "list", "release", "share")
PAYMENTS = ("advance", "pay")


class Model:
    """The funds of the test, and what was done with them."""

    def __init__(self, years: dict[int, int], today: date) -> None:
        """Take the budget year of each fund, and the day it is."""
        self.years = years
        self.today = today
        self.places: dict[int, Place] = {}
        self.done: list[Ask] = []
        self.reversed: set[int] = set()
        self.vouchers: dict[tuple[int, Voucher], int] = {}

    def open(self, place: Place) -> None:
        """Add an empty place."""
        self.places[place.id] = place
        if place.parent is not None:
            self.places[place.parent].below.append(place.id)

    # ------------------------------------------------------------ what is left

    def left(self, place: Place) -> dict[str, int]:
        """Return what the place still holds, by name."""
        own = place.sums
        if place.kind == "fund":
            unshared = own["released"] - self._below(place, "shared")
            listed = sum(self._below(self.places[share], "listed") for share in place.below)
            return {
                "to_list": own["approved"] - listed,
                "to_release": own["approved"] - own["released"],
                "released": unshared,
                "money": unshared,
            }
        if place.kind == "share":
            return {"released": own["shared"], "money": own["shared"] - self._below(place, "assigned")}
        if place.kind == "line":
            paid = {name: self._below(place, name) for name in ("committed", "advanced", "paid", "accepted")}
            return {
                "to_assign": own["listed"] - own["assigned"],
                "assigned": own["assigned"],
                "to_commit": own["listed"] - paid["committed"],
                "money": own["assigned"] - paid["advanced"] - paid["paid"],
                **paid,
            }
        spent = own["advanced"] + own["paid"]
        return {
            "owed": own["committed"] - spent,
            "discharged": spent,
            "to_accept": own["committed"] - own["accepted"],
        }

    def _below(self, place: Place, name: str) -> int:
        return sum(self.places[child].sums[name] for child in place.below)

    def line_of(self, place: Place) -> Place:
        """Return the line above a commitment."""
        assert place.parent is not None
        return self.places[place.parent]

    # ------------------------------------------------------------ deciding

    def decide(self, ask: Ask) -> str | None:
        """Return the code with which the act must be refused, None when it must pass; change nothing."""
        if ask.kind == "reverse":
            return self._decide_reversal(ask)
        return (
            self._shape(ask) or self._day(ask) or self._limits(ask.kind, ask.amounts, 1) or self._voucher(ask)
        )

    def _shape(self, ask: Ask) -> str | None:
        if not ask.amounts:
            return "act.empty"
        if any(not 0 < amount <= MOST for _place, amount in ask.amounts):
            return "Invalid"
        if sum(amount for _place, amount in ask.amounts) > MOST:
            return "Invalid"
        places = [self.places.get(place) for place, _amount in ask.amounts]
        kind = STEPS[ask.kind][0]
        if any(place is None or place.kind != kind or place.fund != ask.fund for place in places):
            return "NotFound"
        if ask.kind not in PLANS and len({place.unit for place in places if place}) > 1:
            return "act.units"
        return None

    def _day(self, ask: Ask) -> str | None:
        if ask.day > self.today:
            return "day.future"
        year = self.years[ask.fund]
        first = date(year - 1, 9, 1) if ask.kind in {"approve", "list"} else date(year, 1, 1)
        return None if first <= ask.day <= date(year + 1, 1, 31) else "day.year"

    def _decide_reversal(self, ask: Ask) -> str | None:
        assert ask.reverses is not None
        if ask.reverses in self.reversed:
            return "act.reversed"
        if ask.day > self.today:
            return "day.future"
        act = self.done[ask.reverses]
        if act.kind == "reverse":
            return "act.reversal"
        if ask.day < act.day:
            return "day.reversal"
        return self._limits(act.kind, act.amounts, -1)

    def _voucher(self, ask: Ask) -> str | None:
        if ask.kind not in PAYMENTS:
            return None
        used = any((line, self._spelt(ask.voucher)) in self.vouchers for line in self._lines(ask))
        return "voucher.used" if used else None

    def _limits(self, kind: str, amounts: Amounts, sign: int) -> str | None:
        """Try the amounts one after the other on the sums themselves, then put everything back."""
        tried: list[tuple[Place, str, int]] = []
        try:
            for place_id, amount in amounts if sign > 0 else reversed(amounts):
                place, name = self.places[place_id], STEPS[kind][1]
                place.sums[name] += sign * amount
                tried.append((place, name, sign * amount))
                for code in self._broken(kind, place, sign):
                    return code
        finally:
            for place, name, change in tried:
                place.sums[name] -= change
        return None

    def _broken(self, kind: str, place: Place, sign: int) -> Iterator[str]:
        steps = STEPS[kind][2]
        for taken, filled in steps if sign > 0 else tuple((f, t) for t, f in reversed(steps)):
            if taken and self.named(taken, place) < 0:
                yield f"ceiling.{taken}"
            if filled and self.named(filled, place) > MOST:
                yield "amount.most"

    def named(self, name: str, place: Place) -> int:
        """Return what is left under a name such as line.money, seen from a place at or below it."""
        kind, _, what = name.partition(".")
        return self.left(next(above for above in self.upwards(place) if above.kind == kind))[what]

    def upwards(self, place: Place) -> Iterable[Place]:
        """Return the place and all above it."""
        current: Place | None = place
        while current is not None:
            yield current
            current = self.places[current.parent] if current.parent is not None else None

    # ------------------------------------------------------------ booking

    def apply(self, ask: Ask) -> None:
        """Book an act that passes."""
        number = len(self.done)
        self.done.append(ask)
        act, sign = (self.done[ask.reverses], -1) if ask.reverses is not None else (ask, 1)
        for place, amount in act.amounts:
            self.places[place].sums[STEPS[act.kind][1]] += sign * amount
        if ask.reverses is not None:
            self.reversed.add(ask.reverses)
            self.vouchers = {key: by for key, by in self.vouchers.items() if by != ask.reverses}
        elif ask.kind in PAYMENTS:
            self.vouchers |= {(line, self._spelt(ask.voucher)): number for line in self._lines(ask)}

    def _lines(self, ask: Ask) -> set[int]:
        return {self.line_of(self.places[place]).id for place, _amount in ask.amounts}

    @staticmethod
    def _spelt(voucher: Voucher) -> Voucher:
        return Voucher(voucher.number.upper(), voucher.day, voucher.issuer)
