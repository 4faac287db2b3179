"""What people have proposed and nobody has booked yet: the next acts of lines and funds, a few per office."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.practice.chance import seeded
from promotion.practice.days import back
from promotion.practice.deeds import Deed, Purse, about
from promotion.practice.ground import Ground
from promotion.practice.projects import Line

_PAYMENTS = {ActKind.advance, ActKind.pay}
_FEWEST, _MOST = 4, 7
_OLDEST = 11  # days
_AHEAD = timedelta(days=40)  # how long before its day an act of the plan is proposed at most


@dataclass
class Standing:
    """Where lines and shares stand after the booked acts: how far each got, and what money lies there (đồng)."""

    reached: dict[object, date] = field(default_factory=dict)
    money: Counter[object] = field(default_factory=Counter)
    committed: set[int] = field(default_factory=set)

    def follow(self, deeds: Iterable[Deed]) -> "Standing":
        """Take acts in, in order."""
        for deed in deeds:
            self.reached[deed.line or deed.fund] = deed.day
            named, sign = (deed.undoes, -1) if deed.undoes else (deed, 1)
            for purse, amount in named.amounts:
                self._take(named.kind, purse, sign * amount)
        return self

    def _take(self, kind: ActKind, purse: Purse, amount: int) -> None:
        if kind is ActKind.release:
            self.money[purse.fund] += amount
        elif kind is ActKind.share:
            self.money[purse.fund] -= amount
            self.money[purse] += amount
        elif kind is ActKind.assign:
            self.money[purse.above] -= amount
            self.money[purse.line] += amount
        elif kind in _PAYMENTS:
            self.money[purse.line] -= amount
        elif kind is ActKind.commit:
            self.committed.add(purse.line)


@dataclass
class Openings:
    """Chooses the open proposals from what comes next and from what still lies idle."""

    ground: Ground
    lines: Sequence[Line]
    standing: Standing
    today: date
    chance: Random = field(default_factory=lambda: seeded("openings"))

    def choose(self, future: Iterable[Deed]) -> list[Deed]:
        """Return open proposals by day; each is dated on a working day of late, never before what it rests on."""
        by_desk: dict[str, list[Deed]] = defaultdict(list)
        for deed in [*self._idle(), *self._next(future)]:
            by_desk[self.ground.desks[deed.unit].head.email].append(deed)
        found = []
        for head in sorted(by_desk):
            for deed in _mixed(by_desk[head], self.chance.randint(_FEWEST, _MOST)):
                deed.day = self._day(deed)
                found.append(deed)
        return sorted(found, key=lambda deed: deed.day)

    def hold_back(self, booked: Sequence[Deed], chosen: Iterable[Deed]) -> list[Deed]:
        """Return the last payments of offices that would have nothing open: they stay proposals."""
        served = {self.ground.desks[deed.unit].head.email for deed in chosen}
        undone = {deed.undoes for deed in booked}
        held: dict[str, Deed] = {}
        for deed in reversed(booked):
            head = self.ground.desks[deed.unit].head.email
            if deed.kind is ActKind.pay and deed not in undone and head not in served | held.keys():
                held[head] = deed
        return list(held.values())

    def _next(self, future: Iterable[Deed]) -> Iterator[Deed]:
        """Yield the first act to come, of each line and each fund, that can be booked today."""
        seen: set[object] = set()
        for deed in future:
            thing: object = deed.line or deed.fund
            if thing not in seen and deed.undoes is None and self._may_come(deed):
                seen.add(thing)
                yield deed

    def _may_come(self, deed: Deed) -> bool:
        if deed.line is None and deed.day > self.today + _AHEAD:
            return False
        if deed.kind is ActKind.approve:
            return self.ground.opened(self.ground.funds[deed.fund])
        if deed.kind in {ActKind.list, ActKind.release}:
            return deed.fund in self.standing.reached
        if deed.line is None or not self._listed(deed.line):
            return False
        if deed.kind in _PAYMENTS:
            return self.standing.money[deed.line.number] >= deed.total
        return deed.kind in {ActKind.commit, ActKind.accept}

    def _idle(self) -> Iterator[Deed]:
        """Yield contracts for lines that have money and none, and money for lines that wait while a share holds it."""
        running = max(line.year for line in self.lines)
        promised: Counter[object] = Counter()
        for line in self.lines:
            if line.year != running or not self._listed(line) or line.days.keys() & {ActKind.commit}:
                continue
            share = about(line, Kind.line).above
            held = self.standing.money[share] - promised[share]
            if line.assigned and self.standing.money[line.number]:
                amounts = [(about(line, Kind.commitment), self.standing.money[line.number])]
                yield Deed(ActKind.commit, line.fund, line.unit, self.today, amounts, line)
            elif not line.assigned and held > 0:
                amount = min(held, line.listed)
                promised[share] += amount
                yield Deed(
                    ActKind.assign, line.fund, line.unit, self.today, [(about(line, Kind.line), amount)], line
                )
        yield from self._unshared(f"KCQG-{running}")

    def _unshared(self, fund: str) -> Iterator[Deed]:
        """Yield the sharing out of what a national fund still holds, to the unit whose lines wait for most."""
        held = self.standing.money[fund]
        waits: Counter[str] = Counter()
        for line in self.lines:
            if line.fund == fund and self._listed(line):
                waits[line.unit] += line.listed - line.assigned
        if held > 0 and waits:
            unit, wanted = waits.most_common(1)[0]
            amounts = [(Purse(Kind.share, fund, unit), min(held, wanted))]
            yield Deed(ActKind.share, fund, self.ground.funds[fund].owner, self.today, amounts)

    def _listed(self, line: Line) -> bool:
        return ActKind.list in line.days and line.days[ActKind.list] <= self.ground.last

    def _day(self, deed: Deed) -> date:
        rests_on = [self.standing.reached.get(deed.line or deed.fund, date.min)]
        if deed.line is not None:
            rests_on.append(deed.line.days[ActKind.list])
        if deed.kind not in {ActKind.approve, ActKind.list}:
            rests_on.append(date(self.ground.funds[deed.fund].year, 1, 1))
        recent = back(self.today - timedelta(days=self.chance.randint(1, _OLDEST)))
        return max(recent, *rests_on)


def _mixed(deeds: Sequence[Deed], wanted: int) -> list[Deed]:
    """Return some of the acts, of as many kinds as there are."""
    by_kind: dict[ActKind, list[Deed]] = defaultdict(list)
    for deed in deeds:
        by_kind[deed.kind].append(deed)
    turns = max(len(own) for own in by_kind.values())
    mixed = [own[turn] for turn in range(turns) for own in by_kind.values() if turn < len(own)]
    return mixed[:wanted]
