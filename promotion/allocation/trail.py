"""How funds, proposals and acts stand in the trail: said here, where projects and units have their names."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.kinds import Addresses, Kind, Reader, enter
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import ActKind
from promotion.ledger.books import Kind as Place
from promotion.ledger.models import Act, Fund, Proposal
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
    "percent": N_("Percentage entered"),
    "reverses": N_("Takes back"),
    "opening": N_("Opening balance"),
    "along": N_("Acts booked along"),
}


def _readers(lines: Sequence[AuditLine], scope: Scope) -> Mapping[str, Reader]:
    """Return how drafts of acts are said: three look-ups and those of names, however many lines there are."""
    funds = dict(_rows(Fund.id, Fund.code, readers.values(_drafts(lines), "fund_id")))
    taken = dict(_rows(Act.id, Act.number, readers.values(_drafts(lines), "reverses")))
    return {
        "kind": readers.nothing,
        "reason": readers.nothing,
        "state": readers.choice(ProposalState),
        "fund_id": lambda fund_id: funds.get(fund_id, "–"),
        "business_date": readers.day,
        "document": lambda kept: f"{kept[0]}, {readers.day(kept[1])}, {kept[2]}",
        "amounts": _amounts(_drafts(lines), scope, funds),
        "percent": lambda text: f"{str(text).replace('.', ',') if chosen() == 'vi' else text}%",
        "reverses": lambda act_id: _("Act no. %(number)s", number=taken.get(act_id, "–")),
        "opening": lambda value: _("Yes") if value else "",
        "along": lambda acts: str(len(acts)) if acts else "",
    }


def _drafts(lines: Sequence[AuditLine]) -> list[AuditLine]:
    return [line for line in lines if "amounts" in (line.after or {})]


def _rows(key: Any, value: Any, ids: Collection[int]) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - two columns
    rows = db.session.execute(select(key, value).where(key.in_(sorted(ids)))) if ids else ()
    return ((row[0], row[1]) for row in rows)


def _amounts(lines: Sequence[AuditLine], scope: Scope, funds: Mapping[int, str]) -> Callable[[Any], str]:
    """Return how the amounts of an act are said: each by its project, unit or fund, the first few of many."""
    wanted = {
        envelope_id for line in lines for envelope_id, _amount in (line.after or {})["amounts"][:_MOST_NAMED]
    }
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

    def say(pairs: Sequence[Sequence[int]]) -> str:
        told = [f"{name(envelope_id)}: {readers.dong(amount)}" for envelope_id, amount in pairs[:_MOST_NAMED]]
        rest = len(pairs) - len(told)
        if rest:
            told.append(ngettext("and %(num)d more", "and %(num)d more", rest))
        return "; ".join(told)

    return say


def _pages(endpoint: str, table: type[Fund | Act | Proposal]) -> Addresses:
    def addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
        found = public_ids(table, actor.scope, ids)
        return {key: url_for(endpoint, public_id=public_id) for key, public_id in found.items()}

    return addresses


_KINDS = (
    Kind(
        key="fund",
        label=N_("Fund"),
        permission=MONEY_READ,
        acts={
            "ledger.open_fund": N_("Opened the fund"),
            "ledger.set_two_person": N_("Decided whether acts need two people"),
        },
        fields={"code": N_("Code"), "two_person": N_("Acts need two people")},
        addresses=_pages("allocation.fund", Fund),
    ),
    Kind(
        key="proposal",
        label=N_("Proposal"),
        permission=MONEY_READ,
        acts={
            **{f"ledger.propose_{kind}": (N_("Proposed: %(act)s"), kind.label) for kind in ActKind},
            "ledger.proposal_booked": N_("Booked the proposal"),
            "ledger.proposal_returned": N_("Returned the proposal"),
            "ledger.proposal_withdrawn": N_("Withdrew the proposal"),
        },
        fields={**_DRAFT, "state": N_("State")},
        readers=_readers,
        addresses=_pages("allocation.proposal", Proposal),
    ),
    Kind(
        key="act",
        label=N_("Act"),
        permission=MONEY_READ,
        acts={f"ledger.book_{kind}": (N_("Booked: %(act)s"), kind.label) for kind in ActKind},
        fields=_DRAFT,
        readers=_readers,
        addresses=_pages("allocation.act", Act),
    ),
)


def enter_words() -> None:
    """Tell the trail of funds, proposals and acts; called once, when this room is opened."""
    for kind in _KINDS:
        enter(kind)
