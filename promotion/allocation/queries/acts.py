"""Booked acts as pages show them: of a fund, one with its entries, and the ledger book of an envelope."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, func, not_, or_, select, true

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import PLAN_PROPOSE, SPEND_PROPOSE
from promotion.access.scope import within
from promotion.accounts import queries as accounts
from promotion.allocation.queries.funds import standing
from promotion.allocation.queries.names import EnvelopeName, names_for
from promotion.allocation.queries.written import StepRow, step_rows, written
from promotion.allocation.rules import Standing
from promotion.allocation.steps import CORRECTED
from promotion.database.handle import db
from promotion.ledger import queries as ledger
from promotion.ledger.books import COUNTERS, Book
from promotion.ledger.deeds import MIRRORS, PLAN_ACTS, ActKind
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Entry, Envelope, Fund

PER_PAGE = 50


@dataclass(frozen=True)
class ActRow:
    """One act: `amount` in đồng as far as the reader sees it; `back` names the public id of its reversal."""

    public_id: str
    number: int | None
    kind: ActKind
    business_date: date
    document: Document
    amount: int
    percent: Decimal | None
    reason: str | None
    back: str | None
    opening: bool = False
    happened_on: date | None = None
    correction: bool = False


@dataclass(frozen=True)
class ActPage:
    """One page of acts, newest first, and how many there are."""

    rows: tuple[ActRow, ...]
    total: int
    page: int


def act_rows(scope: Scope, fund_id: int, *, page: int, of_plan: bool | None = None) -> ActPage:
    """Return the acts of a fund that the reader sees, newest first: all, those of the plan, or those of spending.

    Four statements, however many there are.
    """
    query = select(Act).where(Act.fund_id == fund_id, ledger.sees_act(scope))
    if of_plan is not None:
        query = query.where(_of_plan() if of_plan else not_(_of_plan()))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Act.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    found = db.session.scalars(ordered).all()
    return ActPage(tuple(_rows(scope, found)), total, page)


def _of_plan() -> ColumnElement[bool]:
    """Return the condition that an act is one of the plan, or takes one back."""
    kinds = sorted(str(kind) for kind in PLAN_ACTS)
    plan = select(Act.id).where(Act.kind.in_(kinds)).correlate(None)
    return Act.kind.in_(kinds) | func.coalesce(Act.reverses_id, 0).in_(plan)


def _rows(scope: Scope, acts: Sequence[Act]) -> list[ActRow]:
    ids = [act.id for act in acts]
    sums = amounts(scope, acts)
    back = dict(
        db.session.execute(select(Act.reverses_id, Act.public_id).where(Act.reverses_id.in_(ids))).all()
    )
    return [
        ActRow(
            public_id=act.public_id,
            number=act.number,
            kind=ActKind(act.kind),
            business_date=act.business_date,
            document=Document(act.document_number, act.document_date, act.document_issuer),
            amount=sums.get(act.id, 0),
            percent=Decimal(act.percent) if act.percent else None,
            reason=act.reason,
            back=back.get(act.id),
            opening=act.opening,
            happened_on=act.happened_on,
            correction=act.corrects_id is not None,
        )
        for act in acts
    ]


def amounts(scope: Scope, acts: Sequence[Act]) -> dict[int, int]:
    """Return the amount of each act (đồng), for a reader of a part what of it lies in his sight.

    An act of several steps takes the same money along several paths: the largest of them counts, never more than the
    act's own amount. Money handed on inside the fund goes beside its right, which is counted.
    """
    if scope.everything and not scope.national_only:
        return {act.id: act.amount for act in acts}
    whole = {act.id: act.amount for act in acts}
    handed_on = (Entry.source_counter == "money") & (Entry.target_counter == "money")
    query = (
        select(Entry.act_id, func.sum(Entry.amount))
        .where(Entry.act_id.in_(sorted(whole)), _visible(scope), handed_on.is_not(True))
        .group_by(Entry.act_id, Entry.source_counter, Entry.target_counter)
    )
    found: dict[int, int] = {}
    for act_id, total in db.session.execute(query):
        found[act_id] = min(whole[act_id], max(found.get(act_id, 0), int(total)))
    return found


def _visible(scope: Scope) -> ColumnElement[bool]:
    if scope.everything and not scope.national_only:
        return true()
    inside = select(Envelope.id).where(
        within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level)
    )
    return or_(Entry.source_id.in_(inside), Entry.target_id.in_(inside))


@dataclass(frozen=True)
class EntryRow:
    """One entry: from and to, each an envelope with the counter's name, None for outside; đồng."""

    source: EnvelopeName | None
    source_counter: str
    target: EnvelopeName | None
    target_counter: str
    amount: int


@dataclass(frozen=True)
class ActView:
    """One act with everything about it, and what this person may do.

    `reverses` and `back` are what it takes back and what took it back; `corrects` and `corrected` the wrong act in
    whose place it stands and the right one in its own; `beside` is the other act of the same correction.
    """

    act: ActRow
    fund: Fund
    fund_code: str
    fund_public_id: str
    year: int
    proposed_by: str
    booked_by: str
    booked_at: datetime
    two_person: bool
    steps: tuple[StepRow, ...]
    books: Mapping[Book, tuple[EntryRow, ...]]
    reverses: ActRow | None
    back: ActRow | None
    corrects: ActRow | None
    corrected: ActRow | None
    beside: ActRow | None
    may_reverse: bool
    may_correct: bool
    standing: Standing | None
    story: tuple[str, int, *tuple[tuple[str, int], ...]]
    """What its history is told of: the act, and the proposal that it was."""


