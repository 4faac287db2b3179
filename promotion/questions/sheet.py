"""The list as a workbook: one sheet, a row a question; the first lines say what is in it."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from promotion.kernel.calendar import business_day, now
from promotion.kernel.money import number_text
from promotion.questions.lists import QuestionRow
from promotion.questions.models import Entry
from promotion.questions.queries import Listed
from promotion.questions.rules import Outcome, State, Step
from promotion.questions.wording import is_money
from promotion.sheets.cells import Amount, Cell, Count, Day, Kind, Text
from promotion.sheets.declaration import Column, Footer, Row, Workbook
from promotion.sheets.lists import Around, listing
from promotion.web.languages import chosen
from promotion.web.values import filters_said, footer_words, rows_said


def _columns() -> tuple[Column, ...]:
    return (
        Column("no", _("No."), 11, Kind.centred),
        Column("unit", _("Who is asked"), 50),
        Column("year", _("Budget year"), 16, Kind.centred),
        Column("figure", _("Figure"), 36),
        Column("about", _("About"), 50),
        Column("amount", _("Amount shown then (đồng)"), 32, Kind.dong),
        Column("count", _("Number shown then"), 22, Kind.number),
        Column("day", _("As of day"), 22, Kind.day),
        Column("asker", _("Asked by"), 36),
        Column("asked", _("Asked on"), 22, Kind.day),
        Column("text", _("Question"), 70),
        Column("due", _("Answer due by"), 22, Kind.day),
        Column("state", _("State"), 30),
        Column("answered", _("Answered on"), 22, Kind.day),
        Column("answer", _("Last answer"), 70),
        Column("outcome", _("How the question ended"), 30),
        Column("end", _("Closing note"), 50),
    )


def questions(
    rows: Sequence[QuestionRow],
    found: Listed,
    told: Mapping[int, Sequence[Entry]],
    in_force: Sequence[Mapping[str, str]],
    reader: str,
) -> Workbook:
    """Declare the workbook of a list of questions with their first text, last answer and end."""
    columns = _columns()
    made = now()
    lines = tuple(
        Row(f"row:{number}", dict(_line(number, one, told[one.found.question.id])))
        for number, one in enumerate(rows, 1)
    )
    states = "; ".join(f"{_(state.label)}: {number_text(found.by_state[state], chosen())}" for state in State)
    said = (
        _("%(count)s of %(all)s questions that %(reader)s may see.", count=number_text(len(rows), chosen()),
          all=number_text(found.total, chosen()), reader=reader),
        _("Whatever the state: %(states)s.", states=states),
    )  # fmt: skip
    title = _("Questions on figures")
    under = filters_said(in_force)
    around = Around(title, under, said, rows_said(len(rows), found.total))
    sheet = listing("list", title, columns, lines, around, repeat=2)
    return Workbook(title, reader, made, Footer(*footer_words(made)), (sheet,))


def _line(number: int, one: QuestionRow, told: Sequence[Entry]) -> Iterator[tuple[str, Cell]]:
    found, question = one.found, one.found.question
    answer = next((entry for entry in told if entry.step == Step.answered), None)
    ended = found.last if found.state is State.closed else None
    texts = {
        "no": str(number),
        "unit": one.unit,
        "year": str(question.budget_year),
        "figure": one.figure,
        "about": question.label,
        "asker": " · ".join(part for part in (one.asker, one.office) if part),
        "text": told[-1].text,
        "state": _(found.state.label),
        "answer": answer.text if answer else "",
        "outcome": _(Outcome(ended.outcome).label) if ended and ended.outcome else "",
        "end": ended.text if ended else "",
    }
    yield from ((key, Text(text)) for key, text in texts.items())
    yield "day", Day(question.day)
    yield "asked", Day(one.asked_on)
    yield "due", Day(found.last.due)
    if answer:
        yield "answered", Day(business_day(answer.made_at))
    if question.amount is not None:
        money = is_money(question.measure)
        yield ("amount", Amount(question.amount)) if money else ("count", Count(question.amount))
