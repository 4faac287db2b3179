"""The books: which counters there are, which moves are allowed, which entries each act makes. Plain Python.

A counter has one meaning and may never fall below zero, so every ceiling is a balance (docs/ledger.md). An act moves
whole đồng from counter to counter; `None` stands for outside (a decision, the treasury, a counterparty).
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of envelopes, from the top of the tree down; their order is the order in which they are locked."""

    fund = "fund"
    share = "share"
    line = "line"
    commitment = "commitment"


class Book(StrEnum):
    """The books. Each act makes one entry or more in every book it concerns."""

    rights = "rights"  # what may be spent
    money = "money"  # what is there
    obligations = "obligations"  # what is owed
    work = "work"  # what is still to be accepted


class ActKind(StrEnum):
    """What a person does."""

    approve = "approve"
    list = "list"
    release = "release"
    share = "share"
    assign = "assign"
    commit = "commit"
    advance = "advance"
    pay = "pay"
    accept = "accept"
    reverse = "reverse"


# Counter by counter: what a balance there means. Sinks (released, assigned, committed, advanced, paid, accepted,
# discharged) only grow, save by a reversal, and are the figures.
COUNTERS: dict[str, str] = {
    "to_list": "fund: approved, not yet listed on lines",
    "to_release": "fund: approved, not yet released",
    "released": "fund: released, not yet shared out; share: released to this unit",
    "money": "fund, share, line: released money that is there and not passed on",
    "to_assign": "line: listed, not yet assigned (waiting for money)",
    "assigned": "line: released money assigned",
    "to_commit": "line: listed, not yet committed",
    "committed": "line: committed by contract or decision",
    "advanced": "line: cash out before acceptance",
    "paid": "line: cash out as payment",
    "accepted": "line: value of accepted work",
    "owed": "commitment: owed and not yet paid",
    "discharged": "commitment: paid, advances included",
    "to_accept": "commitment: work not yet accepted",
}


@dataclass(frozen=True)
class Move:
    """One entry of an act: the book, and counter to counter, each on a kind of envelope; None is outside."""

    book: Book
    source: tuple[Kind, str] | None
    target: tuple[Kind, str] | None


_F, _S, _L, _C = Kind.fund, Kind.share, Kind.line, Kind.commitment

MOVES: dict[ActKind, tuple[Move, ...]] = {
    ActKind.approve: (
        Move(Book.rights, None, (_F, "to_list")),
        Move(Book.rights, None, (_F, "to_release")),
    ),
    ActKind.list: (
        Move(Book.rights, (_F, "to_list"), (_L, "to_assign")),
        Move(Book.rights, None, (_L, "to_commit")),
    ),
    ActKind.release: (
        Move(Book.rights, (_F, "to_release"), (_F, "released")),
        Move(Book.money, None, (_F, "money")),
    ),
    ActKind.share: (
        Move(Book.rights, (_F, "released"), (_S, "released")),
        Move(Book.money, (_F, "money"), (_S, "money")),
    ),
    ActKind.assign: (
        Move(Book.rights, (_L, "to_assign"), (_L, "assigned")),
        Move(Book.money, (_S, "money"), (_L, "money")),
    ),
    ActKind.commit: (
        Move(Book.rights, (_L, "to_commit"), (_L, "committed")),
        Move(Book.obligations, None, (_C, "owed")),
        Move(Book.work, None, (_C, "to_accept")),
    ),
    ActKind.advance: (
        Move(Book.money, (_L, "money"), (_L, "advanced")),
        Move(Book.obligations, (_C, "owed"), (_C, "discharged")),
    ),
    ActKind.pay: (
        Move(Book.money, (_L, "money"), (_L, "paid")),
        Move(Book.obligations, (_C, "owed"), (_C, "discharged")),
    ),
    ActKind.accept: (Move(Book.work, (_C, "to_accept"), (_L, "accepted")),),
}

# The envelope kind that the amounts of an act are given for.
SUBJECT: dict[ActKind, Kind] = {
    ActKind.approve: Kind.fund,
    ActKind.list: Kind.line,
    ActKind.release: Kind.fund,
    ActKind.share: Kind.share,
    ActKind.assign: Kind.line,
    ActKind.commit: Kind.commitment,
    ActKind.advance: Kind.commitment,
    ActKind.pay: Kind.commitment,
    ActKind.accept: Kind.commitment,
}

# Acts of the fund's owner; the others belong to the unit that spends.
PLAN_ACTS = frozenset({ActKind.approve, ActKind.list, ActKind.release, ActKind.share})


def path_of(move: Move) -> str:
    """Return a move as text, `source>target`; the database allows these and their reversals only."""
    return f"{move.source[1] if move.source else 'outside'}>{move.target[1] if move.target else 'outside'}"


def allowed_paths() -> tuple[str, ...]:
    """Return every path an entry may take, forward and reversed, in order."""
    forward = {path_of(move) for moves in MOVES.values() for move in moves}
    backward = {">".join(reversed(path.split(">"))) for path in forward}
    return tuple(sorted(forward | backward))
