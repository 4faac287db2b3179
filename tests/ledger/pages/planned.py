"""Makes up forms of the plan that are more than amounts on known places: percentages, newcomers, scenarios."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.ledger.model import Doing, Place
from tests.ledger.pages import planning, year_end
from tests.ledger.pages.offers import Offers, Sending
from tests.ledger.pages.planning import RULES, Refused, Scenario

ODD_PERCENTS = ("0", "100", "100.5", "1000", "1001", "-1")


class Planned(Offers):
    """Offers, with the forms of the plan that open places or work amounts out."""

    # ------------------------------------------------------------ percentages

    def form_percent(self, fund: int) -> Sending:
        """A tranche by the percentage of the plan that is then released in all."""
        ask = self.of("release", fund, (Doing("release", self.some(fund, "fund").id, 1),))
        return self.by_percent(Sending("percent", ask), self.percent(fund, ask.day))

    def form_withdraw(self, fund: int) -> Sending:
        """Released money taken back by rule; some of it by the percentage that stays released."""
        sending = super().form_withdraw(fund)
        if self.chance.random() < 0.3:
            percent = self.percent(fund, sending.ask.day, back=True)
            return self.by_percent(sending, percent, back=True)
        return sending

    def by_percent(self, sending: Sending, percent: str, *, back: bool = False) -> Sending:
        """Return a form with a percentage in the place of its amount, and what the percentage means."""
        ask, barred = sending.ask, None
        try:
            amount = planning.meant(self.model, ask.fund, ask.day, percent, back=back)
        except Refused as refusal:
            amount, barred = 1, str(refusal)
        doings = tuple(replace(one, amount=amount) if one.step == "release" else one for one in ask.doings)
        return replace(sending, ask=replace(ask, doings=doings, percent=percent), barred=barred)

    def percent(self, fund: int, day: date | None, *, back: bool = False) -> str:
        """Return a percentage: mostly one that means something on the day; None is today."""
        plan, released = planning.standing(self.model, fund, day)
        if plan <= 0 or self.chance.random() < 0.08:
            return self.chance.choice((*ODD_PERCENTS, "35"))
        there = min(Fraction(100), max(Fraction(0), Fraction(100 * released, plan)))
        low, high = (Fraction(0), there) if back else (there, Fraction(100))
        at = low + (high - low) * self.chance.randint(1, 100) / 100
        places = self.chance.choice((0, 1, 2, 4))
        return f"{float(at):.{places}f}"

    # ------------------------------------------------------------ newcomers

    def form_newcomer(self, fund: int) -> Sending:
        """A project comes onto the list, with a line of its own; another one may make room for it."""
        line, project = self.ground.newcomer(fund, self.chance)
        mates = [
            one
            for one in self.all(fund, "line")
            if one is not line and one.id > 0 and self.room("-list", one) > 0
        ]
        doings = [
            self.doing("-list", one, self.room("-list", one))
            for one in self.chance.sample(mates, min(1, len(mates)))
        ]
        doings = [one for one in doings if one.amount > 0]
        room = max(0, self.model.rest(self.some(fund, "fund"), "to_list"))
        room += sum(one.amount for one in doings if one.amount < planning.MOST)
        doings.append(self.doing("list", line, room))
        return Sending("newcomer", self.of("relist", fund, tuple(doings)), {"project": project})

    def form_annex(self, fund: int) -> Sending:
        """A whole list pasted: a newcomer, and lines that are there."""
        line, project = self.ground.newcomer(fund, self.chance)
        known = [one for one in self.all(fund, "line") if one is not line and one.id > 0]
        rows = [line, *self.chance.sample(known, min(self.chance.randint(0, 2), len(known)))]
        room = max(0, self.model.rest(self.some(fund, "fund"), "to_list"))
        doings = [self.doing("list", one, room // len(rows)) for one in rows]
        ask = self.of("list", fund, tuple(doings))
        return Sending("annex", ask, {"project": project})

    def form_new_unit(self, fund: int) -> Sending:
        """A unit that has no share yet gets one, others more in the same act."""
        share, unit = self.ground.new_unit(fund, self.chance)
        barred = None if share.id < 0 else "room.unit"
        known = [one for one in self.all(fund, "share") if one.id > 0 and one is not share]
        places = [*self.chance.sample(known, min(self.chance.randint(0, 1), len(known))), share]
        room = max(0, self.model.rest(self.some(fund, "fund"), "money"))
        doings = [self.doing("share", one, room // len(places)) for one in places]
        doings = [one for one in doings if one.amount or one.place == share.id]
        return Sending("new_unit", self.of("share", fund, tuple(doings)), {"unit": unit}, barred=barred)

    # ------------------------------------------------------------ scenarios

    def form_scenario(self, fund: int) -> Sending:
        """A scenario of the planner: kept, proposed, and booked in one act."""
        rows = planning.rows_of(self.model, fund, self.ground.provinces)
        back = self.chance.random() < 0.3
        one = self.scenario(fund, [self.model.places[row.place] for row in rows], back=back)
        kind, barred = ("withdraw" if back else "release"), None
        try:
            doings = planning.worked_out(self.model, fund, one, rows)
        except Refused as refusal:
            doings, barred = (Doing("release", self.some(fund, "fund").id, 1, back),), str(refusal)
        ask = self.of(kind, fund, doings)
        if one.percent is not None:  # it counts on the day of the act: late, so that it means the same there
            ask = replace(
                ask, day=date(self.model.years[fund] + 1, 1, 31), happened_on=None, percent=one.percent
            )
        return Sending("scenario", ask, self.typed(one), barred=barred)

    def scenario(self, fund: int, lines: list[Place], *, back: bool) -> Scenario:
        """Return a scenario by lot."""
        top = self.some(fund, "fund")
        left = year_end.withdrawable(self.model, fund) if back else self.model.rest(top, "to_release")
        amount, percent = self.amount("-release" if back else "release", max(0, left)), None
        if self.chance.random() < 0.25:
            percent = self.percent(fund, None, back=back)
            amount = amount if self.chance.random() < 0.03 else None  # type: ignore[assignment]
        rules = tuple(self.chance.sample(RULES, self.chance.choice((1, 1, 2, 3))))
        if self.chance.random() < 0.04:
            rules += rules[:1]
        floor = self.chance.choice(("5", "12.5", "30", "60", "100")) if "province-floor" in rules else ""
        hand = self.chance.sample(lines, min(len(lines), 1)) if self.chance.random() < 0.3 else []
        held = {
            line.id: by for _share, _own, found in year_end.shares(self.model, fund) for line, by in found
        }
        rooms = {one.id: held[one.id] if back else self.model.rest(one, "to_assign") for one in hand}
        most = {one: min(max(0, left), room) for one, room in rooms.items()}
        return Scenario(
            back,
            amount,
            percent,
            rules,
            floor if self.chance.random() < 0.95 else self.chance.choice(("", "0", "101")),
            with_idle=self.chance.random() < 0.5,
            deep=self.chance.random() < 0.7,
            hand={one: self.chance.choice((0, self.amount("assign", room))) for one, room in most.items()},
            ranks={one.id: self.chance.randint(1, 3) for one in lines if self.chance.random() < 0.6},
        )

    def typed(self, one: Scenario) -> dict[str, str]:
        """Return a scenario as it is typed."""
        public = self.ground.public
        return {
            "name": f"Đợt {self.chance.randint(1, 9)}",
            "direction": "withdraw" if one.back else "release",
            "amount": "" if one.amount is None else str(one.amount),
            "percent": one.percent or "",
            **{f"rule_{place}": rule for place, rule in enumerate(one.rules, 1)},
            "floor": one.floor,
            **({"with_idle": "y"} if one.with_idle else {}),
            "depth": "lines" if one.deep else "units",
            **{f"hand_{public[line]}": str(by) for line, by in one.hand.items()},
            **{f"rank_{public[line]}": str(rank) for line, rank in one.ranks.items()},
        }
