"""What the acts of a book are about, in words: contract, line, unit's share or fund."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select, union

from promotion.access.actor import Scope
from promotion.allocation.queries.names import Names, names_for
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.kernel.calendar import today
from promotion.ledger.books import Kind
from promotion.ledger.models import Act, Entry, Envelope, Fund, Leg
from promotion.ledgerbooks.books import Book

NAMED = 2
"""How many places of an act are named in its row; the others are counted."""


@dataclass(frozen=True)
class Place:
    """One place of an act: its name and what it is, with the contract's number where there is one."""

    name: str
    detail: str
    contract: str = ""


@dataclass(frozen=True)
class Subject:
    """The first places of an act, and how many there are in all."""

    places: tuple[Place, ...]
    count: int


def subjects(scope: Scope, language: str, book: Book, act_ids: Collection[int]) -> dict[int, Subject]:
    """Return what these acts are about in a book, by row id: the places lowest in the tree that they moved."""
    found = _places(book, act_ids)
    envelopes = {envelope.id: envelope for _act, _count, envelope, _code in found}
    called = names_for(scope, envelopes.values(), language, book.year or today().year)
    contracts = _contracts([one.id for one in envelopes.values() if one.kind == Kind.commitment])
    rows: dict[int, list[Place]] = {}
    counts = {}
    for act_id, count, envelope, code in found:
        rows.setdefault(act_id, []).append(_place(book, called, envelope, code, contracts))
        counts[act_id] = count
    return {act_id: Subject(tuple(places), counts[act_id]) for act_id, places in rows.items()}


def _places(book: Book, act_ids: Collection[int]) -> Sequence[Any]:
    """Return act, number of its places, envelope and fund's code; the first places of each act only."""
    rank = case({str(kind): place for place, kind in enumerate(Kind)}, value=Envelope.kind)
    moved = (
        select(Entry.act_id, Envelope.id.label("place_id"), rank.label("rank"))
        .join_from(Entry, Leg, Leg.entry_id == Entry.id)
        .join(Envelope, Envelope.id == Leg.envelope_id)
        .where(Entry.act_id.in_(act_ids), book.holds)
    )
    named = select(Act.id, Envelope.id, rank).join(Envelope, Envelope.id == Act.about_id)
    touched = union(moved, named.where(Act.id.in_(act_ids), book.holds)).subquery()
    lowest = func.max(touched.c.rank).over(partition_by=touched.c.act_id).label("lowest")
    ranked = select(*touched.c, lowest).subquery()
    act = ranked.c.act_id
    numbered = (
        select(
            ranked.c.act_id,
            ranked.c.place_id,
            func.count().over(partition_by=act).label("places"),
            func.row_number().over(partition_by=act, order_by=ranked.c.place_id).label("place"),
        )
        .where(ranked.c.rank == ranked.c.lowest)
        .subquery()
    )
    query = (
        select(numbered.c.act_id, numbered.c.places, Envelope, Fund.code)
        .join(Envelope, Envelope.id == numbered.c.place_id)
        .join(Fund, Fund.id == Envelope.fund_id)
        .where(numbered.c.place <= NAMED)
        .order_by(numbered.c.act_id, numbered.c.place)
    )
    return db.session.execute(query).all()


def _contracts(envelope_ids: Collection[int]) -> dict[int, str]:
    query = select(Commitment.envelope_id, Commitment.number, Commitment.party)
    rows = db.session.execute(query.where(Commitment.envelope_id.in_(envelope_ids)))
    return {envelope_id: f"{number}, {party}" for envelope_id, number, party in rows}


def _place(book: Book, called: Names, envelope: Envelope, code: str, contracts: Mapping[int, str]) -> Place:
    """Name a place by what the book itself does not say: a project's book leaves the project out."""
    found, contract = called.envelope(envelope, code), contracts.get(envelope.id, "")
    if envelope.project_id is None:
        return Place(found.name, code if book.kind == "unit" else "", contract)
    if book.kind == "project":
        return Place(code, found.note, contract)
    return Place(found.name, found.detail, contract)