def act_view(actor: Actor, language: str, public_id: str) -> ActView:
    """Return one act with its entries by book; `NotFound` outside the scope."""
    act = ledger.act(actor.scope, public_id)
    fund = db.session.get_one(Fund, act.fund_id)
    related = _related(act)
    shown = {one.id: row for one, row in zip(related, _rows(actor.scope, related), strict=True)}
    people = accounts.names({act.proposed_by, act.booked_by})

    def found(fits: Callable[[Act], bool]) -> ActRow | None:
        return next((shown[one.id] for one in related if one.id != act.id and fits(one)), None)

    back = found(lambda one: one.reverses_id == act.id)
    may = back is None and act.kind not in MIRRORS and _may_take_back(actor, act, fund)
    return ActView(
        act=shown[act.id],
        fund=fund,
        fund_code=fund.code,
        fund_public_id=fund.public_id,
        year=fund.budget_year,
        proposed_by=people.get(act.proposed_by, "–"),
        booked_by=people.get(act.booked_by, "–"),
        booked_at=act.booked_at,
        two_person=act.two_person,
        steps=step_rows(actor.scope, language, fund, written(act)),
        books=_books(actor.scope, language, act, fund),
        reverses=found(lambda one: one.id == act.reverses_id),
        back=back,
        corrects=found(lambda one: one.id == act.corrects_id),
        corrected=found(lambda one: one.corrects_id == act.id),
        beside=found(
            lambda one: one.corrects_id == (act.reverses_id or 0) or one.reverses_id == (act.corrects_id or 0)
        ),
        may_reverse=may,
        may_correct=may and act.kind in CORRECTED and not act.opening,
        standing=_standing(actor, act, fund),
        story=("act", act.id, *(("proposal", one) for one in ledger.proposals_of(act.id))),
    )


def _related(act: Act) -> list[Act]:
    """Return an act and those it takes back or corrects, in either direction, and the other act of its correction."""
    wrong = act.reverses_id or act.corrects_id
    fits = [Act.reverses_id == act.id, Act.corrects_id == act.id]
    if wrong is not None:
        fits += [Act.id == wrong, Act.corrects_id == wrong, Act.reverses_id == wrong]
    others = db.session.scalars(select(Act).where(or_(*fits), Act.id != act.id).order_by(Act.id))
    return [act, *others]


def _standing(actor: Actor, act: Act, fund: Fund) -> Standing | None:
    """Return where plan and releases stood after a release's day, for readers of the whole fund."""
    whole = actor.scope.covers(home=fund.home, unit_id=fund.owner_unit_id, level=fund.level)
    return standing(fund.id, act.business_date) if whole and act.kind == ActKind.release else None


def _may_take_back(actor: Actor, act: Act, fund: Fund) -> bool:
    if ActKind(act.kind) in PLAN_ACTS:
        return actor.may_for(PLAN_PROPOSE, fund.owner_unit_id)
    return actor.may_for(SPEND_PROPOSE, act.unit_id)


def _books(scope: Scope, language: str, act: Act, fund: Fund) -> dict[Book, tuple[EntryRow, ...]]:
    entries = ledger.entries(scope, act.id)
    ids = {entry.source_id for entry in entries} | {entry.target_id for entry in entries}
    envelopes = ledger.envelopes([one for one in ids if one is not None])
    called = names_for(scope, envelopes, language, fund.budget_year)
    by_id = {envelope.id: called.envelope(envelope, fund.code) for envelope in envelopes}
    found: dict[Book, list[EntryRow]] = {}
    for entry in entries:
        row = EntryRow(
            by_id[entry.source_id] if entry.source_id else None,
            COUNTERS[entry.source_counter] if entry.source_counter else "",
            by_id[entry.target_id] if entry.target_id else None,
            COUNTERS[entry.target_counter] if entry.target_counter else "",
            entry.amount,
        )
        found.setdefault(Book(entry.book), []).append(row)
    return {book: tuple(rows) for book, rows in found.items()}


@dataclass(frozen=True)
class BookView:
    """The ledger book of one envelope: its rows, oldest first, and the counters it has moved."""

    name: EnvelopeName
    fund_code: str
    fund_public_id: str
    unit: str
    rows: tuple[ledger.BookRow, ...]
    counters: tuple[str, ...]
    counter: str | None


def book_view(scope: Scope, language: str, public_id: str, counter: str | None) -> BookView:
    """Return the ledger book of an envelope, whole or of one counter; `NotFound` outside the scope."""
    envelope = ledger.envelope(scope, public_id)
    fund = db.session.get_one(Fund, envelope.fund_id)
    rows = ledger.book(scope, public_id)
    moved = tuple(name for name in COUNTERS if any(row.counter == name for row in rows))
    wanted = counter if counter in moved else None
    called = names_for(scope, [envelope], language, fund.budget_year)
    return BookView(
        name=called.envelope(envelope, fund.code),
        fund_code=fund.code,
        fund_public_id=fund.public_id,
        unit=called.unit(envelope.unit_id),
        rows=tuple(row for row in rows if wanted is None or row.counter == wanted),
        counters=moved,
        counter=wanted,
    )
