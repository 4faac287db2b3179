"""Migration 0015 gives earlier advances, payments and acceptances their claims, as if they had always been kept."""

import pytest
from sqlalchemy import Connection, select, text

from promotion.database import migrate
from promotion.database.base import new_public_id
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.ledger import verify
from promotion.ledger.models import Act, Envelope
from tests.support.treasury import DAY, chain

BEFORE = "0014"
# What an act of the first edition entered: (book, from, to), each a kind of place and a counter.
ENTRIES = {
    "approve": ("rights >top.to_list", "rights >top.to_release"),
    "list": ("rights top.to_list>line.to_assign", "rights >line.to_commit"),
    "release": ("rights top.to_release>top.released", "money >top.money"),
    "share": ("rights top.released>share.released", "money top.money>share.money"),
    "assign": ("rights line.to_assign>line.assigned", "money share.money>line.money"),
    "commit": ("rights line.to_commit>line.committed", "obligations >here.owed", "work >here.to_accept"),
    "advance": ("money line.money>line.advanced", "obligations here.owed>here.discharged"),
    "pay": ("money line.money>line.paid", "obligations here.owed>here.discharged"),
    "accept": ("work here.to_accept>line.accepted",),
}
# Contract by contract: what was done with it, in order (an act, its amounts; "-n": the nth is taken back), and what
# then stands against its money: accepted and not paid, cash out that no work covers, accepted and paid.
STORIES: dict[str, tuple[tuple[tuple[object, ...], ...], tuple[int, int, int]]] = {
    "an advance, then all accepted, then the rest paid": (
        (("advance", 40), ("accept", 100), ("pay", 60)),
        (40, 40, 60),
    ),
    "a payment before acceptance, and one after it": (
        (("pay", 30), ("accept", 20), ("pay", 20)),
        (0, 30, 20),
    ),
    "a payment for more than was accepted": ((("accept", 20), ("pay", 30)), (0, 10, 20)),
    "all taken back, the last first": ((("accept", 50), ("pay", 50), ("-", 1), ("-", 0)), (0, 0, 0)),
    "the acceptance taken back under its payment": ((("accept", 50), ("pay", 50), ("-", 0)), (0, 50, 0)),
    "an acceptance taken back and entered anew": (
        (
            *(("accept", 60), ("pay", 30), ("-", 0), ("accept", 25), ("pay", 10)),
            *(("advance", 5), ("-", 5), ("-", 1)),
        ),
        (15, 0, 10),
    ),
    "two amounts in one payment": ((("accept", 12), ("pay", 10, 5)), (0, 3, 12)),
    "twice the same amount in one payment, taken back": (
        (("accept", 10), ("pay", 7, 7), ("-", 1)),
        (10, 0, 0),
    ),
    "twice the same amount in one payment": ((("accept", 10), ("pay", 7, 7)), (0, 4, 10)),
    "nothing": ((), (0, 0, 0)),
}


class Before:
    """The ledger as the first edition kept it: acts written straight into its tables."""

    def __init__(self, connection: Connection, places: dict[str, int], fund: int) -> None:
        self.connection = connection
        self.places = places
        self.fund = fund

    def act(self, kind: str, *amounts: int, reverses: int | None = None) -> int:
        """Write an act with its entries, and number it."""
        act: int = self.connection.execute(
            text(
                "INSERT INTO act (public_id, kind, fund_id, unit_id, business_date, document_number, document_date, "
                "document_issuer, reverses_id, two_person, opening, proposed_by, booked_by, booked_at) VALUES (:id, "
                ":kind, :fund, 1, :day, '1', :day, 'x', :reverses, FALSE, FALSE, 1, 2, '2024-05-20 18:00:00') "
                "RETURNING id"
            ),
            {"id": new_public_id(), "kind": kind, "fund": self.fund, "day": DAY, "reverses": reverses},
        ).scalar_one()
        for amount in amounts:
            for entry in ENTRIES[kind]:
                book, path = entry.split(" ")
                self.entry(act, book, amount, *path.split(">"))
        self.number(act)
        return act

    def entry(self, act: int, book: str, amount: int, *ends: str) -> None:
        """Write one entry."""
        places = [
            (self.places[end.split(".")[0]], end.split(".")[1]) if end else (None, None) for end in ends
        ]
        (source, taken), (target, filled) = places
        self.connection.execute(
            text(
                "INSERT INTO entry (act_id, book, amount, source_id, source_counter, target_id, target_counter, "
                "business_date) VALUES (:act, :book, :amount, :source, :taken, :target, :filled, :day)"
            ),
            {
                "act": act,
                "book": book,
                "amount": amount,
                "source": source,
                "taken": taken,
                "target": target,
                "filled": filled,
                "day": DAY,
            },
        )

    def take_back(self, act: int) -> int:
        """Write the mirror of an act, its last entry first."""
        rows = self.connection.execute(
            text(
                "SELECT book, amount, target_id, target_counter, source_id, source_counter FROM entry "
                "WHERE act_id = :act AND book <> 'claims' ORDER BY id DESC"
            ),
            {"act": act},
        ).all()
        back = self.act("reverse", reverses=act)
        for book, amount, source, taken, target, filled in rows:
            self.connection.execute(
                text(
                    "INSERT INTO entry (act_id, book, amount, source_id, source_counter, target_id, target_counter, "
                    "business_date) VALUES (:act, :book, :amount, :source, :taken, :target, :filled, :day)"
                ),
                {
                    "act": back,
                    "book": book,
                    "amount": amount,
                    "source": source,
                    "taken": taken,
                    "target": target,
                    "filled": filled,
                    "day": DAY,
                },
            )
        self.number(back)
        return back

    def number(self, act: int) -> None:
        """Give an act the next number; a reversal gets it after its entries."""
        kind = self.connection.execute(text("SELECT kind FROM act WHERE id = :act"), {"act": act}).scalar()
        entered = text("SELECT count(*) FROM entry WHERE act_id = :act")
        if kind == "reverse" and not self.connection.execute(entered, {"act": act}).scalar():
            return
        self.connection.execute(text("UPDATE ledger_clock SET last_number = last_number + 1"))
        numbered = "UPDATE act SET number = (SELECT last_number FROM ledger_clock) WHERE id = :act"
        self.connection.execute(text(numbered), {"act": act})

    def tell(self, story: tuple[tuple[object, ...], ...], contract: int) -> None:
        """Do with a contract what a story says."""
        self.places["here"] = contract
        acts: list[int] = []
        for kind, *numbers in story:
            if kind == "-":  # the contract itself is the first act of all
                acts.append(self.take_back(acts[1 + numbers[0]]))  # type: ignore[operator]
            else:
                acts.append(self.act(str(kind), *numbers))  # type: ignore[arg-type]


