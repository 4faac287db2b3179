"""Exceptions in words, for the pages of acts, proposals, contracts, projects and funds."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.accounts import queries as accounts
from promotion.catalogue.rules import share_text
from promotion.database.handle import db
from promotion.kernel.calendar import date_text
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act, Fund, Proposal
from promotion.ledger.policies import queries
from promotion.ledger.policies.allowing import beyond, may_waive, still_stopped
from promotion.ledger.policies.looking import covers, look, once, waiver_for
from promotion.ledger.policies.models import ActException, AdvanceTerms, ProposalException
from promotion.ledger.policies.rules import Excess, Need, numbers
from promotion.ledger.policies.words import SAID, Effect, Policy
from promotion.ledger.working import Worked
from promotion.web.languages import say


@dataclass(frozen=True)
class Shown:
    """One exception in words; `over` in đồng. `allowed_because` is the reason of whoever allowed it."""

    policy: Policy
    effect: Effect
    sentence: str
    over: int
    reason: str | None
    reason_by: str | None
    allowed_by: str | None
    allowed_because: str | None
    act: Act | None = None


@dataclass(frozen=True)
class Standing:
    """What is unusual about an open proposal now: in words, and what this person can do about it.

    `wants_own`: booking needs a reason of the booker's own. `waits`: somebody must allow something first, `waits_for`
    by name; `shown` is how far that lies beyond the rules (đồng).
    """

    rows: tuple[Shown, ...] = ()
    wants_own: bool = False
    waits: bool = False
    waits_for: tuple[str, ...] = ()
    stopped: bool = False
    may_waive: bool = False
    shown: int = 0


def sentence(excess: Excess) -> str:
    """Return in the reader's words what is unusual."""
    said = say(SAID[excess.policy], numbers(excess))
    return f"{said} {say(excess.detail)}" if excess.detail else said


def shown(rows: Sequence[ActException]) -> list[Shown]:
    """Return exceptions of booked acts in words: three look-ups, however many there are."""
    if not rows:
        return []
    found = select(Act).where(Act.id.in_({row.act_id for row in rows}))
    acts = {act.id: act for act in db.session.scalars(found)}
    people = accounts.names(
        {one for row in rows for one in (row.reason_by, row.allowed_by) if one is not None}
    )
    because = queries.reasons_of_waivers(row.waiver_id for row in rows if row.waiver_id is not None)
    return [
        Shown(
            policy=Policy(row.policy),
            effect=Effect(row.effect),
            sentence=sentence(_excess(row)),
            over=row.over,
            reason=row.reason,
            reason_by=people.get(row.reason_by or 0),
            allowed_by=people.get(row.allowed_by or 0),
            allowed_because=because.get(row.waiver_id or 0),
            act=acts[row.act_id],
        )
        for row in rows
    ]


def standing(actor: Actor, proposal: Proposal, worked: Sequence[Worked]) -> Standing:
    """Return what is unusual about an open proposal, whose acts were worked out just now, and what was said to it."""
    needs = once(look(worked).needs)
    if not needs:
        return Standing()
    fund = db.session.get_one(Fund, proposal.fund_id)
    asked, waivers = queries.asked(proposal.id), queries.waivers(proposal.id)
    stopped = still_stopped(needs, waivers)
    people = accounts.names({proposal.proposed_by, *(waiver.waived_by for waiver in waivers)})
    rows = []
    for need in needs:
        kept = next((row for row in asked if _answers(row, need)), None)
        waiver = waiver_for(need, waivers)
        rows.append(
            Shown(
                policy=need.excess.policy,
                effect=need.effect,
                sentence=sentence(need.excess),
                over=need.excess.over,
                reason=kept.reason if kept else None,
                reason_by=people.get(proposal.proposed_by) if kept and kept.reason else None,
                allowed_by=people.get(waiver.waived_by) if waiver else None,
                allowed_because=waiver.reason if waiver else None,
            )
        )
    mine = [need for need in stopped if may_waive(actor, need, fund)]
    return Standing(
        rows=tuple(rows),
        wants_own=any(row.effect is not Effect.note and not (row.reason or row.allowed_by) for row in rows),
        waits=bool(stopped),
        waits_for=_who(stopped, fund, proposal),
        stopped=any(row.effect is Effect.stop for row in rows),
        may_waive=bool(mine) and proposal.proposed_by != actor.user_id,
        shown=beyond(mine),
    )


def rule_words(terms: AdvanceTerms, language: str) -> str:
    """Return the rule of an advance as it was kept, with its source; or that none was known, and where was looked."""
    if terms.max_hundredths is None:
        return _(
            "No rule for advances under content %(content)s was known on %(day)s in the catalogue of advance rates.",
            content=terms.content_code or "–",
            day=date_text(terms.day, language),
        )
    source = terms.instrument_vi if language == "vi" else terms.instrument_en
    return _(
        "%(source)s: up to %(percent)s of the contract.",
        source=source,
        percent=share_text(terms.max_hundredths, language),
    )


def _who(stopped: Sequence[Need], fund: Fund, proposal: Proposal) -> tuple[str, ...]:
    """Return the people who may allow what is stopped, today: heads of the unit that each rule names."""
    places = {one.id: one.unit_id for one in ledger.envelopes({need.excess.envelope_id for need in stopped})}
    units = {
        fund.owner_unit_id if need.effect is Effect.stop_unless_owner else places[need.excess.envelope_id]
        for need in stopped
    }
    heads = accounts.heads_of(units) if units else ()
    return tuple(name for user_id, name in heads if user_id != proposal.proposed_by)


def _answers(row: ProposalException, need: Need) -> bool:
    return row.reason is not None and covers(row, need)


def _excess(row: ActException) -> Excess:
    return Excess(Policy(row.policy), row.envelope_id, row.bound, row.after, row.over, row.detail)
