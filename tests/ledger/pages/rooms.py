"""What the pages refuse beyond the ledger, said again over the model: they take less, never more.

The ledger lets nothing fall below nothing; the rooms know besides what a contract is still for, on which contract
money was paid, and in which shape an act can be typed.
"""

from collections.abc import Sequence
from datetime import date

from tests.ledger.model import MOST, Doing
from tests.ledger.pages import planning, year_end
from tests.ledger.pages.forms import IN_ALL, total
from tests.ledger.pages.ground import Ground
from tests.ledger.pages.offers import NOT_CORRECTED, Sending, entered
from tests.ledger.wording import PAYMENTS

IN_FORCE = ("amend", "liquidate")


class Rooms:
    """The rules of the rooms."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.model = ground, ground.model

    def bar(self, sending: Sending) -> str | None:
        """Return why a page does not take an act that the ledger might; None where nothing stands in the way."""
        ask, page = sending.ask, sending.page
        if page in (*IN_ALL, "newcomer"):
            totals = [total(self.ground, one, IN_ALL.get(page, IN_ALL["relist"])) for one in ask.doings]
            if any(not (page == "amend") <= amount <= MOST for amount in totals):
                return "room.total"
        if page in IN_FORCE and self.state(ask.about or ask.doings[0].place) != "in force":
            return "room.in_force"
        if sending.barred:
            return sending.barred
        own = getattr(self, f"_{page}", None)
        return own(sending) if own is not None else None

    # ------------------------------------------------------------ contracts

    def state(self, contract: int) -> str:
        """Return where a contract stands, from the acts on it that stand."""
        place = self.model.places[contract]
        kinds = set()
        for number, done in enumerate(self.model.done):
            ends = {end for one in done.steps for end in (one.place, one.to)} | {done.ask.about}
            if contract in ends and done.ask.reverses is None and number not in self.model.reversed:
                kinds.add((done.ask.kind, done.ask.fund == place.fund))
        if ("liquidate", True) in kinds:
            return "liquidated"
        if ("carry_over", True) in kinds:
            return "carried over"
        return (
            "in force"
            if kinds or any(self.model.rest(place, n) for n in ("owed", "discharged"))
            else "unbooked"
        )

    def _demand(self, sending: Sending) -> str | None:
        doing = sending.ask.doings[0]
        place, whole = self.model.places[doing.place], total(self.ground, doing, IN_ALL["demand"])
        return "room.recovered" if whole < place.sums["recovered"] else None

    def _late_refund(self, sending: Sending) -> str | None:
        ask = sending.ask
        if ask.day <= date(self.model.years[ask.fund] + 1, 1, 31) and ask.fund not in self.model.closed:
            return "room.early"
        return None

    def _fail(self, sending: Sending) -> str | None:
        act = self.model.done[sending.ask.reverses].ask  # type: ignore[index]
        return None if act.kind in PAYMENTS else "act.no_payment"

    # ------------------------------------------------------------ tables

    def _cut(self, sending: Sending) -> str | None:
        lines = [one for one in sending.ask.doings if one.step == "list"]
        return "room.row" if any(not self.model.places[one.place].sums["listed"] for one in lines) else None

    def _reshare(self, sending: Sending) -> str | None:
        return (
            "room.both" if len({one.place for one in sending.ask.doings}) < len(sending.ask.doings) else None
        )

    def _relist(self, sending: Sending) -> str | None:
        return (
            "room.both" if len({one.place for one in sending.ask.doings}) < len(sending.ask.doings) else None
        )

    def _unassign(self, sending: Sending) -> str | None:
        doings = sending.ask.doings
        if not any(one.back for one in doings):
            return "room.nothing"
        share = self.model.places[doings[0].place].parent
        if any(self.model.places[one.place].parent != share for one in doings):
            return "room.row"
        return self._reshare(sending)

    def _assign(self, sending: Sending) -> str | None:
        parents = {self.model.places[one.place].parent for one in sending.ask.doings}
        return "room.row" if len(parents) > 1 else None

    def _transfer(self, sending: Sending) -> str | None:
        source, target = (
            next(place for place in self.model.places if self.ground.public.get(place) == sending.more[end])
            for end in ("source", "target")
        )
        if source == target:
            return "room.both"
        return None if self.model.places[source].sums["listed"] else "room.row"

    # ------------------------------------------------------------ by rule

    def _withdraw(self, sending: Sending) -> str | None:
        """The amount is there, and no line gives by hand more than it has."""
        ask = sending.ask
        hand = [one for one in ask.doings if one.step == "assign"]
        amount = next(one.amount for one in ask.doings if one.step == "release")
        if not 0 < amount <= MOST or any(not 0 <= one.amount <= MOST for one in hand):
            return "Invalid"
        if any(one.amount > year_end.spare(self.model, self.model.places[one.place]) for one in hand):
            return "room.hand"
        by_hand = sum(one.amount for one in hand)
        left = year_end.withdrawable(self.model, ask.fund, [one.place for one in hand])
        return "room.withdraw" if by_hand > amount or amount > left + by_hand else None

    def _scenario(self, sending: Sending) -> str | None:
        """A percentage means on the day of the act what it means today."""
        return "room.percent_day" if planning.moved(self.model, sending.ask) else None

    def _year_end(self, sending: Sending) -> str | None:
        ask = sending.ask
        if self.model.today <= date(self.model.years[ask.fund] + 1, 1, 31):
            return "room.not_over"
        if ask.day < date(self.model.years[ask.fund] + 1, 1, 1):
            return "day.year"
        if "shown" in sending.more:
            return "room.moved"
        return "room.permission" if "forgotten" in sending.more else None

    def _close(self, sending: Sending) -> str | None:
        ask = sending.ask
        early = self.model.today <= date(self.model.years[ask.fund] + 1, 1, 31)
        return "room.not_over" if early or ask.day < date(self.model.years[ask.fund] + 1, 1, 1) else None

    def _edit(self, sending: Sending) -> str | None:
        act = self.model.done[sending.ask.reverses]  # type: ignore[index]
        if act.ask.kind in NOT_CORRECTED:
            return "act.not_corrected"
        (right,) = sending.ask.along
        same = (right.day, right.happened_on, right.voucher) == (
            act.ask.day,
            act.ask.happened_on,
            act.ask.voucher,
        )
        return "room.same" if same and list(right.doings) == entered(act) else None


def parts_in(rows: Sequence[tuple[int | None, str | None, str | None, int]]) -> tuple[Doing, ...]:
    """Read the entries of a withdrawal back: who gave back, and how much."""
    steps = {
        ("released", "to_release"): "release",
        ("released", "released"): "share",
        ("assigned", "to_assign"): "assign",
    }
    found = ((steps.get((source, target)), place, amount) for place, source, target, amount in rows)
    return tuple(Doing(step, place, amount, back=True) for step, place, amount in found if step is not None)
