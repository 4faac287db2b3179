"""The verbs that lower the plan or move it: each works the whole act out, has it rehearsed, and proposes it."""

from collections.abc import Iterable, Mapping, Sequence

from promotion.access.actor import Actor
from promotion.allocation.annex import open_lines
from promotion.allocation.asking import Asked, asked, check_paper_day, owned
from promotion.allocation.drafts import Paper
from promotion.allocation.moves import queries
from promotion.allocation.moves.drafts import (
    Amounts,
    CutDraft,
    NewLine,
    RelistDraft,
    ReshareDraft,
    TransferDraft,
    WithdrawalDraft,
)
from promotion.allocation.moves.rules import Taken, taken
from promotion.allocation.queries.funds import standing
from promotion.allocation.queries.matching import lines_of, pays_for
from promotion.allocation.rules import drawn_back, percent_kept
from promotion.allocation.service import Outcome, check_projects, told
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.books import Kind, Step
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.models import Envelope, Fund
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.totals import seen
from promotion.projects import queries as projects
from promotion.projects.models import Project
from promotion.projects.rules import PLANNING


def ask_cut(actor: Actor, public_id: str, draft: CutDraft) -> Asked:
    """Work out a cut of the plan; lines of the same decision are lowered first, so that the plan has room to fall."""
    fund = owned(actor, public_id)
    lines = _lowered(queries.places_of(fund, Kind.line, [line for line, _by in draft.lines]), draft.lines)
    top = ledger.fund_envelope(fund.id)
    return asked(
        fund, ActKind.cut, draft.paper, (*lines, Part(Step.approve, top.id, draft.amount, back=True))
    )


def _lowered(places: Mapping[str, Envelope], amounts: Amounts) -> list[Part]:
    return [Part(Step.list, places[line].id, by, back=True) for line, by in amounts if by]


def ask_withdrawal(actor: Actor, public_id: str, draft: WithdrawalDraft) -> Asked:
    """Work out from where released money is taken back, by the rule that the draft states.

    Raises `Refused` when less than that is unspent, and when the amount is no longer the one that was shown.
    """
    fund = owned(actor, public_id)
    if (draft.amount is None) == (draft.percent is None):
        raise Invalid(
            faults=(Fault("amount", N_("Please enter either the amount or the percentage, not both.")),)
        )
    check_paper_day(ActKind.withdraw, draft.paper, fund)
    amount, percent = draft.amount, None
    if draft.percent is not None:
        amount = drawn_back(standing(fund.id, draft.paper.business_date), draft.percent)
        percent = percent_kept(draft.percent)
    if not amount or (draft.shown is not None and draft.shown != amount):
        raise Refused(
            N_("The position has changed since you checked it: %(amount)s đồng are now withdrawn."),
            {"amount": amount or 0},
            code="release.moved",
            cure=N_("Please check the consequences again."),
        )
    envelopes = queries.tree(fund)
    stock = queries.stock(fund, envelopes)
    by_hand = _by_hand(fund, draft.by_hand, stock.lines)
    parts = _withdrawn(envelopes, taken(stock, amount, draft.rule, by_hand), amount)
    return asked(fund, ActKind.withdraw, draft.paper, parts, percent=percent)


def _by_hand(fund: Fund, amounts: Amounts, held: Mapping[int, int]) -> dict[int, int]:
    """Return hand-set amounts by envelope id; raise `Invalid` at each line that holds less."""
    places = queries.places_of(fund, Kind.line, [line for line, _by in amounts])
    faults = [
        Fault(
            f"row_{line}",
            N_("The line has %(held)s đồng that are not spent; no more can be taken back from it."),
            {"held": held.get(places[line].id, 0)},
        )
        for line, by in amounts
        if by > held.get(places[line].id, 0)
    ]
    if faults:
        raise Invalid(faults=tuple(faults))
    return {places[line].id: by for line, by in amounts}


def _withdrawn(envelopes: Sequence[Envelope], found: Taken, amount: int) -> list[Part]:
    """Return the steps: lines give to their units, units to the fund, the fund gives the whole back."""
    parents = {place.id: place.parent_id or 0 for place in envelopes}
    shares = dict(found.units)
    for line, by in found.lines.items():
        shares[parents[line]] = shares.get(parents[line], 0) + by
    top = next(place.id for place in envelopes if place.kind == Kind.fund)
    return [
        *(Part(Step.assign, line, found.lines[line], back=True) for line in sorted(found.lines)),
        *(Part(Step.share, share, shares[share], back=True) for share in sorted(shares)),
        Part(Step.release, top, amount, back=True),
    ]


def ask_reshare(actor: Actor, public_id: str, draft: ReshareDraft) -> Asked:
    """Work out shares moved between units: what is taken back is what a unit has not assigned."""
    fund = owned(actor, public_id)
    names = [place for place, _by in (*draft.back, *draft.given)]
    places = queries.places_of(fund, Kind.share, names)
    twice = {place for place, by in draft.back if by} & {place for place, by in draft.given if by}
    if twice:
        message = N_("A unit gives back or gets more in one act, not both.")
        raise Invalid(faults=tuple(Fault(f"back_{place}", message) for place in sorted(twice)))
    parts = [
        *(Part(Step.share, places[place].id, by, back=True) for place, by in draft.back if by),
        *(Part(Step.share, places[place].id, by) for place, by in draft.given if by),
    ]
    return asked(fund, ActKind.reshare, draft.paper, parts)


