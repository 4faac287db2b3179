"""One act, one transaction: tried again where that helps, given up in the end, never kept by half."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from promotion.audit.models import AuditLine
from promotion.database import refusals, unit_of_work
from promotion.database.handle import db
from promotion.database.idempotency import FormKey, SentForm, form_key
from promotion.kernel.calendar import now
from promotion.kernel.errors import Refused
from tests.support.crowd import together

pytestmark = pytest.mark.data("empty")


class Trouble(Exception):
    """What a driver raises."""

    def __init__(self, words: str, sqlstate: str | None = None) -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


def trouble(words: str = "trouble", sqlstate: str | None = None, *, lost: bool = False) -> DBAPIError:
    """Return an error as SQLAlchemy hands it on."""
    return OperationalError("SELECT", {}, Trouble(words, sqlstate), connection_invalidated=lost)


def line(reason: str = "written") -> AuditLine:
    return AuditLine(
        at=now(), user_id=1, user_name="A", act="test.write", object_kind="thing", object_id=1, reason=reason
    )


def lines() -> list[str | None]:
    """Return the reasons of all lines, in order."""
    db.session.rollback()
    found = list(db.session.scalars(select(AuditLine.reason).order_by(AuditLine.id)))
    db.session.rollback()
    return found


@pytest.fixture
def waits(monkeypatch):
    """The seconds that the wrapper would have waited."""
    found: list[float] = []
    monkeypatch.setattr(unit_of_work.time, "sleep", found.append)
    return found


class Failing:
    """An act that writes a line, then fails with these errors, one each time it is tried."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.tries = 0

    def __call__(self) -> str:
        self.tries += 1
        db.session.add(line(f"try {self.tries}"))
        db.session.flush()
        if self.errors:
            raise self.errors.pop(0)
        return "done"


@pytest.mark.parametrize(
    "error",
    [
        trouble(sqlstate="40001"),
        trouble(sqlstate="40P01"),
        trouble(sqlstate="55P03"),
        trouble("database is locked"),
        trouble(lost=True),
        trouble("UNIQUE constraint failed: sent_form.user_id, sent_form.key"),
        trouble('violates unique constraint "uq_envelope_share"'),
    ],
    ids=str,
)
def test_the_whole_act_runs_again_when_that_may_help(inside, waits, error):
    act = Failing(error, error)
    assert unit_of_work.run(act) == "done"
    assert act.tries == 3
    assert lines() == ["try 3"]
    assert len(waits) == 2


def test_it_is_given_up_after_six_tries_and_eight_seconds(inside, waits):
    act = Failing(*[trouble(sqlstate="40001")] * 9)
    with pytest.raises(DBAPIError):
        unit_of_work.run(act)
    assert act.tries == unit_of_work.TRIES == 6
    assert sum(waits) < 8
    assert lines() == []


def test_what_cannot_be_cured_by_trying_is_raised_at_once(inside, waits):
    for error in (
        trouble("no such table"),
        ValueError("a fault of ours"),
        Refused("no", code="x"),
        KeyboardInterrupt(),
    ):
        act = Failing(error)
        with pytest.raises(type(error)):
            unit_of_work.run(act)
        assert act.tries == 1
    assert lines() == []
    assert waits == []


def test_a_constraint_with_words_becomes_a_refusal(inside, monkeypatch):
    monkeypatch.setattr(refusals, "_explanations", {})
    refusals.explain("ck_thing", refusals.Explanation("thing", "No such thing."))
    refusals.explain("ck_thing_small", refusals.Explanation("thing.small", "Too small.", "Make it larger."))
    with pytest.raises(Refused) as refusal:
        unit_of_work.run(
            Failing(IntegrityError("INSERT", {}, Trouble("CHECK constraint failed: ck_thing_small")))
        )
    assert (refusal.value.code, refusal.value.cure) == ("thing.small", "Make it larger.")
    with pytest.raises(Refused, match="No such thing"):
        unit_of_work.run(Failing(IntegrityError("INSERT", {}, Trouble("violates ck_thing"))))


