"""Random acts in the program and in a model side by side: the same are accepted, the same refused for the same reason.

The seed is printed; RANDOM_SEED repeats a run.
"""

import os
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from promotion.access.actor import Actor
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.ledger import service, verify
from promotion.ledger.books import COUNTERS, ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Entry, Envelope, Fund, Proposal
from tests.ledger.model import MOST, PAYMENTS, STEPS, Ask, Model, Place, Voucher
from tests.support.treasury import Treasury, code_of

KINDS = ("approve", "list", "release", "share", "assign", "commit", "advance", "pay", "accept", "reverse")
WEIGHTS = (4, 6, 5, 7, 9, 8, 6, 10, 7, 9)
UNITS = ("centre-2024-91", "centre-2024-92", "ipc1")
CHECK_EVERY = 250


@dataclass(frozen=True)
class Open:
    """A proposal that waits, and who made it."""

    public_id: str
    ask: Ask
    by: Actor


class Machine:
    """Makes up acts, asks both for them, and compares."""

    def __init__(self, treasury: Treasury, seed: int) -> None:
        self.treasury = treasury
        self.chance = random.Random(seed)
        self.ids: list[int] = []  # row ids of the acts in the model's order
        self.open: list[Open] = []
        self.accepted = 0
        self.refusals: dict[str, int] = {}
        self.funds = [
            treasury.fund(),
            treasury.fund("local", 2024, "department-2024-91", "2024-91"),
            treasury.fund("national", 2023, two_person=True),
        ]
        self.model = Model({fund.id: fund.budget_year for fund in self.funds}, today())
        for number, fund in enumerate(self.funds):
            self.plant(fund, number)
        self.public_ids: dict[int, str] = {}

    def plant(self, fund: Fund, number: int) -> None:
        """Open the places of a fund: three shares, two or three lines in each, up to two commitments in a line."""
        top = Place(self.treasury.top(fund), "fund", fund.id, None, fund.owner_unit_id)
        self.model.open(top)
        for position, unit in enumerate(UNITS):
            unit_id = self.treasury.units[unit]
            share = Place(self.treasury.share(fund, unit), "share", fund.id, top.id, unit_id)
            self.model.open(share)
            for project in range(2 + position % 2):
                line_id = self.treasury.line(share.id, 10 * number + project, home=None)
                self.model.open(Place(line_id, "line", fund.id, share.id, unit_id))
                for _ in range(1 + project % 2):
                    commitment = self.treasury.commitment(line_id)
                    self.model.open(Place(commitment, "commitment", fund.id, line_id, unit_id))

    # ------------------------------------------------------------ making up

    def ask(self) -> Ask:
        """Make up an act: mostly sensible, sometimes at an edge, sometimes nonsense."""
        kind = self.chance.choices(KINDS, WEIGHTS)[0]
        if kind == "reverse":
            if not self.model.done:
                return self.ask()
            number = self._some_act()
            act = self.model.done[number]
            return Ask(
                "reverse", act.fund, self._day(act.fund, after=act.day), self._voucher(), reverses=number
            )
        fund = self.chance.choice(self.funds).id
        subject = STEPS[kind][0]
        places = [
            place for place in self.model.places.values() if place.kind == subject and place.fund == fund
        ]
        useful = [place for place in places if self._room(kind, place) > 0]
        first = self.chance.choice(useful if useful and self.chance.random() < 0.9 else places)
        chosen = [first]
        if self.chance.random() < 0.2:
            mates = [place for place in places if place.unit == first.unit or self.chance.random() < 0.1]
            chosen += self.chance.choices(mates, k=self.chance.randint(1, 2))
        if self.chance.random() < 0.01:
            chosen.append(self.chance.choice(list(self.model.places.values())))
        amounts = tuple((place.id, self._amount(kind, place, len(chosen))) for place in chosen)
        return Ask(
            kind, fund, self._day(fund), self._voucher(), amounts if self.chance.random() < 0.995 else ()
        )

    def _some_act(self) -> int:
        """Prefer a late act: the early ones are used already."""
        count = len(self.model.done)
        return min(count - 1, max(0, count - 1 - int(self.chance.expovariate(0.2))))

    def _room(self, kind: str, place: Place) -> int:
        taken = [step[0] for step in STEPS[kind][2] if step[0]]
        if kind == "approve" or place.kind != STEPS[kind][0]:
            return 1000
        return min(self.model.named(name, place) for name in taken)

    def _amount(self, kind: str, place: Place, parts: int) -> int:
        room = self._room(kind, place)
        luck = self.chance.random()
        if luck < 0.06:
            return self.chance.choice((0, -1, 1, room, room + 1, MOST, MOST + 1, 2**63))
        if kind == "approve" and luck > 0.995:
            return MOST - self.chance.randint(0, 2)
        if luck < 0.75:
            return self.chance.randint(1, max(1, room // parts))
        return self.chance.choice((room, room + 1, self.chance.randint(1, 2000)))

    def _day(self, fund: int, after: date | None = None) -> date:
        year = self.model.years[fund]
        luck = self.chance.random()
        if luck < 0.03:
            return self.chance.choice((date(year - 1, 12, 31), date(year + 1, 2, 1), today() + timedelta(1)))
        start = after or date(year, 1, 1)
        return start + timedelta(self.chance.randint(-2 if luck < 0.1 else 0, 200))

    def _voucher(self) -> Voucher:
        number = f"{self.chance.randint(1, 60)}/qđ"
        return Voucher(self.chance.choice((number, number.upper())), date(2024, 5, 20), "Kho bạc")

    # ------------------------------------------------------------ asking both

    def step(self) -> None:
        """Ask for one act, or decide on an open proposal, in both; compare the answers and what stands then."""
        if self.open and self.chance.random() < 0.3:
            self.settle(self.open.pop(self.chance.randrange(len(self.open))))
            return
        ask = self.ask()
        fund = next(fund for fund in self.funds if fund.id == ask.fund)
        expected = self.early(ask) if fund.two_person else self.model.decide(ask)
        by = self.treasury.clerk if fund.two_person else self.treasury.head
        before = self.trail() if expected else []
        done: list[Act | Proposal] = []
        code = code_of(lambda: done.append(unit_of_work.run(lambda: self.send(ask, by))))
        assert code == expected, (ask, self.where(ask))
        if code:
            self.refused(code, before)
        elif isinstance(done[0], Act):
            self.book(ask, done[0])
        else:
            self.open.append(Open(done[0].public_id, ask, by))
            self.accepted += 1

    def early(self, ask: Ask) -> str | None:
        """Return what is refused already when an act is proposed: a proposal reserves nothing and sees no ceiling."""
        code = self.model.decide(ask)
        late = {"act.reversal", "day.reversal", "voucher.used", "amount.most"}
        return None if code in late or (code or "").startswith("ceiling") else code

    def send(self, ask: Ask, by: Actor) -> Act | Proposal:
        """Propose to the program."""
        document = Document(ask.voucher.number, ask.voucher.day, ask.voucher.issuer)
        draft = ActDraft(ActKind(ask.kind), ask.fund, ask.day, document, ask.amounts)
        if ask.reverses is None:
            return service.propose(by, draft)
        public_id = db.session.scalars(select(Act.public_id).where(Act.id == self.ids[ask.reverses])).one()
        return service.propose_reversal(by, public_id, replace(draft, reason="drawn by lot"))

    def settle(self, waiting: Open) -> None:
        """Book, return or withdraw a proposal; first let the wrong person try."""
        if self.chance.random() < 0.15:
            expected, verb = (
                None,
                self.chance.choice(
                    (
                        lambda: service.return_proposal(
                            self.treasury.head, waiting.public_id, "drawn by lot"
                        ),
                        lambda: service.withdraw_proposal(self.treasury.clerk, waiting.public_id),
                    )
                ),
            )
            assert code_of(lambda: unit_of_work.run(verb)) == expected
            again = code_of(lambda: unit_of_work.run(verb))
            assert again == "proposal.decided"
            self.accepted += 1
            self.refusals[again] = self.refusals.get(again, 0) + 1
            return
        expected = self.model.decide(waiting.ask)
        before = self.trail() if expected else []
        done: list[Act] = []
        code = code_of(
            lambda: done.append(
                unit_of_work.run(lambda: service.book_proposal(self.treasury.head, waiting.public_id))
            )
        )
        assert code == expected, (waiting.ask, self.where(waiting.ask))
        if code:
            self.refused(code, before)
        else:
            self.book(waiting.ask, done[0])

    def book(self, ask: Ask, act: Act) -> None:
        self.model.apply(ask)
        self.ids.append(act.id)
        self.accepted += 1
        self.compare()

    def refused(self, code: str, before: list[int | None]) -> None:
        self.refusals[code] = self.refusals.get(code, 0) + 1
        assert self.trail() == before
        self.compare()

    # ------------------------------------------------------------ comparing

    def trail(self) -> list[int | None]:
        """Return how far each table goes that an act would make longer."""
        last = [select(func.max(table.id)).scalar_subquery() for table in (Act, Entry, AuditLine, Proposal)]
        found = list(db.session.execute(select(*last)).one())
        db.session.rollback()
        return found

    def compare(self) -> None:
        """Every counter of every envelope is what the model says is left."""
        columns = [getattr(Envelope, counter) for counter in COUNTERS]
        for place_id, *balances in db.session.execute(select(Envelope.id, *columns)):
            here = dict(zip(COUNTERS, balances, strict=True))
            left = self.model.left(self.model.places[place_id])
            assert here == dict.fromkeys(COUNTERS, 0) | left, self.model.places[place_id]
        db.session.rollback()

    def recount(self) -> None:
        """Nothing differs from the entries; no sum of the whole passes the sum above it."""
        assert verify.differences() == []
        db.session.rollback()
        for top in (place for place in self.model.places.values() if place.kind == "fund"):
            shares = [self.model.places[share] for share in top.below]
            lines = [self.model.places[line] for share in shares for line in share.below]
            assert sum(line.sums["listed"] for line in lines) <= top.sums["approved"]
            assert sum(s.sums["shared"] for s in shares) <= top.sums["released"] <= top.sums["approved"]
            for share in shares:
                assert (
                    sum(self.model.places[line].sums["assigned"] for line in share.below)
                    <= share.sums["shared"]
                )
            for line in lines:
                contracts = [self.model.places[contract] for contract in line.below]
                paid = sum(c.sums["advanced"] + c.sums["paid"] for c in contracts)
                assert paid <= line.sums["assigned"] <= line.sums["listed"]
                for c in contracts:
                    assert c.sums["advanced"] + c.sums["paid"] <= c.sums["committed"]
                    assert c.sums["accepted"] <= c.sums["committed"]

    def where(self, ask: Ask) -> dict[int, dict[str, int]]:
        """Return what is left around an act, to understand a disagreement."""
        act = self.model.done[ask.reverses] if ask.reverses is not None else ask
        return {
            above.id: self.model.left(above)
            for place, _amount in act.amounts
            if place in self.model.places
            for above in self.model.upwards(self.model.places[place])
        }


def run(treasury: Treasury, operations: int) -> Machine:
    seed = int(os.environ.get("RANDOM_SEED") or random.SystemRandom().randrange(10**6))
    print(f"RANDOM_SEED={seed}")  # noqa: T201 - shown when the test fails
    machine = Machine(treasury, seed)
    for number in range(1, operations + 1):
        machine.step()
        if number % CHECK_EVERY == 0:
            machine.recount()
    machine.recount()
    print(f"{machine.accepted} of {operations} accepted; refused: {machine.refusals}")  # noqa: T201 - the same
    return machine


def test_two_thousand_random_acts_agree_with_the_model(treasury):
    machine = run(treasury, 2000)
    assert machine.accepted >= 600, machine.refusals
    wanted = {"Invalid", "NotFound", "act.reversed", "day.year", "voucher.used", "ceiling.line.money"}
    assert wanted <= set(machine.refusals), machine.refusals
    assert {act.kind for act in machine.model.done} == set(KINDS)
    assert any(ask.kind in PAYMENTS for ask in machine.model.done)


@pytest.mark.long
def test_fifty_thousand_random_acts_agree_with_the_model(treasury):
    assert run(treasury, 50_000).accepted >= 15_000