@pytest.fixture
def contracts(treasury) -> dict[str, int]:
    """A database on the step below, with a contract for each story."""
    built = chain(treasury)
    found = {name: treasury.commitment(built.line) for name in STORIES}
    places = {"top": built.top, "share": built.share, "line": built.line}
    fund = built.fund.id
    leave()
    migrate.downgrade(db.engine, BEFORE)
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        before = Before(connection, places, fund)
        for kind in ("approve", "list", "release", "share", "assign"):
            before.act(kind, 10_000)
        for name, contract in found.items():
            before.tell((("commit", 100), *STORIES[name][0]), contract)
    return found


def leave() -> None:
    db.session.rollback()
    db.session.remove()


def stands(contract: int) -> tuple[int, int, int]:
    query = select(Envelope.due, Envelope.uncleared, Envelope.covered).where(Envelope.id == contract)
    due, uncleared, covered = db.session.execute(query).one()
    leave()
    return due, uncleared, covered


def test_earlier_acts_get_their_claims_amounts_and_days(contracts):
    migrate.upgrade(db.engine)
    assert {name: stands(contract) for name, contract in contracts.items()} == {
        name: expected for name, (_story, expected) in STORIES.items()
    }
    assert verify.differences() == []
    amounts = dict(db.session.execute(select(Act.kind, Act.amount).where(Act.kind == "list")).all())
    assert amounts == {"list": 10_000}
    days = set(db.session.scalars(select(Act.booked_on)))
    assert [str(day) for day in days] == ["2024-05-21"]  # 18:00 UTC is the next day in Viet Nam


def test_claims_outlive_the_way_down_and_up_again(contracts):
    migrate.upgrade(db.engine)
    once = {name: stands(contract) for name, contract in contracts.items()}
    leave()
    migrate.downgrade(db.engine, BEFORE)
    migrate.upgrade(db.engine)
    assert {name: stands(contract) for name, contract in contracts.items()} == once
    assert verify.differences() == []
    assert migrate.drift(db.engine) == []


def test_what_is_done_between_down_and_up_gets_its_claims_too(contracts, treasury):
    """A payment that stands on work accepted before, and one that is taken back."""
    migrate.upgrade(db.engine)
    leave()
    paid = contracts["a payment before acceptance, and one after it"]
    waiting = contracts["an acceptance taken back and entered anew"]
    line = db.session.get_one(Envelope, waiting).parent_id or 0
    latest, fund = db.session.execute(
        select(Act.id, Act.fund_id).where(Act.kind == "pay", Act.amount == 20)
    ).one()
    leave()
    migrate.downgrade(db.engine, BEFORE)
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        before = Before(connection, {"line": line}, fund)
        before.tell((("pay", 8),), waiting)
        before.take_back(latest)
    migrate.upgrade(db.engine)
    assert stands(paid) == (20, 30, 0)
    assert stands(waiting) == (7, 0, 18)
    assert verify.differences() == []
