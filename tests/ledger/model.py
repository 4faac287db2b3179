"""What the ledger must do, said a second time in plain Python: sums of decisions, and what they leave.

Knows nothing of the tables, triggers and counters of the program. It keeps only what was decided (so much approved,
listed, released …) and works out by subtraction what is left; an act is refused when something left would fall below
zero. `decide` says with which code, `apply` books; what is left of each place must be the database's counters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tests.ledger.wording import (
    ACTS,
    COUNTED,
    LATE_SETTLING,
    PAYMENTS,
    PLAN,
    PLAN_MONTHS,
    PLEASE_EMPTY,
    STEPS,
)

MOST = 9 * 10**15
MIRRORS = ("reverse", "fail")
ANY_TIME = ("demand", "recover")
AFTER_CLOSE = ("late_refund", "demand", "recover")

# What is left, by kind of place: the sums of decisions there and (line.listed: of all lines below) under it.
LEFT = {
    "fund": {
        "to_list": "approved - line.listed - lapsed",
        "to_release": "approved - released - not_released - line.rights_out + line.rights_in",
        "released": "released - share.shared",
        "money": "released - share.shared - cancelled",
        **{name: name for name in ("lapsed", "not_released", "cancelled")},
    },
    "share": {
        "released": "shared",
        "money": "shared - line.assigned - cancelled - carried_out + carried_in",
        **{name: name for name in ("cancelled", "carried_out", "carried_in")},
    },
    "line": {
        "to_assign": "listed - assigned - lapsed - rights_out + rights_in",
        "to_commit": "listed - commitment.committed - lapsed - room_out + room_in",
        "money": "assigned - commitment.advanced - commitment.earned - commitment.ahead - cancelled - carried_out "
        "+ carried_in",
        "paid": "commitment.earned + commitment.ahead",
        "committed": "commitment.committed + commitment.owed_in",
        **{n: f"commitment.{n}" for n in ("advanced", "accepted", "settled", "recovered")},
        **{name: name for name in ("requested", "assigned", "returned", "lapsed", "cancelled")},
        **{name: name for name in ("carried_out", "carried_in", "rights_out", "rights_in")},
    },
    "commitment": {
        "owed": "committed - advanced - earned - ahead - owed_out + owed_in",
        "discharged": "advanced + earned + ahead",
        "to_accept": "committed - accepted - work_out + work_in",
        "due": "accepted - earned - cleared - due_out + due_in",
        "uncleared": "advanced + ahead - cleared - advance_out + advance_in",
        "cleared": "cleared",
        "covered": "earned + cleared - settled",
        "to_recover": "demanded - recovered",
    },
}  # fmt: skip

# What may not fall below zero either, though no counter holds it.
KEPT = {
    "line": {
        "kept": "commitment.advanced + commitment.earned + commitment.ahead - commitment.recovered - returned",
    },
    "commitment": {
        "advances": "advanced",
        "payments": "earned + ahead",
        "unasked": "advanced + earned + ahead - demanded",
    },
}  # fmt: skip


def _terms(text: str) -> tuple[tuple[int, str, str], ...]:
    """Read "a - line.b" as ((1, "", "a"), (-1, "line", "b"))."""
    words = ["+", *text.split()]
    signed = zip(words[::2], words[1::2], strict=True)
    return tuple((1 if sign == "+" else -1, *name.rpartition(".")[::2]) for sign, name in signed)


TERMS = {
    kind: {name: _terms(text) for name, text in {**names, **KEPT.get(kind, {})}.items()}
    for kind, names in LEFT.items()
}


@dataclass
class Place:
    """A fund, a share, a line or a commitment, and what was decided for it (đồng)."""

    id: int
    kind: str
    fund: int
    parent: int | None
    unit: int
    opposite: int | None = None  # the like of it in the next year's fund
    sums: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    under: dict[str, list["Place"]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Voucher:
    """Number, day and issuer of the paper behind an act."""

    number: str
    day: date
    issuer: str


@dataclass(frozen=True)
class Doing:
    """One step on one place (đồng); `back` takes back, `to` is where it goes over to."""

    step: str
    place: int
    amount: int
    back: bool = False
    to: int | None = None

    @property
    def way(self) -> str:
        """The step, with a minus where it runs back."""
        return ("-" if self.back else "") + self.step


@dataclass(frozen=True)
class Ask:
    """An act that somebody asks for; a reversal names the act (its number in `done`) instead of steps.

    `percent` is what was typed in the place of an amount; `seen` what places held where new totals were typed.
    """

    kind: str
    fund: int
    day: date
    voucher: Voucher
    doings: tuple[Doing, ...] = ()
    about: int | None = None
    reverses: int | None = None
    along: tuple["Ask", ...] = ()
    happened_on: date | None = None
    percent: str | None = None
    seen: tuple[tuple[int, int], ...] = ()

    @property
    def acts(self) -> tuple["Ask", ...]:
        """This act and those booked with it."""
        return (self, *self.along)


@dataclass(frozen=True)
class Done:
    """An act as it was booked: the steps that it came to, and its amount."""

    ask: Ask
    steps: tuple[Doing, ...]
    amount: int


class Model:
    """The funds of the test, and what was done with them."""

    def __init__(self, years: dict[int, int], today: date) -> None:
        """Take the budget year of each fund, and the day it is."""
        self.years = years
        self.today = today
        self.places: dict[int, Place] = {}
        self.done: list[Done] = []
        self.reversed: set[int] = set()
        self.vouchers: dict[tuple[int, Voucher], int] = {}
        self.closed: dict[int, int] = {}  # fund → the act that closed it
        self.closed_through: dict[int, date] = {}

    def open(self, place: Place) -> None:
        """Add an empty place."""
        self.places[place.id] = place
        for above in self.upwards(place):
            above.under[place.kind].append(place)

    # ------------------------------------------------------------ what is left

    def left(self, place: Place) -> dict[str, int]:
        """Return what the place still holds, by name."""
        return {name: self.rest(place, name) for name in LEFT[place.kind]}

    def rest(self, place: Place, name: str) -> int:
        """Return what the place still holds under one name."""
        return sum(
            sign * (sum(below.sums[what] for below in place.under[kind]) if kind else place.sums[what])
            for sign, kind, what in TERMS[place.kind][name]
        )

    def named(self, name: str, doing: Doing) -> int:
        """Return what is left under a name such as line.money, seen from where a step is done."""
        kind, _, what = name.removeprefix("next ").partition(".")
        start = self.places[doing.to if name.startswith("next ") else doing.place]  # type: ignore[index]
        return self.rest(next(above for above in self.upwards(start) if above.kind == kind), what)

    def upwards(self, place: Place) -> Iterable[Place]:
        """Return the place and all above it."""
        current: Place | None = place
        while current is not None:
            yield current
            current = self.places[current.parent] if current.parent is not None else None

    def touched(self, steps: Iterable[Doing]) -> set[int]:
        """Return the places that steps may move."""
        ends = {end for doing in steps for end in (doing.place, doing.to) if end is not None}
        return {above.id for end in ends for above in self.upwards(self.places[end])}

    # ------------------------------------------------------------ deciding

    def decide(self, ask: Ask) -> str | None:
        """Return the code with which the act must be refused, None when it must pass; change nothing.

        Two codes with | between them: the database may meet either first.
        """
        return self.early(ask) or self.late(ask)

    def early(self, ask: Ask) -> str | None:
        """Return what is refused already when an act is proposed: it reserves nothing and sees no ceiling."""
        if ask.reverses in self.reversed:
            return "act.reversed"
        shapes = (self._shape(one) for one in ask.acts if one.kind not in MIRRORS)
        return next(filter(None, shapes), None) or next(filter(None, map(self._day, ask.acts)), None)

    def late(self, ask: Ask) -> str | None:
        """Return what is refused when an act is booked."""
        for one in ask.acts:
            code = self._taking_back(one) if one.kind in MIRRORS else self._opposite(one)
            if code:
                return code
        tried: list[Doing] = []
        try:
            codes = (self._own(one) or self._limits(one, tried) for one in ask.acts)
            code = next(filter(None, codes), None) or self._asked_back(tried)
        finally:
            for doing in reversed(tried):
                self._add(doing, -1)
        return code or next(filter(None, map(self._closed, ask.acts)), None) or self._writing(ask)

    def _shape(self, ask: Ask) -> str | None:
        if not ask.doings and not (ask.kind in PLEASE_EMPTY and ask.about):
            return "act.empty"
        amounts = [doing.amount for doing in ask.doings]
        if any(not 0 < amount <= MOST for amount in amounts) or sum(amounts) > MOST:
            return "Invalid"
        wanted = {doing.place: STEPS[doing.step][0] for doing in ask.doings}
        there = {doing.to: STEPS[doing.step][0] for doing in ask.doings if doing.to is not None}
        if ask.about is not None:
            wanted[ask.about] = "fund" if ask.kind == "close" else "commitment"
        for place, kind in {**wanted, **there}.items():
            found = self.places.get(place)
            if found is None or found.kind != kind or (found.fund != ask.fund and place not in there):
                return "NotFound"
        units = {self.places[place].unit for place in {**wanted, **there}}
        return "act.units" if ask.kind not in PLAN and len(units) > 1 else None

    def _day(self, ask: Ask) -> str | None:
        if ask.day > self.today:
            return "day.future"
        year = self.years[ask.fund]
        first, last = date(year, 1, 1), date(year + 1, 1, 31)
        if ask.kind in PLAN_MONTHS or ask.kind in ANY_TIME:
            first = date(year - 1, 9, 1)
        if ask.kind == "carry_over":
            first = date(year + 1, 1, 1)
        if ask.kind in LATE_SETTLING:
            last = date(year + 1, 12, 31)
        inside = first <= ask.day and (ask.day <= last or ask.kind in ANY_TIME)
        return None if inside or ask.kind in MIRRORS else "day.year"

    def _taking_back(self, ask: Ask) -> str | None:
        assert ask.reverses is not None
        act = self.done[ask.reverses].ask
        if act.kind in MIRRORS:
            return "act.reversal"
        if ask.kind == "fail" and act.kind not in PAYMENTS:
            return "act.no_payment"
        if ask.reverses in self.reversed:
            return "act.reversed"
        return "day.reversal" if ask.day < act.day else None

    def _opposite(self, ask: Ask) -> str | None:
        """What goes over lands on the like of it in the next year's fund, nowhere else."""
        for doing in ask.doings:
            goes_over = " " in STEPS[doing.step][1]
            if goes_over != (doing.to is not None) or (
                goes_over and self.places[doing.place].opposite != doing.to
            ):
                return "NotFound"
        return None

    # ------------------------------------------------------------ what an act comes to

    def steps(self, ask: Ask) -> Iterator[Doing]:
        """Yield the steps of an act as they are written, each on what those before it left (the caller adds them)."""
        if ask.reverses is not None:
            yield from (
                replace(doing, back=not doing.back) for doing in reversed(self.done[ask.reverses].steps)
            )
            return
        if ask.kind == "liquidate" and ask.about is not None and self.places[ask.about].kind == "commitment":
            owed = self.rest(self.places[ask.about], "owed")
            yield from (Doing("commit", ask.about, owed, back=True) for _ in range(owed > 0))
        order = ACTS[ask.kind].split()
        for doing in sorted(ask.doings, key=lambda doing: order.index(doing.way)):
            yield from self._split(ask.kind, doing)

    def _split(self, kind: str, doing: Doing) -> Iterator[Doing]:
        place, x = self.places[doing.place], doing.amount
        parts: tuple[tuple[str, int], ...] = ((doing.step, x),)
        if kind == "pay":
            earned = min(x, self.rest(place, "due"))
            parts = (("pay", earned), ("prepay", x - earned))
        elif kind == "final_pay":
            parts = (("clear", self.rest(place, "uncleared")), ("pay", x))
        elif kind == "refund" and doing.step == "advance":
            parts = (("clear", max(0, x - self.rest(place, "uncleared"))), ("advance", x))
        elif kind == "refund":
            earned = min(x, self.rest(place, "covered"))
            parts = (("pay", earned), ("prepay", x - earned))
        yield from (replace(doing, step=step, amount=amount) for step, amount in parts if amount > 0)

    def amount(self, ask: Ask, steps: Sequence[Doing]) -> int:
        """Return an act's amount (đồng)."""
        if ask.reverses is not None:
            return self.done[ask.reverses].amount
        for group in COUNTED.get(ask.kind, "").split(" / "):
            wanted = group.split()
            total = sum(doing.amount for doing in steps if not wanted or doing.way in wanted)
            if total:
                return total
        return 0

    def _limits(self, ask: Ask, tried: list[Doing]) -> str | None:
        """Add the steps of one act on the sums themselves; the caller puts them back."""
        if ask.kind == "liquidate" and ask.about is not None:
            place = self.places[ask.about]
            if self.rest(place, "due") or self.rest(place, "uncleared"):
                return "liquidate.open"
        if ask.kind == "close" and self.remains(ask.fund):
            return "fund.left"
        for doing in self.steps(ask):
            self._add(doing, 1)
            tried.append(doing)
            for code in self._broken(doing):
                return code
        return None

    def _own(self, ask: Ask) -> str | None:
        """Advances come back where they were made, and payments where they were paid."""
        steps = ask.doings
        if ask.reverses is not None:
            steps = tuple(replace(doing, back=not doing.back) for doing in self.done[ask.reverses].steps)
        for name, ways in (("advances", ("advance",)), ("payments", ("pay", "prepay"))):
            sums: dict[int, int] = defaultdict(int)
            for doing in steps:
                sums[doing.place] += (-doing.amount if doing.back else doing.amount) * (doing.step in ways)
            if any(
                change < 0 > self.rest(self.places[place], name) + change for place, change in sums.items()
            ):
                return "amount.refund"
        return None

    def _asked_back(self, tried: Sequence[Doing]) -> str | None:
        """Nobody asks more back than was paid on a contract, and no more comes back of a line than went out."""
        cash = [doing for doing in tried if doing.step in ("advance", "pay", "prepay") and doing.back]
        asked = [doing for doing in tried if doing.step == "demand" and not doing.back]
        if any(self.rest(self.places[doing.place], "unasked") < 0 for doing in (*asked, *cash)):
            return "amount.demand"
        came = [doing for doing in tried if doing.step in ("give_back", "recover") and not doing.back]
        return "amount.back" if any(self.named("line.kept", doing) < 0 for doing in (*came, *cash)) else None

    def remains(self, fund: int) -> list[tuple[Place, str, int]]:
        """Return what is left in a fund that must be nothing when it closes."""
        names = {
            "fund": ("to_list", "to_release", "money"),
            "share": ("money",),
            "line": ("to_assign", "money"),
            "commitment": ("owed", "to_accept", "due", "uncleared"),
        }
        here = (place for place in self.places.values() if place.fund == fund)
        found = ((place, name, self.rest(place, name)) for place in here for name in names[place.kind])
        return [one for one in found if one[2]]

    def _add(self, doing: Doing, sign: int) -> None:
        names = STEPS[doing.step][1].split()
        amount = -sign * doing.amount if doing.back else sign * doing.amount
        for place, name in zip((doing.place, doing.to), names, strict=False):
            self.places[place].sums[name] += amount  # type: ignore[index]

    def _broken(self, doing: Doing) -> Iterator[str]:
        pairs = STEPS[doing.step][2]
        for taken, filled in tuple((f, t) for t, f in reversed(pairs)) if doing.back else pairs:
            if taken and self.named(taken, doing) < 0:
                yield f"ceiling.{taken.removeprefix('next ')}"
            if filled and self.named(filled, doing) > MOST:
                yield "amount.most"

    # ------------------------------------------------------------ closed days, closed funds, vouchers

    def _closed(self, ask: Ask) -> str | None:
        if ask.day <= self.closed_through.get(ask.fund, date.min):
            return "day.closed"
        kind = self.done[ask.reverses].ask.kind if ask.reverses is not None else ask.kind
        free = kind in AFTER_CLOSE or (ask.reverses is not None and kind == "close")
        return "fund.closed" if ask.fund in self.closed and not free else None

    def _writing(self, ask: Ask) -> str | None:
        """What only the database sees: the other fund of what goes over, a voucher that is in use."""
        free = {key for key, by in self.vouchers.items() if by == ask.reverses}
        for one in ask.acts:
            steps = self.done[one.reverses].steps if one.reverses is not None else one.doings
            funds = {self.places[doing.to].fund for doing in steps if doing.to is not None}
            days = "day.closed" if any(one.day <= self.closed_through.get(f, date.min) for f in funds) else ""
            shut = "fund.closed" if funds & set(self.closed) else ""
            if days or shut:
                return "|".join(filter(None, (shut, days)))
            used = {(line, self._spelt(one.voucher)) for line in self._lines(one)} & set(self.vouchers)
            if one.kind in PAYMENTS and used - free:
                return "voucher.used"
        return None

    def _lines(self, ask: Ask) -> set[int | None]:
        return {self.places[doing.place].parent for doing in ask.doings}

    @staticmethod
    def _spelt(voucher: Voucher) -> Voucher:
        return replace(voucher, number=voucher.number.upper())

    # ------------------------------------------------------------ booking

    def apply(self, ask: Ask) -> list[Done]:
        """Book an act that passes, and those along with it; return them."""
        return [self._book(one) for one in ask.acts]

    def _book(self, ask: Ask) -> Done:
        number, steps = len(self.done), []
        for doing in self.steps(ask):
            self._add(doing, 1)
            steps.append(doing)
        done = Done(ask, tuple(steps), self.amount(ask, steps))
        self.done.append(done)
        if ask.reverses is not None:
            self.reversed.add(ask.reverses)
            self.vouchers = {key: by for key, by in self.vouchers.items() if by != ask.reverses}
            self.closed = {fund: by for fund, by in self.closed.items() if by != ask.reverses}
        if ask.kind in PAYMENTS:
            self.vouchers |= {(line, self._spelt(ask.voucher)): number for line in self._lines(ask) if line}
        if ask.kind == "close":
            self.closed[ask.fund] = number
        return done
