"""What is unusual about an act that was worked out, and what a fund may want then, as pure functions.

Arithmetic is never a policy: what the ledger refuses, no setting and no reason allows. All amounts are whole đồng.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from promotion.kernel.errors import Fault, Refused
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import share_of
from promotion.ledger.deeds import ActKind
from promotion.ledger.policies.words import ASKED, SAID, Effect, Policy
from promotion.ledger.rules import Balance, Posting

USUAL: Mapping[Policy, Effect] = {
    Policy.early_contract: Effect.warn,
    Policy.early_payment: Effect.warn,
    Policy.high_advance: Effect.warn,
    Policy.unruled_advance: Effect.note,
    Policy.norm: Effect.note,
}
"""What a fund wants until its owner's head says otherwise."""

WATCHED = frozenset(
    {
        *(ActKind.commit, ActKind.amend, ActKind.list, ActKind.relist),
        *(ActKind.advance, ActKind.pay, ActKind.final_pay),
    }
)
"""The acts in which something can be unusual."""


@dataclass(frozen=True)
class Excess:
    """One unusual thing: on which envelope, what is allowed, what stands after the act (đồng).

    `part` is how much of that this act brings. `detail` says which bound of a norm it is.
    """

    policy: Policy
    envelope_id: int
    bound: int
    after: int
    part: int
    detail: str | None = None

    @property
    def over(self) -> int:
        """How far the act lies beyond what is allowed, at most its own amount (đồng)."""
        return min(self.part, self.after - self.bound)

    def within(self, bound: int, after: int) -> bool:
        """Tell whether an answer that was given for other numbers covers these."""
        return self.after - self.bound <= after - bound


@dataclass(frozen=True)
class Rate:
    """The rule for advances under a contract's content: the share in hundredths of a percent, None where no rule is
    known; and what was advanced on the contract before (đồng).
    """

    hundredths: int | None
    advanced: int

    def allowed(self, value: int) -> int | None:
        """Return what may be advanced in all on a contract of this value (đồng), None without a rule."""
        return None if self.hundredths is None else share_of(value, percent_of(self.hundredths))


@dataclass(frozen=True)
class NormBound:
    """What the norm allows on a line (đồng), and which of its bounds that is, in words."""

    amount: int
    detail: str


@dataclass(frozen=True)
class Known:
    """What the rules look at beside the books: rates by contract, norms by line (envelope ids)."""

    rates: Mapping[int, Rate]
    norms: Mapping[int, NormBound]


def excesses(kind: ActKind, rows: Iterable[Posting], held: Balance, known: Known) -> list[Excess]:
    """Return what is unusual about one act: its entries, and what envelopes hold once they are written."""
    postings = list(rows)
    if kind in {ActKind.commit, ActKind.amend}:
        return [*_early_contracts(postings, held), *_norms(postings, "committed", held, known)]
    if kind in {ActKind.list, ActKind.relist}:
        return _norms(postings, "to_assign", held, known)
    if kind in {ActKind.pay, ActKind.final_pay}:
        return _early_payments(postings)
    if kind is ActKind.advance:
        return _high_advances(postings, held, known.rates)
    return []


def into(rows: Iterable[Posting], counter: str) -> dict[int, int]:
    """Return what entries brought into a counter on balance, by envelope, where it grew (đồng)."""
    found: dict[int, int] = {}
    for row in rows:
        if row.target_counter == counter and row.target_id is not None:
            found[row.target_id] = found.get(row.target_id, 0) + row.amount
        if row.source_counter == counter and row.source_id is not None:
            found[row.source_id] = found.get(row.source_id, 0) - row.amount
    return {place: amount for place, amount in found.items() if amount > 0}


def _early_contracts(rows: list[Posting], held: Balance) -> list[Excess]:
    return [
        Excess(Policy.early_contract, line, held(line, "assigned"), held(line, "committed"), amount)
        for line, amount in into(rows, "committed").items()
        if held(line, "committed") > held(line, "assigned")
    ]


def _early_payments(rows: list[Posting]) -> list[Excess]:
    """A part of a payment that no accepted work covers makes the contract's claim grow from outside."""
    paid = into(rows, "discharged")
    early: dict[int, int] = {}
    for row in rows:
        if row.source_id is None and row.target_counter == "uncleared" and row.target_id is not None:
            early[row.target_id] = early.get(row.target_id, 0) + row.amount
    return [
        Excess(Policy.early_payment, contract, paid[contract] - amount, paid[contract], amount)
        for contract, amount in early.items()
    ]


def _high_advances(rows: list[Posting], held: Balance, rates: Mapping[int, Rate]) -> list[Excess]:
    found = []
    for contract, amount in into(rows, "discharged").items():
        rate = rates[contract]
        allowed = rate.allowed(held(contract, "owed") + held(contract, "discharged"))
        after = rate.advanced + amount
        if allowed is None:
            found.append(Excess(Policy.unruled_advance, contract, 0, amount, amount))
        elif after > allowed:
            found.append(Excess(Policy.high_advance, contract, allowed, after, amount))
    return found


def _norms(rows: list[Posting], counter: str, held: Balance, known: Known) -> list[Excess]:
    found = []
    for line, amount in into(rows, counter).items():
        bound = known.norms.get(line)
        committed = held(line, "committed")
        after = committed if counter == "committed" else held(line, "to_assign") + held(line, "assigned")
        if bound is not None and after > bound.amount:
            found.append(Excess(Policy.norm, line, bound.amount, after, amount, bound.detail))
    return found


@dataclass(frozen=True)
class Need:
    """An unusual thing, and what the fund wants then; `act` is its place among the acts booked together."""

    act: int
    excess: Excess
    effect: Effect


def reason_faults(needs: Iterable[Need], reason: str | None, field: str = "reason") -> list[Fault]:
    """Ask for a written reason wherever the fund wants one; raise `Refused` where it stops outright."""
    asked: dict[str, Fault] = {}
    for need in needs:
        policy = need.excess.policy
        if need.effect is Effect.stop:
            raise Refused(
                SAID[policy],
                numbers(need.excess),
                code=f"policy.{policy}",
                cure=N_("The rules of this fund stop it, and nobody may allow it. Please change the act."),
            )
        if need.effect is not Effect.note and not reason:
            asked.setdefault(policy, Fault(field, ASKED[policy], numbers(need.excess)))
    return list(asked.values())


def numbers(excess: Excess) -> dict[str, int | str]:
    """Return what the words about an excess name."""
    return {"after": excess.after, "bound": excess.bound, "over": excess.after - excess.bound}


def percent_of(hundredths: int) -> Decimal:
    """Return hundredths of a percent as a percentage."""
    return Decimal(hundredths) / 100
