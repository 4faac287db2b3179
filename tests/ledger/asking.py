"""Makes acts up by lot: mostly sensible on what the model has left, sometimes at an edge, sometimes nonsense."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.ledger.model import MIRRORS, MOST, Ask, Doing, Model, Place, Voucher
from tests.ledger.wording import ACTS, PAYMENTS, STEPS

# How often each kind is asked for; those not named once.
WEIGHTS = {
    "approve": 4,
    "list": 6,
    "release": 5,
    "share": 7,
    "assign": 9,
    "commit": 8,
    "advance": 5,
    "accept": 8,
    "clear": 3,
    "pay": 9,
    "final_pay": 2,
    "refund": 3,
    "settle": 3,
    "reverse": 8,
    "fail": 2,
    "edit": 3,
    "carry_over": 3,
    "cancel": 1,
    "close": 1,
    "transfer": 3,
    "relist": 2,
    "reshare": 2,
    "unassign": 2,
    "withdraw": 2,
    "amend": 2,
    "request": 1,
    "demand": 3,
    "recover": 2,
}
KINDS = (*ACTS, *MIRRORS, "edit")
ODD = 0.06
VOUCHERS = 120
TREASURY = ("Kho bạc", "Kho bạc Nhà nước khu vực")
# What a step must leave beside the counters it takes from.
KEPT = {
    "-advance": ("commitment.advances", "commitment.unasked"),
    "-pay": ("commitment.payments", "commitment.unasked"),
    "demand": ("commitment.unasked",),
    "give_back": ("line.kept",),
}
PLACE_OF = {"fund": "top", "share": "share", "line": "line", "commitment": "contract"}


@dataclass
class Lot:
    """Draws acts from the funds of a model. `winding_up`: a fund of which everything is being brought to an end."""

    model: Model
    chance: random.Random
    funds: list[int]
    winding_up: int | None = None
    undoing: float = 0.7  # how often something is taken back while a fund is brought to its end

    def ask(self) -> Ask:
        """Make up an act."""
        kind = self.chance.choices(KINDS, [WEIGHTS.get(kind, 1) for kind in KINDS])[0]
        if self.winding_up is not None and self.chance.random() < 0.4:
            return self.ending(self.winding_up)
        if kind in (*MIRRORS, "edit"):
            return self.taking_back(kind) if self.model.done else self.ask()
        fund = self.chance.choice([fund for fund in self.funds if fund != self.winding_up])
        doings, about = self.doings(kind, fund)
        if self.chance.random() < 0.005:
            doings = ()
        elif doings and self.chance.random() < 0.01:
            doings = (*doings[:-1], replace(doings[-1], place=self.chance.choice(list(self.model.places))))
        return self.of(kind, fund, doings, about)

    def of(self, kind: str, fund: int, doings: tuple[Doing, ...], about: int | None = None) -> Ask:
        """Return an act with a day and a voucher of its own."""
        day = self.day(kind, fund)
        happened = day - timedelta(self.chance.randint(1, 90)) if self.chance.random() < 0.05 else None
        return Ask(kind, fund, day, self.voucher(), doings, about, happened_on=happened)

    # ------------------------------------------------------------ taking back, entering anew

    def taking_back(self, kind: str) -> Ask:
        """Take an act back, or put another one in its place; prefer a late act: the early ones are used already."""
        done = self.model.done
        wanted = range(len(done))
        if kind == "fail" and self.chance.random() < 0.9:
            wanted = [n for n in wanted if done[n].ask.kind in PAYMENTS] or wanted  # type: ignore[assignment]
        if self.chance.random() < 0.7:
            standing = [n for n in wanted if n not in self.model.reversed and done[n].ask.kind not in MIRRORS]
            wanted = standing or wanted  # type: ignore[assignment]
        number = wanted[max(0, len(wanted) - 1 - int(self.chance.expovariate(0.2)))]
        act = done[number].ask
        day = act.day + timedelta(self.chance.randint(-2 if self.chance.random() < 0.4 else 0, 60))
        back = Ask("fail" if kind == "fail" else "reverse", act.fund, day, self.voucher(), reverses=number)
        if kind != "edit" or act.kind in MIRRORS or not act.doings:
            return back
        doings = tuple(replace(doing, amount=self.near(doing.amount)) for doing in act.doings)
        voucher = act.voucher if self.chance.random() < 0.5 else self.voucher()
        anew = replace(act, day=max(day, act.day), voucher=voucher, doings=doings, along=(), happened_on=None)
        return replace(back, along=(anew,))

    def near(self, amount: int) -> int:
        """Return a corrected amount."""
        return max(1, amount - self.chance.randint(-2, max(2, amount // 3)))

    # ------------------------------------------------------------ what each kind is made of

    def doings(self, kind: str, fund: int) -> tuple[tuple[Doing, ...], int | None]:
        """Return the steps of an act of a kind, or the place it is about."""
        if kind == "close":
            return (), self.some(fund, "fund").id
        if kind == "liquidate":
            contracts = self.all(fund, "commitment")
            ready = [
                c for c in contracts if not (self.model.rest(c, "due") or self.model.rest(c, "uncleared"))
            ]
            owing = [c for c in ready if self.model.rest(c, "owed") > 0]
            return (), self.chance.choice(owing or ready or contracts).id
        if kind in ("cut", "relist", "withdraw", "reshare", "transfer", "unassign", "amend"):
            return self.moving(kind, fund), None
        if kind in ("cancel", "carry_over"):
            return self.what_is_left(kind, fund), None
        if kind == "release":
            return self.downwards(fund), None
        ways = ACTS[kind].split()
        way = self.chance.choice(ways)
        first = self.useful(way, fund, final=kind == "final_pay")
        places = [first]
        if self.chance.random() < 0.15 and kind != "refund":
            mates = [
                p for p in self.all(fund, first.kind) if p.unit == first.unit or self.chance.random() < 0.1
            ]
            places += self.chance.choices(mates, k=self.chance.randint(1, 2))
        return tuple(
            self.doing(way, place, self.room(way, place, final=kind == "final_pay") // len(places))
            for place in places
        ), None

    def moving(self, kind: str, fund: int) -> tuple[Doing, ...]:
        """Give back in one place and take in another; what is given back may be taken at once."""
        if kind == "transfer":
            return self.transfer(fund)
        if kind == "withdraw":
            line = self.useful("-assign", fund)
            share, top = self.above(line, "share"), self.above(line, "fund")
            doings, freed = [], 0
            for way, place in (("-assign", line), ("-share", share), ("-release", top)):
                room = self.room(way, place) + freed
                if room > 0 and (way == "-release" or self.chance.random() < 0.6):
                    doings.append(self.doing(way, place, room))
                    freed = doings[-1].amount
            return tuple(doings)
        back, on = {
            "cut": ("-list", "-approve"),
            "relist": ("-list", "list"),
            "reshare": ("-share", "share"),
            "unassign": ("-assign", "assign"),
            "amend": ("-commit", "commit"),
        }[kind]
        given = self.useful(back, fund)
        first = self.doing(back, given, self.room(back, given))
        if self.chance.random() < 0.3:
            return (first,)
        mates = [
            place for place in self.all(fund, STEPS[on.removeprefix("-")][0]) if place.parent == given.parent
        ]
        taken = self.chance.choice(mates) if kind != "cut" else self.above(given, "fund")
        return self.shuffled((self.doing(on, taken, self.room(on, taken) + first.amount), first))

    def downwards(self, fund: int) -> tuple[Doing, ...]:
        """Release money, and sometimes share it out and assign it in the same act: what comes down may go on."""
        line = self.useful("assign", fund)
        share, top = self.above(line, "share"), self.above(line, "fund")
        doings = [self.doing("release", top, self.room("release", top))]
        come = doings[0].amount
        for way, place in (("share", share), ("assign", line)):
            if self.chance.random() < 0.5:
                wanted = max(0, self.rest_above(way, place)) + come
                room = min(wanted, self.model.rest(line, "to_assign")) if way == "assign" else wanted
                doings.append(self.doing(way, place, room))
                come = doings[-1].amount
            else:
                come = 0
        return self.shuffled(doings)

    def rest_above(self, way: str, place: Place) -> int:
        """Return the money that a step of the plan takes on: the fund's, or the unit's."""
        return self.model.rest(self.above(place, "fund" if way == "share" else "share"), "money")

    def transfer(self, fund: int) -> tuple[Doing, ...]:
        """Take from one line and its unit, give to another line and its unit; or the one without the other."""
        source, target = self.useful("-assign", fund), self.some(fund, "line")
        amount = max(1, self.room("-assign", source))
        doings = [self.doing("-assign", source, amount)]
        amount = doings[0].amount
        listed = min(max(0, self.room("-list", source)) + amount, amount + self.chance.randint(0, 2))
        shares = self.above(source, "share"), self.above(target, "share")
        if shares[0] is not shares[1]:
            doings += [Doing("share", shares[0].id, amount, back=True), Doing("share", shares[1].id, amount)]
        if self.chance.random() < 0.8:
            doings += [
                Doing("list", source.id, max(1, listed), back=True),
                Doing("list", target.id, max(1, listed)),
            ]
        doings.append(Doing("assign", target.id, amount))
        return self.shuffled(doings)

    def what_is_left(self, kind: str, fund: int) -> tuple[Doing, ...]:
        """Let some of what is left lapse, or go over into the next year's fund."""
        start = "carry_" if kind == "carry_over" else ("lapse_", "cancel_")
        ends = (
            (step, place)
            for step in STEPS
            if step.startswith(start)
            for place in self.all(fund, STEPS[step][0])
        )
        opposite = kind == "carry_over"
        found = [(s, p) for s, p in ends if not (opposite and p.opposite is None) and self.room(s, p) > 0]
        if not found:
            step = "lapse_plan" if kind == "cancel" else "carry_line"
            return (self.doing(step, self.some(fund, STEPS[step][0]), 1),)
        chosen = self.chance.sample(found, min(len(found), self.chance.choice((1, 1, 2, 3, 5))))
        return tuple(self.doing(step, place, self.room(step, place) // 2 or 1) for step, place in chosen)

    def ending(self, fund: int) -> Ask:
        """Bring one thing to an end in a fund that is to be closed; close it when nothing is left."""
        remains = self.model.remains(fund)
        if not remains:
            return self.of("close", fund, (), self.some(fund, "fund").id)
        contracts = [one for one in remains if one[0].kind == "commitment"]
        if self.chance.random() < self.undoing:  # what is in the way is taken back, the last act first
            return self.last_back(fund)
        place, name, held = self.chance.choice(contracts or remains)
        due, open_advance = ((self.model.rest(place, n) if contracts else 0) for n in ("due", "uncleared"))
        if due and open_advance:
            kind, way, held = "clear", "clear", min(due, open_advance)
        elif due:
            kind, way, held = "pay", "pay", due
        elif open_advance:
            way = self.chance.choice(
                [way for way in ("-advance", "-pay") if self.room(way, place) > 0] or ["-pay"]
            )
            kind, held = "refund", max(1, min(open_advance, self.room(way, place)))
        elif name == "to_accept":
            kind, way = "accept", "accept"
        elif contracts:
            return self.of("liquidate", fund, (), place.id)
        else:
            lapses = {"to_list": "lapse_plan", "to_release": "lapse_release", "to_assign": "lapse_line"}
            kind, way = "cancel", lapses.get(name, f"cancel_{place.kind}")
        return self.of(kind, fund, (Doing(way.removeprefix("-"), place.id, held, way.startswith("-")),))

    def last_back(self, fund: int) -> Ask:
        """Take back the last act of a fund that stands."""
        done = self.model.done
        standing = (
            n for n in reversed(range(len(done))) if done[n].ask.fund == fund and n not in self.model.reversed
        )
        number = next(n for n in standing if done[n].ask.kind not in MIRRORS)
        return Ask("reverse", fund, done[number].ask.day, self.voucher(), reverses=number)

    # ------------------------------------------------------------ places and amounts

    def all(self, fund: int, kind: str) -> list[Place]:
        """Return the places of a kind in a fund."""
        return [place for place in self.model.places.values() if place.kind == kind and place.fund == fund]

    def some(self, fund: int, kind: str) -> Place:
        """Return any place of a kind."""
        return self.chance.choice(self.all(fund, kind))

    def useful(self, way: str, fund: int, *, final: bool = False) -> Place:
        """Return a place where the step has room, if there is one."""
        places = self.all(fund, STEPS[way.removeprefix("-")][0])
        useful = [place for place in places if self.room(way, place, final=final) > 0]
        return self.chance.choice(useful if useful and self.chance.random() < 0.95 else places)

    def above(self, place: Place, kind: str) -> Place:
        """Return the place of a kind above another."""
        return next(above for above in self.model.upwards(place) if above.kind == kind)

    def room(self, way: str, place: Place, *, final: bool = False) -> int:
        """Return how much a step could move now (đồng); without a ceiling some thousand."""
        pairs = STEPS[way.removeprefix("-")][2]
        names = [pair[1 if way.startswith("-") else 0] for pair in pairs]
        if way in ("pay", "-pay") and not final:  # what is paid ahead needs no accepted work
            names = names[:2]
        names += KEPT.get(way, ())
        doing = Doing(way.removeprefix("-"), place.id, 0)
        rooms = [self.model.named(name, doing) for name in names if name and not name.startswith("next ")]
        return min(rooms) - (self.model.rest(place, "uncleared") if final else 0) if rooms else 1000

    def doing(self, way: str, place: Place, room: int) -> Doing:
        """Return a step with an amount by lot."""
        to = place.opposite if way.startswith("carry_") else None
        return Doing(way.removeprefix("-"), place.id, self.amount(way, room), way.startswith("-"), to)

    def amount(self, way: str, room: int) -> int:
        """Return an amount: within the room, exactly the room, or beside the rules."""
        luck = self.chance.random()
        if luck < ODD:
            return self.chance.choice((0, -1, 1, room, room + 1, room + 1, MOST, MOST + 1, 2**63))
        if way == "approve" and luck > 0.995:
            return MOST - self.chance.randint(0, 2)
        return room if luck > 0.85 and room > 0 else self.chance.randint(1, max(1, room))

    def shuffled(self, doings: Iterable[Doing]) -> tuple[Doing, ...]:
        """Return steps in any order: the ledger writes them in its own."""
        found = list(doings)
        self.chance.shuffle(found)
        return tuple(found)

    def day(self, kind: str, fund: int) -> date:
        """Return a day: mostly one that such an act may carry."""
        year, luck = self.model.years[fund], self.chance.random()
        if luck < 0.02:
            odd = (date(year - 1, 8, 31), date(year - 1, 12, 31), date(year + 1, 2, 1), date(year + 2, 1, 1))
            return self.chance.choice((*odd, self.model.today + timedelta(1)))
        if kind == "carry_over":
            return date(year + 1, 1, 1) + timedelta(self.chance.randint(0, 200))
        return date(year, 2, 1) + timedelta(self.chance.randint(0, 360))

    def voucher(self) -> Voucher:
        """Return a voucher; sometimes one that is in use."""
        number = f"{self.chance.randint(1, VOUCHERS)}/qđ"
        return Voucher(
            self.chance.choice((number, number.upper())), date(2024, 5, 20), self.chance.choice(TREASURY)
        )
