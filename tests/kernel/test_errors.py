"""Errors carry what a person needs, and survive the way between processes."""

import copy
import pickle

import pytest

from promotion.kernel.errors import (
    Conflict,
    DomainError,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    Term,
    Unclear,
)

KINDS = [DomainError, NotFound, Forbidden, Refused, Invalid, Conflict, Unclear]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_message_of_its_own(kind):
    error = kind()
    assert isinstance(error, DomainError)
    assert error.message == kind.default
    assert error.cure == kind.default_cure
    assert str(error)
    assert len({other.default for other in KINDS}) == len(KINDS)


def test_message_params_and_cure():
    error = Refused(
        "%(line)s has only %(left)s đồng left.",
        {"line": "KCQG-2024", "left": 1_234_567, "act": Term("Release")},
        code="ceiling.line.money",
        cure="Please release more to %(line)s.",
    )
    assert str(error) == "KCQG-2024 has only 1,234,567 đồng left."
    assert error.params["left"] == 1_234_567
    assert error.code == "ceiling.line.money"
    assert error.cure == "Please release more to %(line)s."
    assert isinstance(error.params["act"], Term)
    assert not isinstance(error.params["line"], Term)


def test_a_message_without_params_may_hold_a_percent_sign():
    assert str(Refused("100 % is the most.")) == "100 % is the most."


def test_kinds_carry_their_own():
    fault = Fault("amount", "Please enter a number.")
    assert fault.params == {}
    assert Invalid(faults=(fault,)).faults == (fault,)
    assert Invalid().faults == ()
    assert Refused().code == "refused"
    assert Unclear(None, {"text": "1.5"}, readings=("15", "1,5")).params["readings"] == "15 / 1,5"


@pytest.mark.parametrize(
    "error",
    [
        NotFound(),
        Refused("%(a)s", {"a": 1}, code="x.y", cure="c"),
        Invalid("no", faults=(Fault("f", "m", {"n": "1"}),)),
        Conflict(),
        Unclear(None, {"text": "1.5"}, readings=("15",)),
    ],
)
def test_errors_can_be_sent_to_another_process(error):
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - made on the same line
        assert type(twin) is type(error)
        assert vars(twin) == vars(error)
        assert str(twin) == str(error)
