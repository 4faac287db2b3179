"""Reads questions. Who is asked sees what is put to the own units, predecessors included; everybody else what lies in
the own scope.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from promotion.access.actor import Actor
from promotion.access.permissions import MONEY_READ, QUESTIONS_ANSWER, QUESTIONS_ASK
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.errors import NotFound
from promotion.kernel.text import search_key
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act, Envelope, Fund
from promotion.ledger.queries import sees_act
from promotion.questions.drafts import ListQuestion
from promotion.questions.models import Entry, Question
from promotion.questions.rules import OPEN, State, Step, Topic, state_of
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit

PER_PAGE = 50
_OPEN = tuple(str(step) for step in sorted(OPEN))


@dataclass(frozen=True)
class Found:
    """A question with the last step of its history."""

    question: Question
    last: Entry

    @property
    def state(self) -> State:
        """Where it stands today."""
        return state_of(Step(self.last.step), self.last.due, today())


@dataclass(frozen=True)
class Listed:
    """One page of questions; how many there are in all with these filters, and of each state."""

    rows: Sequence[Found]
    total: int
    by_state: Mapping[State, int]


@dataclass(frozen=True)
class Desk:
    """What waits for a person: questions that the own units have to answer, how many of them are overdue, and own
    questions that were answered, or whose due date passed without an answer.
    """

    to_answer: int
    late: int
    answered: int
    unanswered: int


def sees(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a person sees a question."""
    choices: list[ColumnElement[bool]] = [false()]
    for right in actor.rights:
        if MONEY_READ not in right.permissions:
            continue
        if QUESTIONS_ANSWER in right.permissions:
            choices.append(Question.unit_id.in_(sorted(right.units)))
        else:
            inside = within(right.scope, home=Question.home, unit_id=Question.unit_id, level=Question.level)
            choices.append(inside)
    return or_(*choices)


def _last() -> ColumnElement[int]:
    other = select(func.max(Entry.number)).where(Entry.question_id == Question.id)
    return other.correlate(Question).scalar_subquery()


def _found(actor: Actor) -> Select[*tuple[Any, ...]]:
    joined = and_(Entry.question_id == Question.id, Entry.number == _last())
    return select(Question, Entry).join(Entry, joined).where(sees(actor))


