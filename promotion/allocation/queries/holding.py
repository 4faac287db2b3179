"""Who holds what an act asks back: named below a refusal, with amounts, so that it can be settled there first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.allocation.queries.names import EnvelopeName, names_for
from promotion.database.handle import db
from promotion.kernel.errors import DomainError
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.deeds import MIRRORS, ActKind
from promotion.ledger.models import LISTED, Act, Entry, Envelope, Fund
from promotion.ledger.refusals import CeilingReached

MOST = 20


@dataclass(frozen=True)
class Holder:
    """One place or act that holds money or a right (đồng); an act with its document, what lowers it below zero."""

    place: EnvelopeName
    amount: int
    kind: ActKind | None = None
    act: str = ""
    document: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Holding:
    """What holds it, largest first, in words and rows; `more` are left out, `total` counts all (đồng)."""

    title: str
    rows: tuple[Holder, ...]
    more: int
    total: int


# Where a ceiling stands → what holds the rest: places below with a figure, or acts on these entries.
_PLACES: dict[tuple[Kind, str], tuple[str, Kind, str]] = {
    (Kind.fund, "to_list"): (N_("These lines hold the listed plan"), Kind.line, "listed"),
    (Kind.fund, "released"): (N_("These units hold the released money"), Kind.share, "released"),
    (Kind.fund, "money"): (N_("These units hold the released money"), Kind.share, "released"),
    (Kind.share, "money"): (N_("These lines hold the unit's money"), Kind.line, "assigned"),
    (Kind.share, "released"): (N_("These lines hold the unit's money"), Kind.line, "assigned"),
    (Kind.line, "to_commit"): (N_("These contracts hold the listed amount"), Kind.commitment, "committed"),
}
_ACTS: dict[tuple[Kind, str], tuple[str, tuple[tuple[str, str], ...]]] = {
    (Kind.fund, "to_release"): (N_("These releases hold the plan"), (("to_release", "released"),)),
    (Kind.line, "to_assign"): (N_("These acts assigned the listed amount"), (("to_assign", "assigned"),)),
    (Kind.line, "money"): (N_("These payments hold the money"), (("money", "advanced"), ("money", "paid"))),
}


def holding(scope: Scope, language: str, error: DomainError | None) -> Holding | None:
    """Return who holds what a ceiling refuses, as far as the reader sees it; None for every other refusal."""
    if not isinstance(error, CeilingReached):
        return None
    place = ledger.envelopes([error.envelope_id])[0]
    at = (Kind(place.kind), error.counter)
    if not scope.covers(home=place.home, unit_id=place.unit_id, level=place.level):
        return None
    if at in _PLACES:
        title, kind, figure = _PLACES[at]
        return _below(scope, language, place, title, kind, figure)
    if at in _ACTS:
        title, paths = _ACTS[at]
        return _by_acts(scope, language, title, [place], paths)
    return None


def payments(scope: Scope, language: str, fund_id: int) -> Holding:
    """Return what was paid out of a fund and stands: each payment with its document, day, amount and line."""
    query = select(Envelope).where(Envelope.fund_id == fund_id, Envelope.kind == str(Kind.line))
    lines = [line for line in db.session.scalars(query) if line.disbursed]
    title, paths = _ACTS[Kind.line, "money"]
    return _by_acts(scope, language, title, lines, paths)


def _below(scope: Scope, language: str, place: Envelope, title: str, kind: Kind, figure: str) -> Holding:
    value = {
        "listed": LISTED,
        "committed": Envelope.owed + Envelope.discharged,
        "released": Envelope.released,
        "assigned": Envelope.assigned,
    }[figure]
    above: ColumnElement[bool] = Envelope.parent_id == place.id
    if kind is Kind.line and place.kind == Kind.fund:
        above = Envelope.fund_id == place.fund_id
    inside = within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level)
    query = select(Envelope, value).where(above, Envelope.kind == str(kind), value > 0, inside)
    found = db.session.execute(query.order_by(value.desc(), Envelope.id)).all()
    called = _named(scope, language, [row[0] for row in found[:MOST]])
    rows = [Holder(called[row[0].id], int(row[1])) for row in found[:MOST]]
    return Holding(title, tuple(rows), len(found) - len(rows), sum(int(row[1]) for row in found))


def _by_acts(
    scope: Scope,
    language: str,
    title: str,
    places: Collection[Envelope],
    paths: tuple[tuple[str, str], ...],
) -> Holding:
    """Return the acts that stand and moved something along these paths, per place; what went back counts below zero."""
    ids = [place.id for place in places]
    forward = or_(*((Entry.source_counter == one) & (Entry.target_counter == other) for one, other in paths))
    back = or_(*((Entry.source_counter == other) & (Entry.target_counter == one) for one, other in paths))
    place = case((forward, Entry.source_id), else_=Entry.target_id)
    net = func.sum(case((forward, Entry.amount), else_=-Entry.amount))
    later = aliased(Act)
    taken_back = select(later.id).where(later.reverses_id == Act.id).exists()
    query = (
        select(Act, place.label("place"), net.label("net"))
        .join(Entry, Entry.act_id == Act.id)
        .where(or_(forward, back), place.in_(ids), ~taken_back)
        .where(Act.kind.not_in([str(kind) for kind in MIRRORS]))
        .group_by(Act.id, place)
        .order_by(net.desc(), Act.id)
    )
    found = db.session.execute(query).all()
    called = _named(scope, language, places)
    rows = [
        Holder(
            called[row.place],
            int(row.net),
            ActKind(row.Act.kind),
            row.Act.public_id,
            row.Act.document_number,
            row.Act.document_date,
        )
        for row in found[:MOST]
    ]
    return Holding(title, tuple(rows), len(found) - len(rows), sum(int(row.net) for row in found))


def _named(scope: Scope, language: str, places: Collection[Envelope]) -> dict[int, EnvelopeName]:
    if not places:
        return {}
    fund = db.session.get_one(Fund, next(iter(places)).fund_id)
    called = names_for(scope, places, language, fund.budget_year)
    return {place.id: called.envelope(place, fund.code) for place in places}
