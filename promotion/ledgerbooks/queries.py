"""The rows of a ledger book: what each act moved in it, read page by page from the legs, and the totals around them.

Sums are read by kind of envelope and counter; what they mean for a measure is asked of `figures`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.figures.facts import COUNTED
from promotion.figures.measures import WAITING
from promotion.figures.trend import of_counters
from promotion.kernel.calendar import business_day, today
from promotion.ledger.deeds import MIRRORS, ActKind
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Entry, Envelope, Leg
from promotion.ledgerbooks.books import Book
from promotion.ledgerbooks.drafts import BookQuestion, Order, Position
from promotion.ledgerbooks.subjects import Subject, subjects

PER_PAGE = 200
_TOGETHER = 5000
"""How many acts get their words at once: the engines take no more than some thirty thousand values."""

Condition = ColumnElement[bool]
Values = Mapping[str, int]
_Sums = dict[tuple[str, str], int]
_Moved = dict[tuple[str, str], tuple[int, int]]
_Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Other:
    """The act on the other side of a reversal, as a row points at it."""

    public_id: str
    number: int | None
    day: date


@dataclass(frozen=True)
class BookRow:
    """One act: what it is about, its amount and what it moved of each measure in this book (đồng; taken back is less
    than nothing). It counts from `day` and became known at `known`; a late fact `happened` before the open period.
    `corrects` is the act, taken back, that this one enters anew.
    """

    public_id: str
    number: int
    kind: ActKind
    opening: bool
    day: date
    known: datetime
    document: Document
    reason: str | None
    subject: Subject
    amount: int
    values: Values
    takes_back: Other | None
    taken_back: Other | None
    corrects: Other | None
    happened: date | None

    @property
    def known_day(self) -> date:
        """The day on which it became known."""
        return business_day(self.known)

    @property
    def position(self) -> Position:
        """Where a page that ends with this row goes on, by day."""
        return Position(self.number, self.day)


@dataclass(frozen=True)
class Following:
    """The act after a page: from which day it counts, and when it became known."""

    day: date
    known_day: date


@dataclass(frozen=True)
class BookPage:
    """A page of a book. Sums are đồng by measure.

    `opening` is where the book stood before the period, `carried` the same with all rows before this page (only a
    full page after the first has it), `closing` where it stood at the end; `shown` is the sum of all acts that the
    filters leave, on all pages. `before` acts stand on earlier pages, of `count`; `following` is the first act of the
    next page, without its words.
    """

    opening: Values
    carried: Values | None
    rows: tuple[BookRow, ...]
    shown: Values
    closing: Values
    count: int
    before: int
    following: Following | None

    @property
    def sums(self) -> tuple[Values, ...]:
        """Every sum that stands on the page."""
        return (self.opening, self.shown, self.closing, *(row.values for row in self.rows))

    @property
    def others(self) -> Values:
        """What the acts of the period moved that the filters leave out."""
        return {key: self.closing[key] - self.opening[key] - self.shown[key] for key in self.closing}


def page_of(
    scope: Scope, language: str, book: Book, question: BookQuestion, size: int = PER_PAGE
) -> BookPage:
    """Return a page of a book; a bounded number of statements."""
    asked = and_(_of_book(book), *_asked(question))
    opening = _position(book, question.first) if question.first else of_counters({})
    after = None if question.after is None else _after(question, question.after)
    before = None if after is None else and_(asked, ~after)
    found = _acts(asked if after is None else and_(asked, after), question, size + 1)
    beyond = found[size][0] if len(found) > size else None
    carried = None if before is None else of_counters(_sums(book, before))
    return BookPage(
        opening=opening,
        carried=carried and {key: opening[key] + carried[key] for key in opening},
        rows=tuple(_rows(scope, language, book, found[:size])),
        shown=of_counters(_sums(book, asked)),
        closing=_standing(book, question.last),
        count=_count(asked),
        before=0 if before is None else _count(before),
        following=Following(beyond.business_date, business_day(beyond.booked_at)) if beyond else None,
    )


def _of_book(book: Book) -> Condition:
    """Return the condition that an act belongs to a book: it moved something on an envelope of it, or is about one."""
    moved = select(Entry.act_id).join_from(Envelope, Leg, Leg.envelope_id == Envelope.id)
    moved = moved.join(Entry, Entry.id == Leg.entry_id).where(book.holds)
    return or_(Act.id.in_(moved), Act.about_id.in_(select(Envelope.id).where(book.holds)))


def _asked(question: BookQuestion) -> list[Condition]:
    """Return the conditions on acts that a question names."""
    found: list[Condition] = []
    if question.first is not None:
        found.append(Act.business_date >= question.first)
    if question.last is not None:
        found.append(Act.business_date <= question.last)
    if question.kind is not None:
        found.append(Act.kind == str(question.kind))
    if question.corrected:
        taken_back = select(Act.reverses_id).where(Act.reverses_id.is_not(None)).correlate(None)
        found.append(or_(Act.reverses_id.is_not(None), Act.corrects_id.is_not(None), Act.id.in_(taken_back)))
    return found


def _after(question: BookQuestion, place: Position) -> Condition:
    if question.order is Order.number:
        return Act.number > place.number
    return tuple_(Act.business_date, Act.number) > (place.day, place.number)


def _joined(query: _Query) -> _Query:
    """Join a SELECT from the envelopes of a book to the legs on them, their entries and acts."""
    query = query.join_from(Envelope, Leg, Leg.envelope_id == Envelope.id)
    return query.join(Entry, Entry.id == Leg.entry_id).join(Act, Act.id == Entry.act_id)


def _sums(book: Book, condition: Condition) -> _Sums:
    """Return what these acts moved in a book, by kind of envelope and counter."""
    query = _joined(select(Envelope.kind, Leg.counter, func.sum(Leg.change))).where(book.holds, condition)
    found = db.session.execute(query.group_by(Envelope.kind, Leg.counter))
    return {(kind, counter): int(change) for kind, counter, change in found}


def _position(book: Book, before: date) -> Values:
    """Return where a book stood at the beginning of a day."""
    return of_counters(_sums(book, Act.business_date < before))


def _standing(book: Book, last: date | None) -> Values:
    """Return where a book stands: at the end of a day that is past, from the legs; else from the envelopes' counters.

    Read apart from the rows, so that a sum of rows can be held against it.
    """
    if last is not None and last < today():
        return of_counters(_sums(book, Act.business_date <= last))
    columns = [func.coalesce(func.sum(getattr(Envelope, counter)), 0) for counter in COUNTED]
    query = select(Envelope.kind, *columns).where(book.holds).group_by(Envelope.kind)
    return of_counters(
        {
            (row[0], counter): int(value)
            for row in db.session.execute(query)
            for counter, value in zip(COUNTED, row[1:], strict=True)
        }
    )


def _count(condition: Condition) -> int:
    return db.session.scalar(select(func.count()).select_from(Act).where(condition)) or 0


def _acts(condition: Condition, question: BookQuestion, limit: int) -> Sequence[Any]:
    """Return acts in order, each with the act that it takes back, that took it back, and that it enters anew."""
    order = (Act.number,) if question.order is Order.number else (Act.business_date, Act.number)
    older, newer, wrong = aliased(Act), aliased(Act), aliased(Act)
    query = (
        select(Act, older, newer, wrong)
        .outerjoin(older, older.id == Act.reverses_id)
        .outerjoin(newer, newer.reverses_id == Act.id)
        .outerjoin(wrong, wrong.id == Act.corrects_id)
        .where(condition)
        .order_by(*order)
    )
    return db.session.execute(query.limit(limit)).all()


def _rows(scope: Scope, language: str, book: Book, found: Sequence[Any]) -> Iterator[BookRow]:
    for start in range(0, len(found), _TOGETHER):
        some = found[start : start + _TOGETHER]
        ids = [act.id for act, *_others in some]
        moved, about = _moved(book, ids), subjects(scope, language, book, ids)
        for act, older, newer, wrong in some:
            changes = moved.get(act.id, {})
            values = of_counters({key: more - less for key, (more, less) in changes.items()})
            yield BookRow(
                act.public_id,
                act.number,
                ActKind(act.kind),
                act.opening,
                act.business_date,
                act.booked_at,
                Document(act.document_number, act.document_date, act.document_issuer),
                act.reason,
                about[act.id],
                _amount(act, changes, values),
                values,
                _other(older),
                _other(newer),
                _other(wrong),
                act.happened_on,
            )


def _moved(book: Book, act_ids: Collection[int]) -> dict[int, _Moved]:
    """Return what each act added to the counters of a book and took from them, by kind of envelope."""
    more, less = (func.sum(case((change > 0, change), else_=0)) for change in (Leg.change, -Leg.change))
    query = _joined(select(Entry.act_id, Envelope.kind, Leg.counter, more, less))
    query = query.where(book.holds, Entry.act_id.in_(act_ids))
    found: dict[int, _Moved] = {}
    for row in db.session.execute(query.group_by(Entry.act_id, Envelope.kind, Leg.counter)):
        act_id, kind, counter, added, taken = row
        found.setdefault(act_id, {})[kind, counter] = int(added), int(taken)
    return found


def _amount(act: Act, moved: _Moved, values: Values) -> int:
    """Return the amount of an act in this book (đồng): the largest that it moved in one counter; less than nothing
    where it lowers figures only, or takes back.
    """
    amount = max((max(pair) for pair in moved.values()), default=0)
    figures = [value for key, value in values.items() if key != WAITING.key and value]
    lowers = max(figures) < 0 if figures else ActKind(act.kind) in MIRRORS
    return -amount if lowers else amount


def _other(act: Act | None) -> Other | None:
    return None if act is None else Other(act.public_id, act.number, act.business_date)
