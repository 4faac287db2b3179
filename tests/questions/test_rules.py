"""What may follow what, when a question is overdue, and what a due date and a text may be; without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.questions.rules import (
    FROM,
    LONGEST_TERM,
    LONGEST_TEXT,
    OPEN,
    Outcome,
    State,
    Step,
    due_fault,
    outcomes,
    state_of,
    text_fault,
)

TODAY = date(2026, 3, 10)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.sampled_from(Step), DAYS)
def test_only_what_waits_can_be_overdue_and_the_due_day_itself_is_not(last, due):
    state = state_of(last, due, TODAY)
    assert (state is State.overdue) == (last in OPEN and due < TODAY)
    assert (state is State.closed) == (last is Step.closed)
    assert (state is State.answered) == (last is Step.answered)


@pytest.mark.parametrize("days, state", [(-1, State.overdue), (0, State.open), (1, State.open)])
def test_an_answer_on_the_due_day_is_in_time(days, state):
    assert state_of(Step.moved, TODAY + timedelta(days), TODAY) is state


@given(st.lists(st.sampled_from(Step), max_size=12))
def test_any_history_answers_once_for_each_time_it_was_asked_and_ends_for_good(wanted):
    history = [Step.asked]
    for step in wanted:
        if history[-1] in FROM.get(step, ()):
            history.append(step)
    assert Step.closed not in history[:-1]
    asked = sum(step in {Step.asked, Step.again} for step in history)
    assert 0 <= asked - history.count(Step.answered) <= 1
    assert history.count(Step.asked) == 1


def test_without_an_answer_a_question_can_only_be_withdrawn():
    for last in OPEN:
        assert outcomes(last) == (Outcome.withdrawn,)
    assert set(outcomes(Step.answered)) == set(Outcome)


@pytest.mark.parametrize(
    "days, stands",
    [(-1, False), (0, False), (1, True), (LONGEST_TERM.days, True), (LONGEST_TERM.days + 1, False)],
)
def test_a_due_date_lies_ahead_and_not_too_far(days, stands):
    assert (due_fault(TODAY + timedelta(days), TODAY) is None) == stands


@pytest.mark.parametrize(
    "text, stands",
    [("", False), ("x", True), ("đ" * LONGEST_TEXT, True), ("đ" * (LONGEST_TEXT + 1), False)],
)
def test_a_text_is_there_and_not_too_long(text, stands):
    assert (text_fault(text) is None) == stands
