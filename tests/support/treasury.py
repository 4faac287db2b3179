"""A small treasury for tests of money: people, funds, envelopes and acts, each verb in a unit of work of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session, scoped_session

from promotion.access.actor import EVERYTHING, Actor, Right, Scope
from promotion.database import unit_of_work
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.choices import Role
from promotion.kernel.errors import DomainError
from promotion.ledger import places, queries, service
from promotion.ledger.books import COUNTERS, Step
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Entry, Envelope, Fund, Proposal
from promotion.ledger.policies.models import FundPolicy
from promotion.ledger.policies.words import Effect, Policy
from promotion.units.models import Unit

MOST = 9 * 10**15
DAY = date(2024, 5, 20)


def person(user_id: int, role: Role, units: set[int], scope: Scope | None = None) -> Actor:
    """Return a person with one right; the scope is that of the units unless told."""
    seen = scope or Scope(units=frozenset(units))
    return Actor(
        user_id, f"Person {user_id}", f"person{user_id}@example.vn", (Right(role, frozenset(units), seen),)
    )


@dataclass
class Treasury:
    """What a test of money needs. Units are known by their codes, envelopes by their row ids."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))
    units: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = dict(db.session.execute(select(Unit.code, Unit.id)).all())
        db.session.rollback()
        everywhere = set(self.units.values())
        self.clerk = person(1, Role.clerk, everywhere, EVERYTHING)
        self.head = person(2, Role.head, everywhere, EVERYTHING)
        self.other_head = person(3, Role.head, everywhere, EVERYTHING)

    def fund(
        self,
        level: str = "national",
        year: int = 2024,
        owner: str = "agency",
        home: str | None = None,
        *,
        two_person: bool = False,
    ) -> Fund:
        """Open a fund that notes what is unusual and asks for nothing: most tests are about arithmetic."""
        draft = places.FundDraft(
            f"{level}-{year}-{owner}", level, year, self.units[owner], home, two_person=two_person
        )
        fund = unit_of_work.run(lambda: places.open_fund(self.head, draft))
        self.wants(fund)
        return fund

    def wants(self, fund: Fund, **changes: Effect) -> None:
        """Set what a fund wants where acts are unusual: a note, unless a policy is named."""
        settings = {policy: changes.get(str(policy), Effect.note) for policy in Policy}
        unit_of_work.run(
            lambda: db.session.execute(
                update(FundPolicy)
                .where(FundPolicy.fund_id == fund.id)
                .values({str(policy): str(effect) for policy, effect in settings.items()})
            )
        )

    def top(self, fund: Fund) -> int:
        """Return the fund's own envelope."""
        return envelope_ids(fund_id=fund.id, kind="fund")[0]

    def share(self, fund: Fund, unit: str) -> int:
        """Open the share of a unit."""
        home = unit.removeprefix("centre-").removeprefix("department-") if "-" in unit else None
        return unit_of_work.run(lambda: places.open_share(fund, self.units[unit], home).id)

    def line(self, share: int, project: int, content: str = "machinery", home: str | None = None) -> int:
        """Open a line of a project, at home where the unit is unless told."""

        def act() -> int:
            place = db.session.get_one(Envelope, share)
            return places.open_line(place, places.LineDraft(project, content, home or place.home)).id

        return unit_of_work.run(act)

    def commitment(self, line: int) -> int:
        """Open a commitment."""
        return unit_of_work.run(lambda: places.open_commitment(db.session.get_one(Envelope, line)).id)

    def part(self, step: str, place: int, amount: int, *, back: bool = False) -> Part:
        """Return one step of an act."""
        return Part(Step(step), place, amount, back)

    def draft(
        self, kind: str, fund: Fund, *amounts: tuple[int, int], day: date = DAY, **others: Any
    ) -> ActDraft:
        """Return a draft with a document number of its own."""
        document = others.pop("document", None) or Document(f"{next(self.numbers)}/QĐ", day, "Sở Công Thương")
        return ActDraft(ActKind(kind), fund.id, day, document, tuple(amounts), **others)

    def act(
        self, kind: str, fund: Fund, *amounts: tuple[int, int], by: Actor | None = None, **others: Any
    ) -> Act:
        """Book an act at once (in a fund of one person)."""
        done = self.propose(kind, fund, *amounts, by=by or self.head, **others)
        assert isinstance(done, Act)
        return done

    def propose(
        self, kind: str, fund: Fund, *amounts: tuple[int, int], by: Actor | None = None, **others: Any
    ) -> Act | Proposal:
        """Propose an act."""
        draft = self.draft(kind, fund, *amounts, **others)
        return unit_of_work.run(lambda: service.propose(by or self.clerk, draft))

    def book(self, proposal: Proposal | Act, by: Actor | None = None) -> Act:
        """Book what was proposed."""
        public_id = proposal.public_id
        return unit_of_work.run(lambda: service.book_proposal(by or self.head, public_id))

    def reverse(self, act: Act, day: date = DAY, by: Actor | None = None) -> Act | Proposal:
        """Take an act back."""
        fund = db.session.get_one(Fund, act.fund_id)
        draft = self.draft("reverse", fund, day=day, reason="entered twice")
        return unit_of_work.run(lambda: service.propose_reversal(by or self.head, act.public_id, draft))


