"""How funds, proposals and acts stand in the trail: said here, where projects and units have their names."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.kinds import Kind, Reader, enter, pages
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind as Place
from promotion.ledger.books import Step
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Act, Fund, Proposal
from promotion.ledger.policies.words import Effect, Policy
from promotion.ledger.trail import public_ids
from promotion.projects import queries as projects
from promotion.units import trail as units
from promotion.web.languages import chosen

_MOST_NAMED = 5  # amounts that a line names one by one; the page of the act names all


class ProposalState(Choice):
    """What became of a proposal."""

    open = "open", N_("Open")
    booked = "booked", N_("Booked")
    returned = "returned", N_("Returned")
    withdrawn = "withdrawn", N_("Withdrawn")


_DRAFT = {
    "fund_id": N_("Fund"),
    "business_date": N_("Counts from"),
    "document": N_("Document"),
    "amounts": N_("Amounts"),
    "parts": N_("Steps"),
    "about": N_("About"),
    "happened_on": N_("Happened on"),
    "percent": N_("Percentage entered"),
    "reverses": N_("Takes back"),
    "corrects": N_("In the place of"),
    "opening": N_("Opening balance"),
    "along": N_("Acts booked along"),
    "condition": N_("The condition of the rule holds"),
    "seen": N_("In all until then"),
}


def _readers(lines: Sequence[AuditLine], scope: Scope) -> Mapping[str, Reader]:
    """Return how drafts of acts are said: three look-ups and those of names, however many lines there are."""
    funds = dict(_rows(Fund.id, Fund.code, readers.values(_drafts(lines), "fund_id")))
    drafts = _drafts(lines)
    others = readers.values(drafts, "reverses") | readers.values(drafts, "corrects")
    numbers = dict(_rows(Act.id, Act.number, others))
    name = _names(drafts, scope, funds)

    def act(act_id: int) -> str:
        return _("Act no. %(number)s", number=numbers.get(act_id, "–"))

    def pairs(amounts: Sequence[tuple[int, int]]) -> str:
        return _told([f"{name(place)}: {readers.dong(amount)}" for place, amount in amounts])

    return {
        "kind": readers.nothing,
        "reason": readers.nothing,
        "state": readers.choice(ProposalState),
        "fund_id": lambda fund_id: funds.get(fund_id, "–"),
        "business_date": readers.day,
        "document": lambda kept: f"{kept[0]}, {readers.day(kept[1])}, {kept[2]}",
        **dict.fromkeys(("amounts", "seen"), pairs),
        "parts": lambda parts: _told([_step(part, name) for part in parts]),
        "about": name,
        "happened_on": readers.day,
        "percent": lambda text: f"{str(text).replace('.', ',') if chosen() == 'vi' else text}%",
        "reverses": act,
        "corrects": act,
        "opening": lambda value: _("Yes") if value else "",
        "policies": lambda kept: "; ".join(_(Policy(policy).label) for policy in kept),
        "along": lambda acts: str(len(acts)) if acts else "",
    }


def _fund_readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "periods": _periods,
        "two_person_from": readers.dong,
        **{str(policy): readers.choice(Effect) for policy in Policy},
    }


def _drafts(lines: Sequence[AuditLine]) -> list[AuditLine]:
    return [line for line in lines if "amounts" in (line.after or {})]


def _rows(key: Any, value: Any, ids: Collection[int]) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - two columns
    rows = db.session.execute(select(key, value).where(key.in_(sorted(ids)))) if ids else ()
    return ((row[0], row[1]) for row in rows)


def _places(draft: Mapping[str, Any]) -> set[int]:
    """Return the first few envelopes that a kept draft names."""
    named = {place for place, _amount in draft["amounts"][:_MOST_NAMED]}
    for _step, place, _amount, _back, to in draft.get("parts", ())[:_MOST_NAMED]:
        named |= {place, to}
    return {place for place in (*named, draft.get("about")) if place is not None}


def _names(lines: Sequence[AuditLine], scope: Scope, funds: Mapping[int, str]) -> Callable[[Any], str]:
    """Return how an envelope is called: by its project, unit or fund."""
    wanted: set[int] = set().union(*(_places(line.after or {}) for line in lines))
    envelopes = {one.id: one for one in ledger.envelopes(wanted)} if wanted else {}
    works = {one.project_id for one in envelopes.values() if one.project_id is not None}
    seen = projects.by_ids(scope, works) if works else {}
    shares = {one.unit_id for one in envelopes.values() if one.kind == Place.share}
    unit = units.called(shares) if shares else readers.nothing

    def name(envelope_id: int) -> str:
        envelope = envelopes.get(envelope_id)
        if envelope is None:
            return "–"
        if envelope.kind == Place.share:
            return unit(envelope.unit_id)
        project = seen.get(envelope.project_id or 0)
        return project.code if project else funds.get(envelope.fund_id, "–")

    return name


def _step(part: Sequence[Any], name: Callable[[int], str]) -> str:
    """Say one step of an act: what it does, where, and how much; a step that runs back is marked."""
    step, place, amount, back, _to = part
    words = _(Step(step).label)
    done = _("back: %(step)s", step=words) if back else words
    return f"{done} – {name(place)}: {readers.dong(amount)}"


def _told(words: Sequence[str]) -> str:
    """Return the first few of many."""
    rest = len(words) - _MOST_NAMED
    more = [ngettext("and %(num)d more", "and %(num)d more", rest)] if rest > 0 else []
    return "; ".join([*words[:_MOST_NAMED], *more])


def _periods(days: Mapping[str, str | None]) -> str:
    return "; ".join(
        f"{readers.day(through)} – {readers.day(closes) if closes else '…'}"
        for through, closes in sorted(days.items())
    )


_KINDS = (
    Kind(
        key="fund",
        label=N_("Fund"),
        permission=MONEY_READ,
        acts={
            "ledger.open_fund": N_("Opened the fund"),
            "ledger.set_two_person": N_("Decided whether acts need two people"),
            "ledger.set_periods": N_("Decided when periods close"),
            "ledger.set_policies": N_("Changed the rules for unusual acts"),
        },
        fields={
            "code": N_("Code"),
            "two_person": N_("Acts need two people"),
            "two_person_from": N_("Two people from (đồng)"),
            "periods": N_("Last day of the period and day on which it closes"),
            **{str(policy): policy.label for policy in Policy},
        },
        readers=_fund_readers,
        addresses=pages("allocation.fund", partial(public_ids, Fund)),
    ),
    Kind(
        key="proposal",
        label=N_("Proposal"),
        permission=MONEY_READ,
        acts={
            **{f"ledger.propose_{kind}": (N_("Proposed: %(act)s"), kind.label) for kind in ActKind},
            "ledger.waive": N_("Allowed an exception"),
            "ledger.proposal_booked": N_("Booked the proposal"),
            "ledger.proposal_returned": N_("Returned the proposal"),
            "ledger.proposal_withdrawn": N_("Withdrew the proposal"),
        },
        fields={**_DRAFT, "state": N_("State"), "policies": N_("Exceptions allowed")},
        readers=_readers,
        addresses=pages("allocation.proposal", partial(public_ids, Proposal)),
    ),
    Kind(
        key="act",
        label=N_("Act"),
        permission=MONEY_READ,
        acts={f"ledger.book_{kind}": (N_("Booked: %(act)s"), kind.label) for kind in ActKind},
        fields=_DRAFT,
        readers=_readers,
        addresses=pages("allocation.act", partial(public_ids, Act)),
    ),
)


def enter_words() -> None:
    """Tell the trail of funds, proposals and acts; called once, when this room is opened."""
    for kind in _KINDS:
        enter(kind)
