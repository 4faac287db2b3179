"""The verbs of questions: ask, answer, ask again, move the due date, close. None of them moves money."""

from collections.abc import Mapping
from datetime import date

from promotion.access.actor import Actor
from promotion.access.permissions import QUESTIONS_ANSWER, QUESTIONS_ASK
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.figures import questions as figure_questions
from promotion.kernel.calendar import now, today
from promotion.kernel.errors import Conflict, Fault, Forbidden, Invalid, Refused
from promotion.kernel.text import clean, search_key
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Act
from promotion.notices.drafts import NoticeDraft, QuestionFacts
from promotion.notices.rules import NoticeKind
from promotion.notices.service import tell
from promotion.questions import evidence, queries
from promotion.questions.amounts import amounts
from promotion.questions.drafts import AnswerDraft, AskDraft, CloseDraft, DueDraft
from promotion.questions.models import Entry, Question
from promotion.questions.queries import Found
from promotion.questions.rules import FROM, Outcome, Step, Topic, due_fault, outcomes, text_fault
from promotion.questions.targets import Target, targets
from promotion.questions.trail import subject
from promotion.questions.wording import figure_of, is_money
from promotion.units import queries as units
from promotion.units.rules import UnitKind

_BEGINNING = 200  # so much of a text stands in a notice


def ask(actor: Actor, draft: AskDraft) -> list[Question]:
    """Put a question to each unit of the draft, about its own part of the figure, and tell the units.

    Raises `Invalid` without text or unit, with a due date that does not lie ahead, and for units that cannot be asked.
    """
    actor.require(QUESTIONS_ASK)
    text = clean(draft.text, multiline=True)
    faults = [one for one in (text_fault(text), due_fault(draft.due, today())) if one is not None]
    if not draft.units:
        faults.append(Fault("units", N_("Please choose who is asked.")))
    possible = {target.unit.code: target for target in targets(actor, draft.about)}
    if any(code not in possible for code in draft.units):
        faults.append(
            Fault("units", N_("The figure does not belong to this unit: it cannot be asked about it."))
        )
    if faults:
        raise Invalid(faults=tuple(faults))
    chosen = [possible[code] for code in dict.fromkeys(draft.units)]
    shown = amounts(actor.scope, [target.about for target in chosen])
    office = _office(actor)
    return [_put(actor, target, shown[target.about], office, draft.due, text) for target in chosen]


def _office(actor: Actor) -> int | None:
    """Return the office for which a person asks: the agency; None for those who ask for a region."""
    found = units.by_ids(actor.units_for(QUESTIONS_ASK)).values()
    return next((unit.id for unit in found if unit.kind == UnitKind.agency), None)


def _put(
    actor: Actor, target: Target, amount: int | None, office: int | None, due: date, text: str
) -> Question:
    about, figure = target.about, target.about.figure
    address = {} if figure is None else figure_questions.address(figure)
    if figure is not None and figure.as_of == today():
        del address["as_of"]  # later on it asks for the figure of that later day
    question = Question(
        topic=str(about.topic),
        unit_id=target.unit.id,
        home=target.unit.province_key,
        level=target.level,
        budget_year=target.year,
        measure=about.measure or None,
        row_key=about.row or None,
        address=address,
        envelope_id=target.envelope_id,
        act_id=target.act_id,
        label=target.label,
        amount=amount,
        day=today() if figure is None else figure.as_of,
        asked_by=actor.user_id,
        asker_unit_id=office,
        asked_at=now(),
        search_key=search_key(f"{target.label} {text}"),
    )
    db.session.add(question)
    db.session.flush()
    entry = _add(actor, question, 1, Step.asked, text, due)
    told: dict[str, object] = {
        "figure": figure_of(about.topic, question.measure),
        "day": question.day.isoformat(),
    }
    if amount is not None:
        told |= {"shown": amount} if is_money(question.measure) else {"count": str(amount)}
    _tell_trail(actor, "questions.ask", question, entry, QUESTIONS_ASK, told)
    _notify(NoticeKind.question, question, entry)
    return question


