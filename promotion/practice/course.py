"""The course of a budget year: from outcomes to dated acts, in the order and rhythm in which such money moves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from promotion.kernel.choices import Level, Region
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.practice.days import back, later, within, working
from promotion.practice.deeds import Deed, Purse, about
from promotion.practice.outcomes import into_tranches
from promotion.practice.plan import MERGER, FundPlan
from promotion.practice.projects import Line

_TWO_ROUNDS, _SECOND_ROUND, _SUPPLEMENT = 0.3, 0.25, 0.5
_AUTUMN = 0.5  # since the merger, half of the second rounds come in autumn
_ADVANCED, _EARLY, _MISTAKEN = 0.3, 0.25, 0.012
_HUNDRED_THOUSAND = 100_000
# No national contract was signed in the South before October 2025.
_HELD = {(2025, Region.south): date(2025, 10, 3)}

Part = tuple[date, int]


@dataclass
class Course:
    """What happens in one fund. `rates` holds the highest first advance of a content, in hundredths of a percent."""

    fund: FundPlan
    lines: Sequence[Line]
    rates: Mapping[str, int]
    chance: Random
    deeds: list[Deed] = field(default_factory=list)

    def run(self) -> list[Deed]:
        """Return the acts of the fund, from the plan to the last payment, by line and not in order of days."""
        rounds = self._rounds()
        tranches = self._plan(rounds)
        parts = into_tranches([*rounds[0], *rounds[1]], [amount for _day, amount in tranches])
        money = self._money(tranches, parts)
        for line in self.lines:
            self._line(line, money.get(line.number, []))
        return self.deeds

    def _rounds(self) -> tuple[list[Line], list[Line]]:
        """Return the lines listed with the plan, and those listed in a second round in mid-year."""
        lines = self.chance.sample(self.lines, len(self.lines))
        late = self.fund.decided > date(self.fund.year, 5, 1)
        if self.fund.level is Level.national or late or self.chance.random() > _TWO_ROUNDS:
            return lines, []
        first = max(round(len(lines) * (1 - _SECOND_ROUND)), 1)
        return lines[:first], lines[first:]

    def _plan(self, rounds: tuple[list[Line], list[Line]]) -> list[tuple[date, int]]:
        """Approve and list; return the tranches of release that this plan allows."""
        fund = self.fund
        decided, listed = working(fund.decided), later(self.chance, working(fund.decided), 0, 9)
        autumn = fund.year > MERGER.year and self.chance.random() < _AUTUMN
        again = later(self.chance, date(fund.year, 9, 18) if autumn else date(fund.year, 5, 10), 0, 40)
        added = sum(line.listed for line in rounds[1]) if self.chance.random() < _SUPPLEMENT else 0
        self._deed(ActKind.approve, decided, [(self._top, fund.approved - added)], number=fund.decision)
        if added:
            self._deed(ActKind.approve, again, [(self._top, added)], reason="Bổ sung kế hoạch đợt 2")
        for day, lines in zip((listed, again), rounds, strict=True):
            if lines:
                amounts = [(about(line, Kind.line), line.listed) for line in lines]
                self._deed(ActKind.list, day, amounts, number=fund.decision if lines is rounds[0] else "")
                for line in lines:
                    line.days[ActKind.list] = day
        tranches = [(working(day), amount) for day, amount in fund.releases]
        if added:
            tranches = [(tranches[0][0], fund.approved - added), (later(self.chance, again, 8, 20), added)]
        released = 0
        for day, amount in tranches:
            released += amount
            approved = fund.approved - (added if day < again else 0)
            percent = None if released * 100 % approved else str(released * 100 // approved)
            release = Deed(
                ActKind.release, fund.code, fund.owner, day, [(self._top, amount)], percent=percent
            )
            self.deeds.append(release)
        return tranches

    def _money(
        self, tranches: Sequence[tuple[date, int]], parts: Mapping[int, Sequence[tuple[int, int]]]
    ) -> dict[int, list[Part]]:
        """Share each tranche out and assign it; return when each line got how much."""
        money: dict[int, list[Part]] = defaultdict(list)
        for turn, (released, amount) in enumerate(tranches):
            own = [(line, part) for line in self.lines for at, part in parts[line.number] if at == turn]
            day = later(self.chance, released, 5, 9)
            self._share(day, amount, own)
            for unit in sorted({line.unit for line, _part in own}):
                passed = later(self.chance, day, 3, 9)
                given: dict[date, list[tuple[Line, int]]] = defaultdict(list)
                for line, part in own:
                    if line.unit == unit:
                        given[max(passed, later(self.chance, line.days[ActKind.list], 4, 4))].append(
                            (line, part)
                        )
                for when, lines in sorted(given.items()):
                    amounts = [(about(line, Kind.line), part) for line, part in lines]
                    self._deed(ActKind.assign, when, amounts, unit=unit)
                    for line, part in lines:
                        money[line.number].append((when, part))
        return money

    def _share(self, day: date, amount: int, own: Sequence[tuple[Line, int]]) -> None:
        """Pass a tranche on to the units: what their lines need; a province's centre holds what is left over."""
        by_unit: dict[str, int] = defaultdict(int)
        for line, part in own:
            by_unit[line.unit] += part
        if self.fund.level is Level.local:
            centre = next(
                (line.unit for line in self.lines if line.unit.startswith("centre")), self.lines[0].unit
            )
            by_unit[centre] += amount - sum(by_unit.values())
        shares = [
            (Purse(Kind.share, self.fund.code, unit), sum_) for unit, sum_ in sorted(by_unit.items()) if sum_
        ]
        if shares:
            self._deed(ActKind.share, day, shares)

    def _line(self, line: Line, money: Sequence[Part]) -> None:
        """Contract, advance, accept and pay one line."""
        if not line.committed:
            return
        signed = self._signed(line, money)
        early = bool(money) and money[0][0] <= signed
        reason = None if early else "Ký hợp đồng trước để kịp tiến độ, thanh toán khi được giao kinh phí"
        self._own(line, ActKind.commit, signed, line.committed, reason)
        accepted = self._accepted(signed)
        line.advanced = self._advance(line, money, signed, accepted)
        if line.accepted:
            self._own(line, ActKind.accept, accepted, line.accepted)
            rest = line.paid - line.advanced
            if rest:
                self._pay(line, max([accepted, *(day for day, _part in money)]), rest)

    def _signed(self, line: Line, money: Sequence[Part]) -> date:
        year = self.fund.year
        held = _HELD.get((year, line.region)) if self.fund.level is Level.national and line.region else None
        first = max(line.days[ActKind.list] + timedelta(days=4), held or date.min)
        if not money or money[0][0] > date(year, 11, 20):
            return within(self.chance, max(first, date(year, 7, 1)), date(year, 10, 31))
        late = money[0][0] > date(year, 10, 10)
        return max(later(self.chance, money[0][0], 4, 16 if late else 32), working(first))

    def _accepted(self, signed: date) -> date:
        year = self.fund.year
        soonest = signed + timedelta(days=12)
        if soonest < date(year, 9, 1) and self.chance.random() < _EARLY:
            return within(self.chance, soonest, date(year, 9, 27))
        return within(self.chance, max(soonest, date(year, 10, 1)), date(year, 12, 20))

    def _advance(self, line: Line, money: Sequence[Part], signed: date, accepted: date) -> int:
        """Advance what the rule allows of the money that is there; take it back where the work never came."""
        if not money or self.chance.random() > _ADVANCED:
            return 0
        day = later(self.chance, max(signed, money[0][0]), 5, 14)
        there = sum(part for when, part in money if when <= day)
        highest = line.committed * self.rates.get(line.content, 5_000) // 10_000
        amount = min(highest, there, line.paid or there) * self.chance.randint(6, 10) // 10
        amount = amount // _HUNDRED_THOUSAND * _HUNDRED_THOUSAND
        if day >= accepted or amount <= 0:
            return 0
        deed = self._own(line, ActKind.advance, day, amount)
        if line.accepted:
            return amount
        refunded = max(later(self.chance, day, 10, 20), working(date(self.fund.year, 11, 15)))
        self._undo(deed, refunded, "Thu hồi tạm ứng do đơn vị thụ hưởng dừng thực hiện")
        return 0

    def _pay(self, line: Line, ready: date, amount: int) -> None:
        """Pay what is left, now and then first with a mistake in the voucher, taken back at once."""
        last = back(date(self.fund.year + 1, 1, 28))
        day = min(later(self.chance, ready, 3, 25), last)
        if self.chance.random() < _MISTAKEN and day < last - timedelta(days=14):
            wrong = self._own(line, ActKind.pay, day, amount)
            day = working(day + timedelta(days=3))
            self._undo(wrong, day, "Nhập nhầm số chứng từ, ghi lại theo giấy rút dự toán đúng")
        self._own(line, ActKind.pay, day, amount)
        line.days[ActKind.pay] = day

    @property
    def _top(self) -> Purse:
        return Purse(Kind.fund, self.fund.code)

    def _deed(
        self, kind: ActKind, day: date, amounts: list[tuple[Purse, int]], *, unit: str = "", reason: str | None = None,
        number: str = "",
    ) -> None:  # fmt: skip
        self.deeds.append(
            Deed(kind, self.fund.code, unit or self.fund.owner, day, amounts, reason=reason, number=number)
        )

    def _own(self, line: Line, kind: ActKind, day: date, amount: int, reason: str | None = None) -> Deed:
        deed = Deed(
            kind, self.fund.code, line.unit, day, [(about(line, Kind.commitment), amount)], line, reason
        )
        line.days.setdefault(kind, day)
        self.deeds.append(deed)
        return deed

    def _undo(self, deed: Deed, day: date, reason: str) -> None:
        self.deeds.append(
            Deed(ActKind.reverse, deed.fund, deed.unit, day, [], deed.line, reason, undoes=deed)
        )