def ask_relist(actor: Actor, public_id: str, draft: RelistDraft) -> Asked:
    """Work out new listed amounts; a project that comes in gets its line when the act is proposed."""
    fund = owned(actor, public_id)
    places = queries.places_of(fund, Kind.line, [line for line, _new in draft.amounts])
    held = dict(seen(Step.list, [place.id for place in places.values()]))
    parts = _relisted(actor, {places[line].id: new - held[places[line].id] for line, new in draft.amounts})
    beside = 0
    if draft.newcomer is not None:
        project = _newcomer(actor, fund, draft.newcomer)
        line = lines_of(fund, [project.id]).get((project.id, draft.newcomer.content))
        if line is not None:
            held |= dict(seen(Step.list, [line.id]))
            parts.append(Part(Step.list, line.id, draft.newcomer.amount))
        else:
            beside = draft.newcomer.amount
            _look_for_room(fund, draft.paper, parts, beside)
    totals = tuple((place, held[place]) for place in sorted({part.envelope_id for part in parts}))
    return asked(fund, ActKind.relist, draft.paper, parts, beside=beside, totals=totals)


def _look_for_room(fund: Fund, paper: Paper, parts: Iterable[Part], beside: int) -> None:
    """Raise `CeilingReached` when the plan leaves less than a project asks for whose line is still to be opened."""
    top = ledger.fund_envelope(fund.id)
    room = top.to_list + sum(part.amount if part.back else -part.amount for part in parts)
    if beside > room and not paper.anyway:
        raise CeilingReached(Kind.fund, "to_list", top.id, available=max(0, room), asked=beside)


def _relisted(actor: Actor, changes: Mapping[int, int]) -> list[Part]:
    parts = [Part(Step.list, line, abs(by), back=by < 0) for line, by in changes.items() if by]
    check_projects(actor, {part.envelope_id: part.amount for part in parts if not part.back})
    return parts


def _newcomer(actor: Actor, fund: Fund, draft: NewLine) -> Project:
    """Return the project that comes onto the list; raise `Invalid` at its field when it cannot."""
    known = projects.public_ids(actor.scope, {draft.project}).get(draft.project)
    found = projects.project(actor.scope, known) if known is not None else None
    if found is None or not pays_for(fund, found):
        raise Invalid(
            faults=(Fault("new_project", N_("There is no project with this code that the fund pays for.")),)
        )
    if found.state not in PLANNING:
        raise Invalid(
            faults=(
                Fault(
                    "new_project", N_("This project is refused, stopped or settled and takes no more money.")
                ),
            )
        )
    return found


def ask_transfer(actor: Actor, public_id: str, draft: TransferDraft) -> Asked:
    """Work out a transfer from one line to another: the steps of the two sum up to nothing."""
    fund = owned(actor, public_id)
    if draft.source == draft.target:
        raise Invalid(faults=(Fault("target", N_("Choose another project than the one that gives.")),))
    if not draft.listed and not draft.money:
        raise Invalid(faults=(Fault("listed", N_("Please enter at least one amount.")),))
    places = queries.places_of(fund, Kind.line, [draft.source, draft.target])
    source, target = places[draft.source], places[draft.target]
    check_projects(actor, {target.id: draft.listed + draft.money})
    parts = [
        Part(Step.assign, source.id, draft.money, back=True),
        Part(Step.list, source.id, draft.listed, back=True),
        Part(Step.list, target.id, draft.listed),
        Part(Step.assign, target.id, draft.money),
    ]
    if source.parent_id != target.parent_id:
        parts.append(Part(Step.share, source.parent_id or 0, draft.money, back=True))
        parts.append(Part(Step.share, target.parent_id or 0, draft.money))
    return asked(fund, ActKind.transfer, draft.paper, [part for part in parts if part.amount])


def cut(actor: Actor, public_id: str, draft: CutDraft) -> Outcome:
    """Propose to cut the plan."""
    return acts.propose(actor, ask_cut(actor, public_id, draft).draft)


def withdraw_release(actor: Actor, public_id: str, draft: WithdrawalDraft) -> Outcome:
    """Propose to take released money back; the proposal holds from where, as it was shown."""
    return told(acts.propose(actor, ask_withdrawal(actor, public_id, draft).draft))


def reshare(actor: Actor, public_id: str, draft: ReshareDraft) -> Outcome:
    """Propose to move shares between units."""
    return told(acts.propose(actor, ask_reshare(actor, public_id, draft).draft))


def relist(actor: Actor, public_id: str, draft: RelistDraft) -> Outcome:
    """Propose to change the list of projects; a project that comes in gets its line now, empty."""
    ask_relist(actor, public_id, draft)
    if draft.newcomer is not None:
        fund = owned(actor, public_id)
        project = _newcomer(actor, fund, draft.newcomer)
        open_lines(actor, fund, {(project, draft.newcomer.content): draft.newcomer.amount})
    return acts.propose(actor, ask_relist(actor, public_id, draft).draft)


def transfer(actor: Actor, public_id: str, draft: TransferDraft) -> Outcome:
    """Propose to transfer from one line to another."""
    return told(acts.propose(actor, ask_transfer(actor, public_id, draft).draft))