def answer(actor: Actor, public_id: str, draft: AnswerDraft, seen: int | None = None) -> Question:
    """Answer a question for the asked unit; the act named must be one of that unit's that the person sees, of the year
    and level asked about.

    `seen` is how many steps the person saw: `Conflict` where somebody went on meanwhile; `Refused` once it is answered
    or closed.
    """
    found = queries.one(actor, public_id)
    actor.require_for(QUESTIONS_ANSWER, found.question.unit_id)
    text = _ready(found, Step.answered, draft.text, seen)
    act = evidence.one(actor, found.question, draft.act) if draft.act else None
    if draft.act and act is None:
        message = N_(
            "This is no act of the asked unit in the year asked about. Search for another, or choose “No act”."
        )
        raise Invalid(faults=(Fault("act", message),))
    entry = _go_on(actor, found, Step.answered, text, found.last.due, act=act)
    told: dict[str, object] = {} if act is None else {"evidence": str(act.number)}
    _tell_trail(actor, "questions.answer", found.question, entry, QUESTIONS_ANSWER, told)
    _notify(NoticeKind.question_answer, found.question, entry)
    return found.question


def ask_again(actor: Actor, public_id: str, draft: DueDraft, seen: int | None = None) -> Question:
    """Send an answer back with the reason and a new due date."""
    found = _to_follow(actor, public_id)
    text = _ready(found, Step.again, draft.text, seen, draft.due)
    entry = _go_on(actor, found, Step.again, text, draft.due)
    _tell_trail(actor, "questions.again", found.question, entry, QUESTIONS_ASK)
    _notify(NoticeKind.question_again, found.question, entry)
    return found.question


def move(actor: Actor, public_id: str, draft: DueDraft, seen: int | None = None) -> Question:
    """Give a question that waits another due date, with the reason, and tell the unit who moved it from which day."""
    found = _to_follow(actor, public_id)
    text = _ready(found, Step.moved, draft.text, seen, draft.due)
    if draft.due == found.last.due:
        raise Invalid(faults=(Fault("due", N_("This is the due date already: choose another day.")),))
    before = found.last.due
    entry = _go_on(actor, found, Step.moved, text, draft.due)
    _tell_trail(actor, "questions.move", found.question, entry, QUESTIONS_ASK, was=before)
    _notify(NoticeKind.question_moved, found.question, entry, before=before.isoformat(), by=_called(actor))
    return found.question


def _called(actor: Actor) -> str:
    """Return a person's name with the office for which the person asks."""
    office = _office(actor)
    return actor.name if office is None else f"{actor.name} ({units.name(units.by_id(office), 'vi')})"


def close(actor: Actor, public_id: str, draft: CloseDraft, seen: int | None = None) -> Question:
    """Close a question, saying how it ended; without an answer it can only be withdrawn."""
    found = _to_follow(actor, public_id)
    text = _ready(found, Step.closed, draft.text, seen)
    if draft.outcome not in outcomes(Step(found.last.step)):
        raise Invalid(faults=(Fault("outcome", N_("Without an answer a question can only be withdrawn.")),))
    entry = _go_on(actor, found, Step.closed, text, found.last.due, outcome=draft.outcome)
    _tell_trail(
        actor, "questions.close", found.question, entry, QUESTIONS_ASK, {"outcome": str(draft.outcome)}
    )
    _notify(NoticeKind.question_closed, found.question, entry)
    return found.question


def may_answer(actor: Actor, found: Found) -> bool:
    """Tell whether a person answers for the asked unit."""
    return actor.may_for(QUESTIONS_ANSWER, found.question.unit_id)