@dataclass(frozen=True)
class Chain:
    """A fund with one share, line and commitment: envelope ids from the top down."""

    fund: Fund
    top: int
    share: int
    line: int
    commitment: int


def chain(treasury: Treasury, unit: str = "centre-2024-91", project: int = 1, **fund: Any) -> Chain:
    """Open one of each kind of envelope, empty."""
    opened = treasury.fund(**fund)
    share = treasury.share(opened, unit)
    line = treasury.line(share, project)
    return Chain(opened, treasury.top(opened), share, line, treasury.commitment(line))


def filled(treasury: Treasury, chain: Chain, amount: int = 100) -> None:
    """Bring an amount all the way down, ready to be paid and accepted."""
    for kind, place in (
        ("approve", chain.top), ("list", chain.line), ("release", chain.top), ("share", chain.share),
        ("assign", chain.line), ("commit", chain.commitment),
    ):  # fmt: skip
        treasury.act(kind, chain.fund, (place, amount))


def envelope_ids(**dimensions: object) -> list[int]:
    """Return the ids of envelopes with these dimensions, in order."""
    return list(db.session.scalars(select(Envelope.id).filter_by(**dimensions).order_by(Envelope.id)))


def balances(envelope_id: int) -> dict[str, int]:
    """Return the counters of an envelope that are not zero, as the database has them now."""
    db.session.rollback()
    place = queries.envelopes([envelope_id])[0]
    return {name: value for name in COUNTERS if (value := getattr(place, name))}


Hand = Connection | scoped_session[Session]


def naive_act(hand: Hand, kind: str, fund_id: int, **others: object) -> int:
    """Insert an act as somebody would who knows nothing of the rules; return its id."""
    row = {
        "public_id": new_public_id(), "kind": kind, "fund_id": fund_id, "unit_id": 1, "business_date": DAY,
        "document_number": "1", "document_date": DAY, "document_issuer": "x", "two_person": False,
        "proposed_by": 1, "booked_by": 2, "booked_at": now(), "booked_on": DAY, "amount": 0,
    }  # fmt: skip
    return int(hand.execute(insert(Act).values(row | others).returning(Act.id)).scalar_one())


Place = tuple[int, str] | None


def naive_entry(
    hand: Hand, act_id: int, book: str, source: Place, target: Place, amount: float, **others: object
) -> None:
    """Insert an entry without looking."""
    row = {
        "act_id": act_id, "book": book, "amount": amount, "business_date": DAY,
        "source_id": source[0] if source else None, "source_counter": source[1] if source else None,
        "target_id": target[0] if target else None, "target_counter": target[1] if target else None,
    }  # fmt: skip
    hand.execute(insert(Entry).values(row | others))


def code_of(act: Callable[[], object]) -> str | None:
    """Return the code with which an act is refused, its class for other domain errors, None when it is done."""
    try:
        act()
    except DomainError as error:
        return getattr(error, "code", type(error).__name__)
    return None
