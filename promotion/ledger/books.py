"""The books: which counters there are, and which entries each step of an act makes. Plain Python.

A counter has one meaning and may never fall below zero, so every ceiling is a balance (docs/ledger.md). A step moves
whole đồng from counter to counter; `None` stands for outside (a decision, the treasury, a counterparty).
`promotion.ledger.deeds` says which steps an act is made of.
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
    """The books. Each step makes one entry or more in every book it concerns."""

    requests = "requests", N_("What is asked for")
    rights = "rights", N_("What may be spent")
    money = "money", N_("Money that is there")
    obligations = "obligations", N_("What is owed")
    work = "work", N_("Work still to be accepted")
    claims = "claims", N_("What stands against paid money")


class Step(Choice):
    """The smallest things an act is made of. Each runs forward, or back as its mirror."""

    request = "request", N_("Ask for money")
    approve = "approve", N_("Approve the plan")
    list = "list", N_("List projects")
    release = "release", N_("Release money")
    share = "share", N_("Share out to units")
    assign = "assign", N_("Assign to projects")
    commit = "commit", N_("Commit")
    advance = "advance", N_("Advance")
    pay = "pay", N_("Pay for accepted work")
    prepay = "prepay", N_("Pay before acceptance")
    accept = "accept", N_("Accept work")
    clear = "clear", N_("Clear an advance")
    settle = "settle", N_("Settle")
    demand = "demand", N_("Ask support back")
    recover = "recover", N_("Get support back")
    give_back = "give_back", N_("Refund after the year's close")
    lapse_plan = "lapse_plan", N_("Unlisted plan lapses")
    lapse_release = "lapse_release", N_("Unreleased plan lapses")
    lapse_line = "lapse_line", N_("A line's waiting part lapses")
    cancel_fund = "cancel_fund", N_("The fund's money lapses")
    cancel_share = "cancel_share", N_("A share's money lapses")
    cancel_line = "cancel_line", N_("A line's money lapses")
    carry_share = "carry_share", N_("A share's money goes over")
    carry_line = "carry_line", N_("A line's money goes over")
    carry_right = "carry_right", N_("A line's waiting part goes over")
    carry_room = "carry_room", N_("Room for contracts goes over")
    carry_owed = "carry_owed", N_("What a contract owes goes over")
    carry_work = "carry_work", N_("Work to be accepted goes over")
    carry_due = "carry_due", N_("Accepted and unpaid work goes over")
    carry_advance = "carry_advance", N_("An uncleared advance goes over")


# Counter by counter: what its balance is called on pages. Those that only grow, save by a mirror, are the figures;
# the others are what is left.
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
    "requested": N_("Requested"),  # line: asked for by the unit; no money
    "due": N_("Accepted, not yet paid"),  # commitment: accepted work that no payment and no advance covers
    "uncleared": N_("Uncleared advances"),  # commitment: cash out that no accepted work covers
    "cleared": N_("Cleared advances"),  # commitment
    "covered": N_("Paid and accepted, not settled"),  # commitment
    "settled": N_("Settled"),  # line
    "to_recover": N_("Still to be recovered"),  # commitment: support to be given back
    "recovered": N_("Recovered"),  # line: support given back, to the budget
    "returned": N_("Refunded after close"),  # line: to the budget; restores nothing
    "lapsed": N_("Plan lapsed"),  # fund: never listed; line: never assigned
    "not_released": N_("Plan never released"),  # fund
    "cancelled": N_("Cancelled"),  # fund, share, line: money that was not used
    "carried_out": N_("Carried out"),  # share, line: money that went into the next year's fund
    "carried_in": N_("Carried in"),  # share, line: money from the fund of the year before
    "rights_out": N_("Right carried out"),  # line: waiting part that went into the next year's fund
    "rights_in": N_("Right carried in"),  # line
}


@dataclass(frozen=True)
class Move:
    """One entry of a step: the book, and counter to counter, each on a kind of envelope; None is outside.

    Where `across` is set the target lies in the next year's fund, opposite the source.
    """

    book: Book
    source: tuple[Kind, str] | None
    target: tuple[Kind, str] | None
    across: bool = False


_F, _S, _L, _C = Kind.fund, Kind.share, Kind.line, Kind.commitment
_RIGHTS, _MONEY, _OWED, _CLAIMS = Book.rights, Book.money, Book.obligations, Book.claims

_CASH_OUT = (Move(_OWED, (_C, "owed"), (_C, "discharged")),)

MOVES: dict[Step, tuple[Move, ...]] = {
    Step.request: (Move(Book.requests, None, (_L, "requested")),),
    Step.approve: (Move(_RIGHTS, None, (_F, "to_list")), Move(_RIGHTS, None, (_F, "to_release"))),
    Step.list: (Move(_RIGHTS, (_F, "to_list"), (_L, "to_assign")), Move(_RIGHTS, None, (_L, "to_commit"))),
    Step.release: (
        Move(_RIGHTS, (_F, "to_release"), (_F, "released")),
        Move(_MONEY, None, (_F, "money")),
    ),
    Step.share: (
        Move(_RIGHTS, (_F, "released"), (_S, "released")),
        Move(_MONEY, (_F, "money"), (_S, "money")),
    ),
    Step.assign: (
        Move(_RIGHTS, (_L, "to_assign"), (_L, "assigned")),
        Move(_MONEY, (_S, "money"), (_L, "money")),
    ),
    Step.commit: (
        Move(_RIGHTS, (_L, "to_commit"), (_L, "committed")),
        Move(_OWED, None, (_C, "owed")),
        Move(Book.work, None, (_C, "to_accept")),
    ),
    Step.advance: (
        Move(_MONEY, (_L, "money"), (_L, "advanced")),
        *_CASH_OUT,
        Move(_CLAIMS, None, (_C, "uncleared")),
    ),
    Step.pay: (
        Move(_MONEY, (_L, "money"), (_L, "paid")),
        *_CASH_OUT,
        Move(_CLAIMS, (_C, "due"), (_C, "covered")),
    ),
    Step.prepay: (
        Move(_MONEY, (_L, "money"), (_L, "paid")),
        *_CASH_OUT,
        Move(_CLAIMS, None, (_C, "uncleared")),
    ),
    Step.accept: (Move(Book.work, (_C, "to_accept"), (_L, "accepted")), Move(_CLAIMS, None, (_C, "due"))),
    Step.clear: (
        Move(_CLAIMS, (_C, "uncleared"), (_C, "cleared")),
        Move(_CLAIMS, (_C, "due"), (_C, "covered")),
    ),
    Step.settle: (Move(_CLAIMS, (_C, "covered"), (_L, "settled")),),
    Step.demand: (Move(_CLAIMS, None, (_C, "to_recover")),),
    Step.recover: (Move(_CLAIMS, (_C, "to_recover"), (_L, "recovered")),),
    Step.give_back: (Move(_CLAIMS, None, (_L, "returned")),),
    Step.lapse_plan: (Move(_RIGHTS, (_F, "to_list"), (_F, "lapsed")),),
    Step.lapse_release: (Move(_RIGHTS, (_F, "to_release"), (_F, "not_released")),),
    # A contract may not stand on a right that is gone: first it is lowered, or it goes over.
    Step.lapse_line: (
        Move(_RIGHTS, (_L, "to_assign"), (_L, "lapsed")),
        Move(_RIGHTS, (_L, "to_commit"), None),
    ),
    Step.cancel_fund: (Move(_MONEY, (_F, "money"), (_F, "cancelled")),),
    Step.cancel_share: (Move(_MONEY, (_S, "money"), (_S, "cancelled")),),
    Step.cancel_line: (Move(_MONEY, (_L, "money"), (_L, "cancelled")),),
    Step.carry_share: (
        Move(_MONEY, (_S, "money"), (_S, "money"), across=True),
        Move(_MONEY, None, (_S, "carried_out")),
        Move(_MONEY, None, (_S, "carried_in"), across=True),
    ),
    Step.carry_line: (
        Move(_MONEY, (_L, "money"), (_L, "money"), across=True),
        Move(_MONEY, None, (_L, "carried_out")),
        Move(_MONEY, None, (_L, "carried_in"), across=True),
    ),
    Step.carry_right: (
        Move(_RIGHTS, (_F, "to_release"), (_F, "to_release"), across=True),
        Move(_RIGHTS, (_L, "to_assign"), (_L, "to_assign"), across=True),
        Move(_RIGHTS, None, (_L, "rights_out")),
        Move(_RIGHTS, None, (_L, "rights_in"), across=True),
    ),
    Step.carry_room: (Move(_RIGHTS, (_L, "to_commit"), (_L, "to_commit"), across=True),),
    # The next year's line is committed by what it takes over, so that it can be lowered there as well.
    Step.carry_owed: (
        Move(_OWED, (_C, "owed"), (_C, "owed"), across=True),
        Move(_RIGHTS, None, (_L, "committed"), across=True),
    ),
    Step.carry_work: (Move(Book.work, (_C, "to_accept"), (_C, "to_accept"), across=True),),
    Step.carry_due: (Move(_CLAIMS, (_C, "due"), (_C, "due"), across=True),),
    Step.carry_advance: (Move(_CLAIMS, (_C, "uncleared"), (_C, "uncleared"), across=True),),
}

# The kind of envelope that a step's amount is given for.
SUBJECT: dict[Step, Kind] = {
    **dict.fromkeys((Step.approve, Step.release, Step.lapse_plan, Step.lapse_release, Step.cancel_fund), _F),
    **dict.fromkeys((Step.share, Step.cancel_share, Step.carry_share), _S),
    **dict.fromkeys(
        (
            *(Step.request, Step.list, Step.assign, Step.give_back, Step.lapse_line, Step.cancel_line),
            *(Step.carry_line, Step.carry_right, Step.carry_room),
        ),
        _L,
    ),
    **dict.fromkeys(
        (
            *(Step.commit, Step.advance, Step.pay, Step.prepay, Step.accept, Step.clear, Step.settle),
            *(
                Step.demand,
                Step.recover,
                Step.carry_owed,
                Step.carry_work,
                Step.carry_due,
                Step.carry_advance,
            ),
        ),
        _C,
    ),
}


def crosses(step: Step) -> bool:
    """Tell whether a step ends in the next year's fund, so that it names a second envelope there."""
    return any(move.across for move in MOVES[step])


def path_of(move: Move) -> str:
    """Return a move as text, `source>target`; the database allows these and their mirrors only."""
    return f"{move.source[1] if move.source else 'outside'}>{move.target[1] if move.target else 'outside'}"


def allowed_paths() -> tuple[str, ...]:
    """Return every path an entry may take, forward and back, in order."""
    forward = {path_of(move) for moves in MOVES.values() for move in moves}
    backward = {">".join(reversed(path.split(">"))) for path in forward}
    return tuple(sorted(forward | backward))