def test_what_runs_last_runs_after_all_else_and_once_per_try(inside):
    order: list[str] = []

    def act() -> None:
        unit_of_work.at_last(lambda: order.append("last"))
        order.append("act")
        db.session.add(line())
        if order.count("act") == 1:
            raise trouble(sqlstate="40001")

    unit_of_work.run(act)
    assert order == ["act", "act", "last"]
    unit_of_work.run(lambda: order.append("other"))
    assert order[-1] == "other"


# ---------------------------------------------------------------- the answer that never came


@pytest.fixture
def broken_commit(monkeypatch):
    """The next commit is done, but its answer gets lost."""
    session = db.session()
    real = type(session).commit
    left = [1]

    def commit(self) -> None:
        real(self)
        if left:
            left.pop()
            raise trouble("server closed the connection", lost=True)

    monkeypatch.setattr(type(session), "commit", commit)


def test_an_act_whose_commit_got_no_answer_is_not_repeated_blindly(inside, broken_commit, waits):
    act = Failing()
    with pytest.raises(Refused) as refusal:
        unit_of_work.run(act)
    assert refusal.value.code == "outcome.unknown"
    assert lines() == ["try 1"]


def test_a_form_whose_commit_got_no_answer_finds_its_first_result(inside, broken_commit, waits):
    act = Failing()
    assert unit_of_work.run_once(act, FormKey(1, "key", "hash")) == "done"
    assert act.tries == 1
    assert lines() == ["try 1"]


# ---------------------------------------------------------------- sent twice


def key(content: str = "a", user: int = 1) -> FormKey:
    return form_key(user, "k" * 20, "/projects/new", {"name": [content]}, secret="s")


def test_the_same_form_twice_has_one_effect_and_one_answer(inside):
    first, second = Failing(), Failing()
    assert unit_of_work.run_once(first, key()) == "done"
    assert unit_of_work.run_once(second, key()) == "done"
    assert (first.tries, second.tries) == (1, 0)
    assert lines() == ["try 1"]


def test_the_same_form_with_other_content_is_refused(inside):
    unit_of_work.run_once(Failing(), key())
    other = Failing()
    with pytest.raises(Refused) as refusal:
        unit_of_work.run_once(other, key("b"))
    assert refusal.value.code == "form.sent"
    assert refusal.value.cure
    assert other.tries == 0


def test_another_persons_form_of_the_same_key_is_another_form(inside):
    for user in (1, 2):
        assert unit_of_work.run_once(Failing(), key(user=user)) == "done"
    assert lines() == ["try 1", "try 1"]


def test_a_refused_form_may_be_sent_again(inside):
    with pytest.raises(Refused):
        unit_of_work.run_once(Failing(Refused("no", code="x")), key())
    assert unit_of_work.run_once(Failing(), key()) == "done"


def test_ten_sendings_at_once_have_one_effect_and_the_same_answer(inside):
    act = Failing()
    results = together(inside, [lambda: unit_of_work.run_once(act, key())] * 10)
    assert results == ["done"] * 10
    assert len(lines()) == 1
    assert db.session.scalar(select(func.count()).select_from(SentForm)) == 1


def test_ten_sendings_at_once_of_different_content_let_one_through(inside):
    acts = [lambda n=number: unit_of_work.run_once(Failing(), key(str(n))) for number in range(10)]
    results = Counter(str(getattr(result, "code", result)) for result in together(inside, acts))
    assert results == {"done": 1, "form.sent": 9}
    assert len(lines()) == 1


def test_the_content_counts_whatever_the_order_of_its_fields():
    def made(address: str, content: dict[str, list[str]], secret: str = "s") -> str:  # noqa: S107 - of the test only
        return form_key(1, "k", address, content, secret=secret).content_hash

    one = made("/x", {"a": ["1"], "b": ["2", "3"]})
    assert one == made("/x", {"b": ["2", "3"], "a": ["1"]})
    others = {
        made("/y", {"a": ["1"], "b": ["2", "3"]}),
        made("/x", {"a": ["1"], "b": ["3", "2"]}),
        made("/x", {"a": ["1"], "b": ["2"], "c": ["3"]}),
        made("/x", {"a": ["1"], "b": ["2", "3"]}, secret="t"),
    }
    assert len(others - {one}) == 4
