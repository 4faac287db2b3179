"""Makes up what people send: acts by lot, each in the way in which its page offers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.ledger.asking import Lot
from tests.ledger.model import MIRRORS, MOST, Ask, Doing, Done, Place, Voucher
from tests.ledger.pages import year_end
from tests.ledger.pages.ground import Ground
from tests.ledger.wording import ACTS, LATE_SETTLING, PAYMENTS, STEPS

Fields = Mapping[str, str]

# How often each page is sent; those not named once.
WEIGHTS = {
    "approve": 4,
    "list": 5,
    "release": 5,
    "share": 5,
    "assign": 7,
    "commit": 4,
    "advance": 4,
    "accept": 6,
    "pay": 6,
    "clear": 2,
    "refund": 2,
    "reverse": 4,
    "edit": 4,
    "settle": 2,
    "demand": 2,
    "percent": 3,
    "new_unit": 2,
    "newcomer": 2,
    "annex": 2,
    "scenario": 4,
}
# Pages of one amount on one place; of a new total; of one amount in each row; acts that no form corrects.
ONE = (
    *("approve", "release", "request", "amend", "advance", "accept", "clear", "pay", "final_pay", "refund"),
    *("settle", "demand", "recover", "late_refund"),
)
PARTY = "Công ty Thanh Hà"
IN_ALL = ("request", "relist", "amend", "demand")
ROWS = ("list", "share", "assign", "reshare", "relist", "unassign")
ENDS = ("year_end", "close")
COMING = ("newcomer", "new_unit", "annex")
NEW = ("percent", *COMING, "scenario")
PAGE_OF = {"supplement": "approve", "cancel": "year_end", "carry_over": "year_end"}
NOT_CORRECTED = (*MIRRORS, "final_pay", "liquidate", "withdraw", "cancel", "carry_over", "close")


@dataclass(frozen=True)
class Sending:
    """A form to be sent: its page, the act that it asks for, and what only the form knows."""

    page: str
    ask: Ask
    more: Fields = field(default_factory=dict)
    otherwise: Ask | None = None
    """The same in the other order, where a correction tries both."""
    barred: str | None = None
    """Why the form must be refused, where that is known as it is made up."""


class Offers(Lot):
    """Draws forms: what has not been taken yet more often."""

    def __init__(self, ground: Ground, chance, pages: tuple[str, ...]) -> None:
        super().__init__(ground.model, chance, [ground.funds[year] for year in (2024, 2023, 2024, 2025)])
        self.ground, self.pages = ground, pages
        self.small = ground.funds[2023]
        self.undoing = 0.15
        self.missing = {*ACTS, *MIRRORS, "edit", *NEW}  # what was not booked yet
        self.contracts = 0

    def page(self) -> str:
        """Choose a page; one with an act that was not booked yet more often, what ends a year last of all."""
        if self.missing and self.chance.random() < 0.5:
            wanted = {PAGE_OF.get(kind, kind) for kind in self.missing}
            return self.chance.choice(sorted(wanted - {*ENDS} or wanted))
        return self.chance.choices(self.pages, [WEIGHTS.get(page, 1) for page in self.pages])[0]

    def make(self, page: str, fund: int | None = None) -> Sending | None:
        """Make up a form of a page, in any fund unless told; None where there is no place for it yet."""
        if fund is not None:
            return self.forward(page, fund)
        if self.winding_up is not None and self.chance.random() < 0.6:
            return self.end(self.winding_up)
        if page in ("reverse", "fail", "edit"):
            return self.back(page)
        fund = self.chance.choice([fund for fund in self.funds if fund != self.winding_up])
        if page == "late_refund" and self.model.closed and self.chance.random() < 0.5:
            fund = self.chance.choice(list(self.model.closed))
        if page in ENDS and self.chance.random() < 0.8:
            fund = self.small
        if page in COMING and fund == self.small:  # it comes to its end: nobody new comes in
            fund = self.funds[0]
        return self.forward(page, fund)

    def forward(self, page: str, fund: int) -> Sending | None:
        """Make up an act that moves something; of a contract only where there is one."""
        about_contracts = page in ("amend", "liquidate") or (page in STEPS and STEPS[page][0] == "commitment")
        if (
            (about_contracts or page in ("final_pay", "refund"))
            and page != "commit"
            and not self.all(fund, "commitment")
        ):
            return None
        own = getattr(self, f"form_{page}", None)
        if own is not None:
            return own(fund)
        doings, about = self.doings(page, fund)
        if page in ONE:  # a release that goes further down in the same act has no page of its own
            doings = tuple(one for one in doings if page != "release" or one.step == "release")[:1]
        if page in ROWS:  # a row without an amount is not asked for, and each place has one
            doings = tuple(
                {
                    (one.place, page in ("reshare", "unassign") and one.back): one
                    for one in doings
                    if one.amount
                }.values()
            )
        if page in ("assign", "unassign") and not doings:
            return None
        if page in IN_ALL:  # what a total comes to has no sign of its own
            doings = tuple(
                one if one.amount >= 0 else replace(one, amount=-one.amount, back=not one.back)
                for one in doings
            )
        kind = "supplement" if page == "approve" and self.has_plan(fund) else page
        return self.sending(page, self.of(kind, fund, doings, about))

    def sending(self, page: str, ask: Ask) -> Sending:
        """Return a form; a closing has no real day beside its own."""
        return Sending(page, replace(ask, happened_on=None) if page == "close" else ask)

    def has_plan(self, fund: int) -> bool:
        """Tell whether a first plan stands."""
        done = enumerate(self.model.done)
        return any(
            one.ask.kind == "approve" and one.ask.fund == fund and n not in self.model.reversed
            for n, one in done
        )

    # ------------------------------------------------------------ pages of their own shape

    def form_commit(self, fund: int) -> Sending:
        """A new contract, signed by both and issued by nobody; its place is opened with it."""
        line = self.useful_line(fund)
        amount = self.amount("commit", max(0, self.model.rest(line, "to_commit")))
        self.contracts += 1
        signed = Voucher(f"{self.contracts}/HĐ", date(2024, 5, 20), PARTY)
        place = self.ground.expect("commitment", line, signed.number)
        ask = self.of("commit", fund, (Doing("commit", place.id, amount),))
        return Sending("commit", replace(ask, voucher=signed))

    def useful_line(self, fund: int) -> Place:
        """Return a line with room for a contract, if there is one."""
        lines = self.all(fund, "line")
        return self.chance.choice([one for one in lines if self.model.rest(one, "to_commit") > 0] or lines)

    def form_cut(self, fund: int) -> Sending:
        """The plan falls; lines of the same decision fall first."""
        lines = self.chance.sample(self.all(fund, "line"), k=1) if self.chance.random() < 0.6 else []
        doings = [self.doing("-list", line, self.room("-list", line)) for line in lines]
        doings = [one for one in doings if one.amount]
        top = self.some(fund, "fund")
        freed = sum(one.amount for one in doings if 0 < one.amount < MOST)
        room = min(self.model.rest(top, "to_list") + freed, self.model.rest(top, "to_release"))
        return Sending("cut", self.of("cut", fund, (*doings, self.doing("-approve", top, room))))

    def form_transfer(self, fund: int) -> Sending:
        """From one line to another: listed right, money, or both; what is nothing is not written."""
        doings = [one for one in super().transfer(fund) if one.amount]
        found = Ask("transfer", fund, self.day("transfer", fund), self.voucher(), tuple(doings))
        ends = {
            f"{'source' if one.back else 'target'}": one.place
            for one in doings
            if one.step in ("assign", "list")
        }
        if len(ends) < 2:
            ends = {"source": self.some(fund, "line").id, "target": self.some(fund, "line").id}
            found = replace(found, doings=())
        more = {name: self.ground.public[place] for name, place in ends.items()}
        for name, step in (("listed", "list"), ("money", "assign")):
            amounts = [one.amount for one in found.doings if one.step == step]
            more[name] = str(amounts[0]) if amounts else ""
        return Sending("transfer", found, more)

    def form_withdraw(self, fund: int) -> Sending:
        """Released money taken back by rule, some of it from lines set by hand; the rest is the page's work."""
        top = self.some(fund, "fund")
        lines = [one for one in self.all(fund, "line") if self.model.rest(one, "money") > 0]
        hand = self.chance.sample(lines, 1) if lines and self.chance.random() < 0.4 else []
        doings = [self.doing("-assign", one, year_end.spare(self.model, one)) for one in hand]
        left = year_end.withdrawable(self.model, fund)
        ask = self.of("withdraw", fund, (*doings, self.doing("-release", top, left)))
        return Sending("withdraw", ask, {"rule": self.chance.choice(("pro_rata", "last_first"))})

    def form_year_end(self, fund: int, *, lapse: bool = False) -> Sending:
        """Everything that is left at once; `lapse`: nothing goes over."""
        fates: dict[int, str] = {}
        usual = self.chance.random() < 0.3
        for place, _name, _held in self.model.remains(fund):
            offered = year_end.FATES.get(place.kind)
            if offered and place.id not in fates:
                fates[place.id] = offered[0] if usual else self.chance.choice(offered)
                if lapse:
                    fates[place.id] = "stay" if place.kind == "commitment" else "lapse"
        lapses, goes = year_end.expected(self.model, fund, fates, self.ground.onward)
        day, more = self.day("carry_over", fund), {}
        for at, fate in fates.items():
            more[f"fate_{self.ground.own[at]}"] = fate
        ask = Ask("cancel", fund, day, self.voucher(), lapses)
        if goes:
            ask = Ask("carry_over", fund, day, self.voucher(), goes, along=(ask,) if lapses else ())
        if goes and self.chance.random() < 0.05:
            more["forgotten"] = "permission"
        if self.chance.random() < 0.05:
            more["shown"] = "1.0"
        return Sending("year_end", ask, more)

    def end(self, fund: int) -> Sending:
        """Bring one thing to its end in a fund that is to be closed."""
        ask = self.ending(fund)
        if ask.kind == "cancel":
            return self.form_year_end(fund, lapse=self.chance.random() < 0.7)
        return self.sending(ask.kind, ask)

    # ------------------------------------------------------------ taking back, correcting

    def back(self, page: str) -> Sending | None:
        """Take an act back, or correct it."""
        if not self.model.done:
            return None
        ask = replace(self.taking_back(page), along=())
        act = self.model.done[ask.reverses]  # type: ignore[index]
        if page != "edit" or act.ask.kind in NOT_CORRECTED:
            return Sending(page, ask)
        return self.edit(ask, act)

    def edit(self, ask: Ask, act: Done) -> Sending:
        """The act as it should have been, from the same form: some amounts other, some left out."""
        more, doings = {}, []
        for number, doing in enumerate(entered(act)):
            amount = self.chance.choice((self.near(doing.amount), doing.amount, doing.amount))
            if self.chance.random() < 0.03:
                amount = self.amount(doing.way, doing.amount)
            more[f"step_{number}"] = str(amount)
            doings += [replace(doing, amount=amount)] if amount else []
        old = act.ask
        day = old.day if self.chance.random() < 0.6 else self.day(old.kind, old.fund)
        voucher = old.voucher if self.chance.random() < 0.5 else ask.voucher
        right = replace(
            old, day=day, voucher=voucher, doings=tuple(doings), along=(), happened_on=None, percent=None
        )
        wrong = replace(ask, kind="reverse", day=max(day, old.day), voucher=voucher)
        return Sending("edit", replace(wrong, along=(right,)), more, otherwise=replace(right, along=(wrong,)))

    # ------------------------------------------------------------ amounts and days

    def amount(self, way: str, room: int) -> int:
        """Return an amount; a first plan is never so large that nothing could be added to it."""
        amount = super().amount(way, room)
        return room if way in ("approve", "request") and MOST // 2 < amount <= MOST else amount

    def day(self, kind: str, fund: int) -> date:
        """Return a day; what ends a year comes in the year after as well."""
        if kind in LATE_SETTLING and self.chance.random() < 0.7:
            return date(self.model.years[fund] + 1, 1, 1) + timedelta(self.chance.randint(0, 200))
        return super().day(kind, fund)


def entered(done: Done) -> list[Doing]:
    """Return the steps of an act as they were typed: what a payment was split into is one amount again."""
    split = done.ask.kind in (*PAYMENTS, "refund")
    sums: dict[tuple[object, ...], int] = {}
    for one in done.steps:
        if split and one.step == "clear":
            continue
        step = "pay" if split and one.step == "prepay" else one.step
        key = (step, one.place, one.back, one.to)
        sums[key] = sums.get(key, 0) + one.amount
    return [Doing(step, place, amount, back, to) for (step, place, back, to), amount in sums.items()]
