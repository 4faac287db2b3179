"""Looks at acts that were worked out: what is unusual about them, and how advances stand. Reads, writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from promotion.kernel.errors import DomainError
from promotion.ledger import queries as ledger
from promotion.ledger.drafts import ActDraft
from promotion.ledger.policies import queries
from promotion.ledger.policies.drafts import Settings
from promotion.ledger.policies.models import ProposalException, Waiver
from promotion.ledger.policies.rules import WATCHED, Known, Need, excesses, into
from promotion.ledger.rules import tally
from promotion.ledger.working import Balances, Worked, work_out


@dataclass(frozen=True)
class Advanced:
    """An advance as it would stand on a contract: value, what the rule allows (None without one), after (đồng)."""

    act: int
    contract_id: int
    value: int
    allowed: int | None
    after: int


@dataclass(frozen=True)
class Look:
    """What acts that were worked out together show: what is unusual, and how advances stand."""

    needs: tuple[Need, ...] = ()
    advances: tuple[Advanced, ...] = ()

    def and_also(self, other: "Look") -> "Look":
        """Return both together."""
        return Look((*self.needs, *other.needs), (*self.advances, *other.advances))


def look(worked: Sequence[Worked]) -> Look:
    """Return what is unusual about acts that were just worked out, on the balances that were read for them."""
    if not any(_watched(one.draft) for one in worked):
        return Look()
    rows = [row for one in worked for row in one.rows]
    ends = {end for row in rows for end in (row.source_id, row.target_id) if end is not None}
    balances = Balances({one.id: one for one in ledger.envelopes(ends)})
    wanted = queries.settings(worked[0].draft.fund_id)
    found = Look()
    moved: dict[int, int] = {}  # what acts before one of these advance or take back, by contract
    for place, one in enumerate(worked):
        balances.move_all(one.rows, short=True)
        if _watched(one.draft):
            found = found.and_also(_look(place, one, queries.known(one, moved), balances, wanted))
        for (contract, name), amount in tally(one.rows).items():
            if name == "advanced":
                moved[contract] = moved.get(contract, 0) + amount
    return found


def _look(place: int, one: Worked, known: Known, balances: Balances, wanted: Settings) -> Look:
    found = excesses(one.draft.kind, one.rows, balances.held, known)
    advances = []
    for contract, rate in known.rates.items():
        value = balances.held(contract, "owed") + balances.held(contract, "discharged")
        after = rate.advanced + into(one.rows, "discharged")[contract]
        advances.append(Advanced(place, contract, value, rate.allowed(value), after))
    needs = (Need(place, excess, wanted[excess.policy]) for excess in found)
    return Look(tuple(needs), tuple(advances))


def look_now(draft: ActDraft) -> Look:
    """Return what would be unusual if an act were booked now; nothing where it could not be booked at all."""
    if not any(_watched(one) for one in draft.acts):
        return Look()
    try:
        return look(work_out(draft, lock=False, short=True))
    except DomainError:
        return Look()


def waits(found: Look) -> bool:
    """Tell whether somebody must allow an act first, so that nobody books it at once."""
    return any(need.effect.waivable for need in found.needs)


def once(needs: Iterable[Need]) -> list[Need]:
    """Return each act's needs once for a policy and an envelope."""
    return list({(need.act, need.excess.policy, need.excess.envelope_id): need for need in needs}.values())


def covers(row: ProposalException | Waiver, need: Need) -> bool:
    """Tell whether an answer is about this and was given for numbers at least as high."""
    same = (row.policy, row.envelope_id) == (need.excess.policy, need.excess.envelope_id)
    return same and need.excess.within(row.bound, row.after)


def waiver_for(need: Need, waivers: Sequence[Waiver]) -> Waiver | None:
    """Return the permission that covers a need; one of another role than the fund asks for now covers
    nothing.
    """
    fitting = (row for row in waivers if row.effect == need.effect and covers(row, need))
    return next(fitting, None)


def _watched(draft: ActDraft) -> bool:
    """Opening entries take over what happened before the ledger was kept: no rule of today is about them."""
    return draft.kind in WATCHED and not draft.opening