def may_follow(actor: Actor, found: Found) -> bool:
    """Tell whether a person goes on with a question: who put it, the same office, and who asks in the whole country."""
    if not actor.may(QUESTIONS_ASK):
        return False
    own = found.question.asked_by == actor.user_id
    everywhere = any(right.scope.everything for right in actor.rights if QUESTIONS_ASK in right.permissions)
    return own or everywhere or actor.may_for(QUESTIONS_ASK, found.question.asker_unit_id)


def refusal(found: Found, step: Step) -> Refused | None:
    """Return why a step cannot follow now, None where it can."""
    last = Step(found.last.step)
    if last in FROM[step]:
        return None
    if last is Step.closed:
        return Refused(
            N_("This question is closed: nothing is added to it any more."),
            code="questions.closed",
            cure=N_("Put a new question."),
        )
    if step is Step.again:
        return Refused(N_("Nothing was answered yet that could be sent back."), code="questions.unanswered")
    return Refused(
        N_("This question is answered already."),
        code="questions.answered",
        cure=N_("Who asked closes it or asks again."),
    )


def _to_follow(actor: Actor, public_id: str) -> Found:
    found = queries.one(actor, public_id)
    if not may_follow(actor, found):
        raise Forbidden(N_("Only who put a question goes on with it."))
    return found


def _ready(found: Found, step: Step, text: str, seen: int | None, due: date | None = None) -> str:
    """Return the text of a step, cleaned; raise where the step cannot follow, was overtaken, or has faults."""
    refused = refusal(found, step)
    if refused is not None:
        raise refused
    if seen is not None and seen != found.last.number:
        raise Conflict(
            N_("Somebody else went on with this question meanwhile."),
            cure=N_("Look at what was added; if yours is still right, send the form again."),
        )
    kept = clean(text, multiline=True)
    faults = [text_fault(kept), None if due is None else due_fault(due, today())]
    if any(faults):
        raise Invalid(faults=tuple(fault for fault in faults if fault is not None))
    return kept


def _go_on(
    actor: Actor,
    found: Found,
    step: Step,
    text: str,
    due: date,
    *,
    outcome: Outcome | None = None,
    act: Act | None = None,
) -> Entry:
    return _add(actor, found.question, found.last.number + 1, step, text, due, outcome, act)


def _add(
    actor: Actor,
    question: Question,
    number: int,
    step: Step,
    text: str,
    due: date,
    outcome: Outcome | None = None,
    act: Act | None = None,
) -> Entry:
    entry = Entry(
        question_id=question.id,
        number=number,
        step=str(step),
        text=text,
        due=due,
        outcome=None if outcome is None else str(outcome),
        act_id=None if act is None else act.id,
        made_by=actor.user_id,
        made_at=now(),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _tell_trail(
    actor: Actor,
    act: str,
    question: Question,
    entry: Entry,
    permission: str,
    told: Mapping[str, object] | None = None,
    was: date | None = None,
) -> None:
    unit = question.unit_id if permission == QUESTIONS_ANSWER else None
    after = {**(told or {}), "due": entry.due.isoformat(), "text": entry.text}
    before = None if was is None else {"due": was.isoformat()}
    audit(actor, act, subject(question), before=before, after=after, under=(permission, unit))


def _notify(kind: NoticeKind, question: Question, entry: Entry, **moved: str) -> None:
    """Tell the asked unit; of an answer the office that asked, where it is one. `moved` says of a due date which day
    it was `before`, and moved `by` whom.
    """
    told = question.asker_unit_id if kind is NoticeKind.question_answer else question.unit_id
    if told is None:
        return
    text = entry.text if len(entry.text) <= _BEGINNING else f"{entry.text[:_BEGINNING]}…"
    facts = QuestionFacts(
        question_id=question.public_id,
        figure=figure_of(Topic(question.topic), question.measure),
        about=question.label,
        due=entry.due.isoformat(),
        unit=units.name(units.by_id(question.unit_id), "vi"),
        text=text,
        **moved,
    )
    tell([NoticeDraft(told, kind, facts)])
