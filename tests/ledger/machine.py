"""The machine of random acts: makes them up, asks the program and the model, and compares answers and counters."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from promotion.access.actor import Actor
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.ledger import places, service, verify
from promotion.ledger.books import COUNTERS, Step
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Fund, Period, Proposal
from tests.ledger.asking import Lot
from tests.ledger.model import MIRRORS, Ask, Done, Model, Place
from tests.support import lots
from tests.support.treasury import Treasury, code_of

UNITS = ("centre-2024-91", "centre-2024-92", "ipc1")
LOOK_AT_ALL = 250
RECOUNT = 2500
TWO_FROM = 400  # đồng: from here on the last fund needs two people
TRAIL = "SELECT {}, (SELECT count(*) FROM voucher_claim)".format(
    ", ".join(f"(SELECT max(id) FROM {table})" for table in ("act", "entry", "audit_line", "proposal"))
)
BALANCES = f"SELECT id, {', '.join(COUNTERS)} FROM envelope WHERE id IN"
ACTS = """
    SELECT id, public_id, kind, amount, happened_on, fund_id, two_person, proposed_by, booked_by, corrects_id
    FROM act WHERE id >= {} ORDER BY id
"""


class Eye:
    """A connection of its own that sees what others see: what is committed, at once."""

    def __init__(self) -> None:
        """Open it past the pool's habits: every read by itself."""
        lent = db.engine.raw_connection()
        self.connection: Any = lent.driver_connection
        lent.detach()
        if db.engine.dialect.name == "postgresql":
            self.connection.autocommit = True

    def read(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return list(self.connection.execute(statement).fetchall())

    def close(self) -> None:
        """Give the connection up."""
        self.connection.close()


@dataclass(frozen=True)
class Open:
    """A proposal that waits, and who made it."""

    public_id: str
    ask: Ask
    by: Actor


class Machine:
    """Two national funds and two local ones, each pair of consecutive years, and a small fund that comes to its end."""

    def __init__(self, treasury: Treasury, seed: int, operations: int) -> None:
        self.treasury = treasury
        self.eye = Eye()
        self.operations = operations
        self.chance = random.Random(seed)
        self.ids: list[int] = []  # row ids of the acts in the model's order
        self.public_ids: list[str] = []
        self.open: list[Open] = []
        self.accepted: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.last: list[int | None] = []
        department, neighbour = ("department-2024-91", "2024-91"), ("department-2024-92", "2024-92")
        self.funds = [
            *(treasury.fund("national", year) for year in (2023, 2024)),
            *(treasury.fund("local", year, *department, two_person=year == 2025) for year in (2024, 2025)),
            treasury.fund("local", 2023, *neighbour),
        ]
        two = self.funds[3]
        unit_of_work.run(
            lambda: places.set_two_person(
                treasury.head, db.session.merge(two), two_person=True, above=TWO_FROM
            )
        )
        self.years = {fund.id: fund.budget_year for fund in self.funds}
        *_others, self.two, self.small = self.years
        self.model = Model(self.years, today())
        planted = [self.plant(fund, 1 if fund.id == self.small else len(UNITS)) for fund in self.funds]
        for before, after in ((planted[0], planted[1]), (planted[2], planted[3])):
            for one, other in zip(before, after, strict=True):
                one.opposite = other.id
        self.lot = Lot(self.model, self.chance, list(self.years))
        db.session.remove()

    def plant(self, fund: Fund, units: int) -> list[Place]:
        """Open the places of a fund: shares, two or three lines in each, up to two contracts in a line."""
        found = [Place(self.treasury.top(fund), "fund", fund.id, None, fund.owner_unit_id)]
        for position, unit in enumerate(UNITS[:units]):
            unit_id = self.treasury.units[unit]
            share = Place(self.treasury.share(fund, unit), "share", fund.id, found[0].id, unit_id)
            found.append(share)
            for project in range(2 + position % 2):
                line = self.treasury.line(share.id, 10 * position + project)
                found.append(Place(line, "line", fund.id, share.id, unit_id))
                contracts = [self.treasury.commitment(line) for _ in range(1 + project % 2)]
                found += [Place(contract, "commitment", fund.id, line, unit_id) for contract in contracts]
        for place in found:
            self.model.open(place)
        return found

    # ------------------------------------------------------------ one step

    def run(self) -> None:
        """Do all operations, and look at everything now and then and at the end."""
        self.last = self.trail()
        for number in range(1, self.operations + 1):
            self.calendar(number)
            self.step()
            if number % LOOK_AT_ALL == 0:
                self.compare(set(self.model.places))
            if number % RECOUNT == 0 or number == self.operations:
                self.recount()

    def calendar(self, number: int) -> None:
        """Let quarters close as the run goes on, and twice bring the small fund to its end."""
        tenth = self.operations // 10
        for place, (fund, year) in enumerate(list(self.years.items())[:4]):
            if number in (tenth * (2 + place), tenth * (6 + place)):
                self.close_through(fund, date(year, 3, 31) if number < tenth * 6 else date(year, 6, 30))
        if number in (tenth * 2, tenth * 6):
            self.lot.winding_up = self.small
        if self.small in self.model.closed:
            self.lot.winding_up = None

    def close_through(self, fund: int, day: date) -> None:
        """Close a fund's books up to a day."""
        closes_on = day + timedelta(30)
        unit_of_work.run(
            lambda: db.session.execute(insert(Period).values(fund_id=fund, through=day, closes_on=closes_on))
        )
        self.model.closed_through[fund] = day

    def step(self) -> None:
        """Ask for one act, or decide on an open proposal, in both; compare the answers and what stands then."""
        self.model.today = today()  # a long run may pass midnight
        if self.open and self.chance.random() < 0.3:
            self.settle(self.open.pop(self.chance.randrange(len(self.open))))
            return
        ask = self.reopening() or self.lot.ask()
        by = self.treasury.head if self.chance.random() < 0.85 else self.treasury.clerk
        expected = self.model.early(ask)
        proposes = by is self.treasury.clerk or self.needs_two(ask)
        expected = expected if proposes else expected or self.model.late(ask)
        done: list[Act | Proposal] = []
        code = code_of(lambda: done.append(unit_of_work.run(lambda: self.send(ask, by))))
        self.agree(ask, code, expected)
        if code is None and isinstance(done[0], Act):
            assert not proposes, ask
            self.book(ask)
        elif code is None:
            assert proposes, ask
            self.open.append(Open(done[0].public_id, ask, by))
            self.accepted["propose"] += 1
            self.last = self.trail()

    def reopening(self) -> Ask | None:
        """Now and then take the closing of a fund back."""
        if not self.model.closed or self.chance.random() > 0.002:
            return None
        number = self.chance.choice(list(self.model.closed.values()))
        act = self.model.done[number].ask
        return Ask("reverse", act.fund, act.day, self.lot.voucher(), reverses=number)

    def needs_two(self, ask: Ask) -> bool:
        """Tell whether the model wants a second person for an act: from an amount on, in the fund that says so."""
        return ask.fund == self.two and any(self.amount(one) >= TWO_FROM for one in ask.acts)

    def amount(self, ask: Ask) -> int:
        if (
            ask.kind == "liquidate"
            and ask.about is not None
            and self.model.places[ask.about].kind == "commitment"
        ):
            return self.model.rest(self.model.places[ask.about], "owed")
        return self.model.amount(ask, ask.doings)

    def send(self, ask: Ask, by: Actor) -> Act | Proposal:
        """Propose to the program."""
        draft = self.draft(ask)
        if ask.reverses is None:
            return service.propose(by, draft)
        return service.propose_reversal(by, self.public_ids[ask.reverses], draft, ActKind(ask.kind))

    def draft(self, ask: Ask) -> ActDraft:
        """Return what the program is asked: plain amounts where the act has one kind of step, else parts."""
        kind = ActKind(ask.kind)
        parts = tuple(Part(Step(d.step), d.place, d.amount, d.back, d.to) for d in ask.doings)
        plain = len({doing.way for doing in ask.doings}) == 1 and ask.doings[0].way in PLAIN.get(
            ask.kind, ask.kind
        )
        return ActDraft(
            kind,
            ask.fund,
            ask.day,
            Document(ask.voucher.number, ask.voucher.day, ask.voucher.issuer),
            amounts=tuple((doing.place, doing.amount) for doing in ask.doings) if plain else (),
            parts=() if plain else parts,
            reason="drawn by lot",
            about=ask.about,
            along=tuple(replace(self.draft(one), corrects=self.ids[ask.reverses or 0]) for one in ask.along),
            happened_on=ask.happened_on,
        )

    def settle(self, waiting: Open) -> None:
        """Book, return or withdraw a proposal; first let the wrong person try."""
        treasury, number = self.treasury, waiting.public_id
        if self.chance.random() < 0.15:
            if waiting.by is treasury.clerk and self.chance.random() < 0.5:
                verb = lambda: service.withdraw_proposal(treasury.clerk, number)  # noqa: E731 - one of two verbs
            else:
                verb = lambda: service.return_proposal(treasury.other_head, number, "drawn by lot")  # noqa: E731 - the same
            assert code_of(lambda: unit_of_work.run(verb)) is None
            assert code_of(lambda: unit_of_work.run(verb)) == "proposal.decided"
            self.accepted["return"] += 1
            self.last = self.trail()
            return
        if waiting.by is treasury.head and self.needs_two(waiting.ask):
            wrong = code_of(lambda: unit_of_work.run(lambda: service.book_proposal(treasury.head, number)))
            self.agree(waiting.ask, wrong, "act.two_people")
        done: list[Act] = []
        code = code_of(
            lambda: done.append(unit_of_work.run(lambda: service.book_proposal(treasury.other_head, number)))
        )
        self.agree(waiting.ask, code, self.model.late(waiting.ask))
        if code is None:
            self.book(waiting.ask)

    # ------------------------------------------------------------ comparing

    def agree(self, ask: Ask, code: str | None, expected: str | None) -> None:
        """Both accept, or both refuse for the same reason; a refusal changes nothing."""
        assert code == expected or (expected is not None and code in expected.split("|")), (
            *("program:", code, "model:", expected, ask),
            self.model.done[ask.reverses] if ask.reverses is not None else None,
            self.where(ask),
        )
        if code is not None:
            self.refusals[code] += 1
            assert (now := self.trail()) == self.last, (now, self.last, code, ask)
            self.compare(self.model.touched(self.known(ask)))

    def book(self, ask: Ask) -> None:
        """Book in the model too; the act says what was asked, and its places hold what is left."""
        done = self.model.apply(ask)
        self.last = self.trail()
        rows = self.eye.read(ACTS.format(self.ids[-1] + 1 if self.ids else 0))
        for one, row in zip(done, rows, strict=True):
            number, public_id, kind, amount, happened_on, fund, two_person, proposed_by, booked_by, _ = row
            self.ids.append(number)
            self.public_ids.append(public_id)
            self.accepted[one.ask.kind] += 1
            day = one.ask.happened_on
            assert (kind, amount, happened_on and str(happened_on)) == (
                one.ask.kind,
                one.amount,
                day and str(day),
            )
            assert two_person == (fund == self.two and amount >= TWO_FROM)
            assert not two_person or proposed_by != booked_by
        if ask.along:
            assert rows[1][-1] == self.ids[ask.reverses or 0]
            self.accepted["edit"] += 1
        self.compare(self.model.touched(step for one in done for step in one.steps))

    def trail(self) -> list[int | None]:
        """Return how far each table goes that an act would make longer."""
        return list(self.eye.read(TRAIL)[0])

    def compare(self, wanted: set[int]) -> None:
        """Every counter of these envelopes is what the model says is left."""
        if not wanted:
            return
        for place_id, *balances in self.eye.read(f"{BALANCES} ({', '.join(map(str, wanted))})"):
            here = {name: held for name, held in zip(COUNTERS, balances, strict=True) if held}
            left = self.model.left(self.model.places[place_id])
            assert here == {name: held for name, held in left.items() if held}, self.model.places[place_id]

    def recount(self) -> None:
        """Nothing differs from the entries; no sum of the whole passes the sum above it; what goes over arrives."""
        assert verify.differences() == []
        db.session.rollback()
        total = self.totals()
        for fund in self.years:
            top = next(
                place for place in self.model.places.values() if (place.fund, place.kind) == (fund, "fund")
            )
            over = total[fund, "line", "rights_in"] - total[fund, "line", "rights_out"]
            carried = sum(total[fund, kind, "carried_in"] for kind in ("share", "line"))
            cash = total[fund, "line", "advanced"] + total[fund, "line", "paid"]
            came = sum(
                place.sums[name] for place in top.under["commitment"] for name in ("due_in", "advance_in")
            )
            shared = total[fund, "share", "released"]
            assert total[fund, "line", "assigned"] <= shared + total[fund, "share", "carried_in"]
            assert shared <= top.sums["released"]
            assert top.sums["released"] <= top.sums["approved"] + over
            assert (
                cash == total[fund, "commitment", "discharged"] <= total[fund, "line", "assigned"] + carried
            )
            assert total[fund, "line", "settled"] <= min(total[fund, "line", "accepted"], cash) + came
        one, other, local, after, _small = self.years
        for before, later in ((one, other), (local, after)):
            for kind in ("share", "line"):
                assert total[before, kind, "carried_out"] == total[later, kind, "carried_in"]
            assert total[before, "line", "rights_out"] == total[later, "line", "rights_in"]

    def totals(self) -> dict[tuple[int, str, str], int]:
        """Return each counter added up over the places of a kind in a fund."""
        sums = ", ".join(f"sum({name}) AS {name}" for name in COUNTERS)
        rows = self.eye.read(f"SELECT fund_id, kind, {sums} FROM envelope GROUP BY fund_id, kind")
        return {
            (fund, kind, name): int(sums[place])
            for fund, kind, *sums in rows
            for place, name in enumerate(COUNTERS)
        }

    def known(self, ask: Ask) -> list:
        """Return the steps of an act on places that there are."""
        steps = [step for one in ask.acts for step in one.doings]
        steps += self.model.done[ask.reverses].steps if ask.reverses is not None else ()
        return [step for step in steps if step.place in self.model.places]

    def where(self, ask: Ask) -> dict[int, dict[str, int]]:
        """Return what is left around an act, to understand a disagreement."""
        return {
            place: {name: held for name, held in self.model.left(self.model.places[place]).items() if held}
            for place in self.model.touched(self.known(ask))
        }


# Acts whose plain amounts stand for another step than their name.
PLAIN = {
    "supplement": "approve", "cut": "-approve", "relist": "list", "withdraw": "-release", "reshare": "share",
    "unassign": "assign", "amend": "commit", "refund": "-advance", "late_refund": "give_back", "transfer": "assign",
    "final_pay": "pay", "cancel": "lapse_line", "carry_over": "-",
}  # fmt: skip


def run(treasury: Treasury, operations: int, *, fresh: bool = False) -> Machine:
    """Run the machine; the seed is printed, and RANDOM_SEED repeats it."""
    machine = Machine(treasury, lots.seed(fresh=fresh), operations)
    machine.run()
    machine.eye.close()
    accepted = sum(machine.accepted.values())
    print(f"{accepted} of {operations}: {dict(machine.accepted)}; refused: {dict(machine.refusals)}")  # noqa: T201 - the same
    return machine


__all__ = ["MIRRORS", "Done", "Machine", "run"]
