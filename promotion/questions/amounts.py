"""What a question is about, counted: the amount that is shown for it now, by the same table that shows the figure."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from promotion.access.actor import Scope
from promotion.figures import questions as figure_questions
from promotion.figures.model import Dimension, Table
from promotion.figures.model import Question as FigureQuestion
from promotion.figures.origins import selection
from promotion.figures.rows import TOTAL, place
from promotion.figures.sources import answer
from promotion.kernel.errors import NotFound
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.questions.drafts import About
from promotion.questions.models import Question
from promotion.questions.rules import Topic


def amounts(scope: Scope, abouts: Iterable[About]) -> dict[About, int | None]:
    """Return what is shown for each thing asked about, as far as this scope sees it: đồng, or a number of projects.

    None where the figure is not known. Figures of one table are read with it.
    """
    tables: dict[FigureQuestion, Table] = {}
    return {about: _amount(scope, about, tables) for about in abouts}


def _amount(scope: Scope, about: About, tables: dict[FigureQuestion, Table]) -> int | None:
    if about.figure is None:
        return _of_ledger(scope, about)
    if about.figure not in tables:
        tables[about.figure] = answer(scope, about.figure)
    table = tables[about.figure]
    rows = table.rows if about.row != TOTAL else (table.total,)
    found = next((row for row in chain(rows, *(row.parts for row in rows)) if row.key == about.row), None)
    if found is None and about.row != TOTAL:  # a row that others took over has no line in the table
        return selection(
            scope, about.figure, about.measure, place(scope, about.figure, about.row, "vi")
        ).value
    return found.values[about.measure] if found is not None and found.knows(about.measure) else None


def _of_ledger(scope: Scope, about: About) -> int:
    if about.topic is Topic.contract:
        return ledger.envelope(scope, about.key, Kind.commitment).uncleared
    act = ledger.act(scope, about.key)
    return 0 if ledger.reversal_of(act.id) is not None else act.amount


def amount_now(scope: Scope, question: Question, key: str) -> int | None:
    """Return what is shown now for what was asked, as far as this scope sees it; None where nothing is.

    `key` is the public id of the contract or act, "" for a figure.
    """
    about = about_of(question, key)
    try:
        return None if about is None else amounts(scope, [about])[about]
    except NotFound:
        return None


def about_of(question: Question, key: str) -> About | None:
    """Return what a question is about; None where its address leads nowhere any more."""
    topic = Topic(question.topic)
    if topic is not Topic.figure:
        return About(topic, key=key)
    asked = figure_questions.read(question.address, "vi", by=Dimension.province)
    if asked.faults:
        return None
    return About(topic, asked.question, question.measure or "", question.row_key or TOTAL)


def figure_address(question: Question) -> dict[str, Any]:
    """Return the arguments of the page of what stands behind a figure that was asked about."""
    return {**question.address, "measure": question.measure or "", "row": question.row_key or TOTAL}