def one(actor: Actor, public_id: str) -> Found:
    """Return a question; `NotFound` for one that the person does not see."""
    row = db.session.execute(_found(actor).where(Question.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return Found(*row)


def history(question: Question) -> Sequence[Entry]:
    """Return the steps of a question, newest first."""
    query = select(Entry).where(Entry.question_id == question.id).order_by(Entry.number.desc())
    return db.session.scalars(query).all()


def histories(question_ids: Collection[int]) -> Mapping[int, Sequence[Entry]]:
    """Return the steps of several questions that were read in scope, newest first, by question (row id)."""
    query = select(Entry).where(Entry.question_id.in_(sorted(question_ids))).order_by(Entry.number.desc())
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in db.session.scalars(query):
        found[entry.question_id].append(entry)
    return found


def listed(actor: Actor, asked: ListQuestion, *, page: int = 1, size: int = PER_PAGE) -> Listed:
    """Return a page of questions: those that wait first, by due date; the same number of statements for any number."""
    base = _found(actor).where(*_conditions(actor, asked))
    by_state = by_states(actor, asked)
    if asked.state is not None:
        base = base.where(_in_state(asked.state))
    total = by_state[asked.state] if asked.state is not None else sum(by_state.values())
    rows = db.session.execute(base.order_by(*_order(asked.sort)).limit(size).offset((page - 1) * size))
    return Listed([Found(*row) for row in rows], total, by_state)


def by_states(actor: Actor, asked: ListQuestion) -> Mapping[State, int]:
    """Return how many questions there are of each state, whatever the state asked for."""
    base = _found(actor).where(*_conditions(actor, asked))
    late = (Entry.step.in_(_OPEN)) & (Entry.due < today())
    sums = base.with_only_columns(Entry.step, late, func.count()).group_by(Entry.step, late)
    by_state = dict.fromkeys(State, 0)
    for step, overdue, count in db.session.execute(sums):
        state = State.overdue if overdue else state_of(Step(step), date.max, today())
        by_state[state] += count
    return by_state


def _in_state(state: State) -> ColumnElement[bool]:
    if state in {State.overdue, State.open}:
        passed = Entry.due < today() if state is State.overdue else Entry.due >= today()
        return Entry.step.in_(_OPEN) & passed
    return Entry.step == str(state)


def _conditions(actor: Actor, asked: ListQuestion) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.unit_id is not None:
        found.append(Question.unit_id.in_(sorted(units.family([asked.unit_id]))))
    if asked.homes is not None:
        found.append(Question.home.in_(sorted(asked.homes)))
    if asked.year is not None:
        found.append(Question.budget_year == asked.year)
    if asked.level is not None:
        found.append(or_(Question.level == str(asked.level), Question.level.is_(None)))
    if asked.mine == "by":
        found.append(_own(actor))
    if asked.mine == "to":
        found.append(_to(actor))
    if asked.fund is not None:
        found.append(_of_fund(ledger.fund_by_code(actor.scope, asked.fund)))
    found += [Question.search_key.contains(word, autoescape=True) for word in search_key(asked.words).split()]
    return found


def _of_fund(fund: Fund) -> ColumnElement[bool]:
    """Return the condition that a question is about a fund: a contract and an act by where they lie; a figure by budget
    year and level, that of a province's own fund by the province too: also as part of the one that took
    it over, but not a neighbour's that went into the same one.
    """
    figure = [
        Question.topic == str(Topic.figure),
        Question.budget_year == fund.budget_year,
        or_(Question.level.is_(None), Question.level == fund.level),
    ]
    if fund.home is not None:
        here = _places_with(fund.home)
        beside = atlas().family(atlas().home_on(fund.home, today()) or fund.home).difference(here)
        figure += [Question.home.in_(here), func.coalesce(Question.row_key, "").not_in(sorted(beside))]
    inside = select(Envelope.id).where(Envelope.fund_id == fund.id)
    done = select(Act.id).where(Act.fund_id == fund.id)
    return or_(and_(*figure), Question.envelope_id.in_(inside), Question.act_id.in_(done))


def _places_with(home: str) -> list[str]:
    """Return the keys of a province's predecessors and of all that took it over: whose figures hold its own."""
    places = atlas()
    later = places.home_on(home, today())
    over = [key for key in places.family(later) if home in places.family(key)] if later else []
    return sorted({*places.family(home), *over})


def funds(actor: Actor) -> Sequence[Fund]:
    """Return the funds in the reader's sight that questions in sight may be about, national first."""
    asked = select(Question.budget_year, Question.level, Question.home).where(sees(actor)).distinct()
    known = db.session.execute(asked).all()
    return [
        fund
        for fund in ledger.funds(actor.scope)
        if any(
            year == fund.budget_year
            and level in {None, fund.level}
            and (fund.home is None or home in _places_with(fund.home))
            for year, level, home in known
        )
    ]


def _own(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a person, or an office for which the person asks, put a question."""
    offices = sorted(actor.units_for(QUESTIONS_ASK))
    return or_(Question.asked_by == actor.user_id, Question.asker_unit_id.in_(offices))


def _to(actor: Actor) -> ColumnElement[bool]:
    return Question.unit_id.in_(sorted(actor.units_for(QUESTIONS_ANSWER)))


def _order(sort: str) -> Sequence[ColumnElement[Any]]:
    closed = case((Entry.step == str(Step.closed), 1), else_=0)
    if sort in {"asked", "-asked"}:
        return (Question.id.desc() if sort == "-asked" else Question.id.asc(),)
    if sort == "-due":
        return (Entry.due.desc(), Question.id.desc())
    return (closed, Entry.due.asc(), Question.id.asc())


def desk(actor: Actor) -> Desk:
    """Return what waits for a person; one statement, none for people who neither ask nor answer."""
    if not (actor.may(QUESTIONS_ASK) or actor.may(QUESTIONS_ANSWER)):
        return Desk(0, 0, 0, 0)
    waits, late = Entry.step.in_(_OPEN), Entry.due < today()
    query = _found(actor).with_only_columns(
        func.count(case((_to(actor) & waits, 1))),
        func.count(case((_to(actor) & waits & late, 1))),
        func.count(case((_own(actor) & (Entry.step == str(Step.answered)), 1))),
        func.count(case((_own(actor) & waits & late, 1))),
    )
    return Desk(*db.session.execute(query.where(Entry.step != str(Step.closed))).one())


def asked_units(actor: Actor, code: str) -> list[Unit]:
    """Return the units that the questions in sight are put to, by name; with the one of this code."""
    seen = select(Question.unit_id).where(sees(actor))
    found = db.session.scalars(select(Unit).where(or_(Unit.id.in_(seen), Unit.code == code)))
    return sorted(found, key=lambda unit: (unit.sort_key, unit.code))


def years(actor: Actor) -> Sequence[int]:
    """Return the budget years of the questions in sight, newest first."""
    query = select(Question.budget_year).where(sees(actor)).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def acts(actor: Actor, ids: Collection[int]) -> Mapping[int, Act]:
    """Return those of these acts (row ids) that the person sees."""
    query = select(Act).where(Act.id.in_(sorted(ids)), sees_act(actor.scope))
    return {act.id: act for act in db.session.scalars(query)} if ids else {}


def public_ids(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """Return the ids for addresses of those of these questions that the person sees, by row id."""
    query = select(Question.id, Question.public_id).where(Question.id.in_(sorted(ids)), sees(actor))
    return dict(db.session.execute(query).all())


def act_key(act_id: int) -> str:
    """Return the public id of an act by its row id; whether the reader sees it is asked where it is opened."""
    return db.session.scalars(select(Act.public_id).where(Act.id == act_id)).one()
