"""Rings and crossing moves of money, by people at once: nobody stops another for good, nothing is lost (T-5).

Lines and shares give to each other in rings both ways, years give to each other and take back, a release is withdrawn
while others assign and pay.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import func, select

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.ledger import verify
from promotion.ledger.books import Step
from promotion.ledger.deeds import Part
from promotion.ledger.models import Envelope, Fund
from tests.support.crowd import together
from tests.support.treasury import Treasury, balances

MUCH = 100_000
NEXT_YEAR = date(2025, 3, 3)


@dataclass
class Ring:
    """Two shares, a line in each and a third one, each with a contract; and the same places in the next year."""

    treasury: Treasury
    fund: int
    top: int
    shares: list[int]
    lines: list[int]
    contracts: list[int]
    later: dict[int, int]  # place → its like in the next year

    def share_of(self, line: int) -> int:
        """Return the share above a line: the first two lines lie in the first one."""
        return self.shares[0 if line < 2 else 1]

    def act(self, kind: str, *parts: Part, day: date = date(2024, 5, 20)) -> object:
        """Book an act of steps."""
        return self.treasury.act(kind, Fund(id=self.fund), parts=parts, day=day)

    def transfer(self, source: int, target: int) -> None:
        """Move one đồng, and the right to it, from line to line."""
        one, other = self.lines[source], self.lines[target]
        parts = [Part(Step.assign, one, 1, back=True), Part(Step.list, one, 1, back=True)]
        if self.share_of(source) != self.share_of(target):
            parts += [
                Part(Step.share, self.share_of(source), 1, back=True),
                Part(Step.share, self.share_of(target), 1),
            ]
        self.act("transfer", *parts, Part(Step.list, other, 1), Part(Step.assign, other, 1))

    def reshare(self, source: int, target: int) -> None:
        """Move one đồng from share to share."""
        self.act(
            "reshare",
            Part(Step.share, self.shares[source], 1, back=True),
            Part(Step.share, self.shares[target], 1),
        )

    def over_and_back(self, line: int) -> None:
        """Carry a đồng of a share, of a line and of a contract over into the next year, and take it back."""
        steps = {
            Step.carry_share: self.share_of(line), Step.carry_line: self.lines[line],
            Step.carry_right: self.lines[line], Step.carry_owed: self.contracts[line],
        }  # fmt: skip
        parts = [Part(step, place, 1, to_id=self.later[place]) for step, place in steps.items()]
        act = self.act("carry_over", *parts, day=NEXT_YEAR)
        self.treasury.reverse(act, day=NEXT_YEAR)  # type: ignore[arg-type]

    def withdraw(self, line: int) -> None:
        """Take a đồng of a line back to the treasury."""
        share = self.share_of(line)
        steps = ((Step.assign, self.lines[line]), (Step.share, share), (Step.release, self.top))
        parts = (Part(step, place, 1, back=True) for step, place in steps)
        self.act("withdraw", *parts)

    def assign(self, line: int) -> None:
        """Assign a đồng."""
        self.act("assign", Part(Step.assign, self.lines[line], 1))

    def pay(self, *lines: int) -> None:
        """Pay a đồng on several contracts with one voucher."""
        self.act("pay", *(Part(Step.pay, self.contracts[line], 1) for line in lines))


@pytest.fixture
def ring(treasury) -> Ring:
    """Money enough on every place that no ceiling is in the way."""
    years, places = [treasury.fund(year=year) for year in (2024, 2025)], []
    for fund in years:
        shares = [treasury.share(fund, unit) for unit in ("centre-2024-91", "centre-2024-92")]
        lines = [treasury.line(shares[0], 1), treasury.line(shares[0], 2), treasury.line(shares[1], 3)]
        places.append([*shares, *lines, *(treasury.commitment(line) for line in lines)])
    first, top = years[0], treasury.top(years[0])
    shares, lines, contracts = places[0][:2], places[0][2:5], places[0][5:]
    everything = ((place, MUCH) for place in lines)
    for kind, amounts in (
        *(("approve", ((top, 10 * MUCH),)), ("list", everything), ("release", ((top, 8 * MUCH),))),
        ("share", tuple((share, 3 * MUCH) for share in shares)),
    ):
        treasury.act(kind, first, *amounts)
    for line, contract in zip(lines, contracts, strict=True):
        treasury.act("assign", first, (line, MUCH // 2))
        treasury.act("commit", first, (contract, MUCH // 4))
    return Ring(treasury, first.id, top, shares, lines, contracts, dict(zip(*places, strict=True)))


@pytest.fixture
def waits(monkeypatch):
    """How often an act was tried again, and for how long it waited."""
    found: list[float] = []
    monkeypatch.setattr(unit_of_work.time, "sleep", found.append)
    return found


def everything(*counters: str) -> int:
    """Return counters added up over all places (đồng)."""
    whole = sum(getattr(Envelope, counter) for counter in counters)
    total = db.session.scalar(select(func.sum(whole)))
    db.session.rollback()
    return int(total or 0)


def times(rounds: int, act: Callable[..., None], *where: int) -> Callable[[], None]:
    """Return a person's work: the same act again and again."""

    def work() -> None:
        for _ in range(rounds):
            act(*where)

    return work


def go_round(app, ring: Ring, rounds: int, waits: list[float]) -> None:
    """Let ten people work at once, and look at what there is afterwards."""
    money = everything("money")
    acts = (
        *((ring.transfer, *pair) for pair in ((0, 1), (1, 2), (2, 0), (2, 1), (1, 0), (0, 2))),
        *((ring.reshare, *pair) for pair in ((0, 1), (1, 0))),
        *((ring.over_and_back, line) for line in (0, 2)),
    )
    results = together(app, [times(rounds, act, *where) for act, *where in acts])
    assert results == [None] * len(acts)
    assert waits == []
    assert everything("money") == money
    assert [balances(line)["assigned"] for line in ring.lines] == [
        MUCH // 2
    ] * 3  # each gave as often as it got
    assert everything("carried_in", "carried_out", "rights_in", "rights_out") == 0
    assert verify.differences() == []


def test_rings_and_crossing_moves_end_as_they_began(app, ring, waits):
    go_round(app, ring, 5, waits)


@pytest.mark.long
def test_five_thousand_moves_in_rings_end_as_they_began(app, ring, waits):
    go_round(app, ring, 500, waits)


def test_a_withdrawal_goes_on_beside_assignments_and_payments(app, ring, waits):
    money, rounds = everything("money"), 4
    acts = (
        *((ring.withdraw, line) for line in (0, 1, 2)),
        *((ring.assign, line) for line in (2, 1, 0)),
        *((ring.pay, 0, 1), (ring.pay, 1, 0), (ring.transfer, 2, 0), (ring.transfer, 0, 2)),
    )
    results = together(app, [times(rounds, act, *where) for act, *where in acts])
    assert Counter(map(repr, results)) == {"None": len(acts)}
    assert waits == []
    assert everything("money") == money - 3 * rounds - 4 * rounds
    assert everything("paid") == 4 * rounds
    assert verify.differences() == []
