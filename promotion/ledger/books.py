"""The books: which counters there are, which moves are allowed, which entries each act makes. Plain Python.

A counter has one meaning and may never fall below zero, so every ceiling is a balance
(docs/ledger.md). An act moves whole đồng from counter to counter; `None` stands for outside (a decision,
the treasury, a counterparty).
"""

from dataclasses import dataclass

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_


class Kind(Choice):
    """Kinds of envelopes, from the top of the tree down: the order in which they are locked."""

    fund = "fund", N_("Fund")
    share = "share", N_("Unit's share")
    line = "line", N_("Project's line")
    commitment = "commitment", N_("Contract")


class Book(Choice):
    """The books. Each act makes one entry or more in every book it concerns."""

    rights = "rights", N_("What may be spent")
    money = "money", N_("Money that is there")
    obligations = "obligations", N_("What is owed")
    work = "work", N_("Work still to be accepted")


class ActKind(Choice):
    """What a person does."""

    approve = "approve", N_("Approve the plan")
    list = "list", N_("List projects")
    release = "release", N_("Release money")
    share = "share", N_("Share out to units")
    assign = "assign", N_("Assign to projects")
    commit = "commit", N_("Commit")
    advance = "advance", N_("Advance")
    pay = "pay", N_("Pay")
    accept = "accept", N_("Accept work")
    reverse = "reverse", N_("Reverse an act")


# Counter by counter: what its balance is called on pages. Sinks (assigned, committed, advanced, paid,
# accepted, discharged) only grow, save by a reversal, and are the figures; the others are what is left.
COUNTERS: dict[str, str] = {
    "to_list": N_("Plan not yet listed"),  # fund
    "to_release": N_("Plan not yet released"),  # fund
    "released": N_("Released"),  # fund: not yet shared out; share: released to this unit
    "money": N_("Money held"),  # fund, share, line: there, and not passed on
    "to_assign": N_("Waiting for money"),  # line: listed, not yet assigned
    "assigned": N_("Assigned"),  # line
    "to_commit": N_("Listed, not yet committed"),  # line
    "committed": N_("Committed"),  # line: by contract or decision
    "advanced": N_("Advanced"),  # line: cash out before acceptance
    "paid": N_("Paid"),  # line: cash out as payment
    "accepted": N_("Accepted"),  # line: value of accepted work
    "owed": N_("Still owed"),  # commitment
    "discharged": N_("Paid of the contract"),  # commitment: advances included
    "to_accept": N_("Work still to be accepted"),  # commitment
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

# Acts with a voucher that is used once per line.
PAYMENTS = frozenset({ActKind.advance, ActKind.pay})


def path_of(move: Move) -> str:
    """Return a move as text, `source>target`; the database allows these and their reversals only."""
    return f"{move.source[1] if move.source else 'outside'}>{move.target[1] if move.target else 'outside'}"


def allowed_paths() -> tuple[str, ...]:
    """Return every path an entry may take, forward and reversed, in order."""
    forward = {path_of(move) for moves in MOVES.values() for move in moves}
    backward = {">".join(reversed(path.split(">"))) for path in forward}
    return tuple(sorted(forward | backward))
