"""Scope, rights and the guard as plain values; the condition in SQL says the same as the rule in Python."""

from itertools import product

import pytest
from sqlalchemy import select

from promotion.access.actor import EVERYTHING, NOTHING, Actor, Right, Scope
from promotion.access.scope import within
from promotion.database.handle import db
from promotion.kernel.choices import Level, Role
from promotion.kernel.errors import Forbidden
from promotion.ledger.models import Envelope
from promotion.units import queries as units
from tests.factories import people
from tests.factories.people import GRANTS

SCOPES = (
    NOTHING,
    EVERYTHING,
    Scope(everything=True, national_only=True),
    Scope(homes=frozenset({"2024-91", "2025-91"})),
    Scope(units=frozenset({1, 2})),
    Scope(units=frozenset({1}), homes=frozenset({"2025-82"})),
    Scope(homes=frozenset({"2025-91"}), national_only=True),
)


def person(*scopes, role=Role.clerk):
    return Actor(1, "N", "n@example.vn", tuple(Right(role, scope.units, scope) for scope in scopes))


@pytest.mark.parametrize(
    "home, unit_id, level, seen",
    [
        (None, None, "local", (False, True, False, False, False, False, False)),
        (None, 1, "national", (False, True, True, False, True, True, False)),
        ("2025-91", 9, "local", (False, True, False, True, False, False, False)),
        ("2025-91", 9, "national", (False, True, True, True, False, False, True)),
        ("2025-82", 2, "local", (False, True, False, False, True, True, False)),
        ("2025-82", None, None, (False, True, True, False, False, True, False)),
    ],
)
def test_what_a_scope_covers(home, unit_id, level, seen):
    assert tuple(scope.covers(home=home, unit_id=unit_id, level=level) for scope in SCOPES) == seen


@pytest.mark.data("country", shared=True)
def test_sql_and_python_agree(app):
    with app.app_context():
        everything = db.session.scalars(select(Envelope)).all()
        scopes = [*SCOPES, *(people.actor(role).scope for role in GRANTS)]
        for scope in scopes:
            condition = within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level)
            read = set(db.session.scalars(select(Envelope.id).where(condition)))
            assert read == {
                one.id
                for one in everything
                if scope.covers(home=one.home, unit_id=one.unit_id, level=one.level)
            }, scope


def test_scopes_join_to_more_places_but_never_to_more_money():
    national = Scope(everything=True, national_only=True)
    own = Scope(units=frozenset({1}), homes=frozenset({"2025-91"}))
    assert person(national).scope == national
    assert person(own, Scope(units=frozenset({2}))).scope == Scope(units=frozenset({1, 2}), homes=own.homes)
    assert person(own, EVERYTHING).scope.everything
    mixed = person(national, own).scope
    assert not mixed.everything
    assert mixed == own
    assert person().scope == person(NOTHING).scope == NOTHING


def test_a_joined_scope_covers_nothing_that_no_part_covers():
    places = [(None, None), (None, 1), ("2025-91", 1), ("2025-82", 3), ("2024-91", None)]
    for one, other in product(SCOPES, repeat=2):
        joined = person(one, other).scope
        for (home, unit_id), level in product(places, [*map(str, Level), None]):
            if joined.covers(home=home, unit_id=unit_id, level=level):
                assert any(part.covers(home=home, unit_id=unit_id, level=level) for part in (one, other))


def test_rights_belong_to_their_units():
    actor = Actor(1, "N", "n@example.vn", (
        Right(Role.clerk, frozenset({1}), NOTHING), Right(Role.head, frozenset({2}), NOTHING),
    ))  # fmt: skip
    assert actor.may("plan:book")
    assert not actor.may_for("plan:book", 1)
    assert actor.may_for("plan:book", 2)
    assert not actor.may_for("plan:book", None)
    assert actor.units_for("spend:propose") == {1, 2}
    actor.require_for("spend:propose", 1)
    with pytest.raises(Forbidden):
        actor.require_for("spend:book", 1)


@pytest.mark.data("country", shared=True)
def test_todays_units_act_for_their_predecessors_and_for_nobody_else(app):
    with app.app_context():
        codes = {
            role: {units.by_id(one).code for one in people.actor(role).units_for("spend:propose")}
            for role in (
                "clerk",
                "sister clerk",
                "central clerk",
                "agency",
                "auditor",
                "finance",
                "organiser",
            )
        }
    assert codes["clerk"] == {"centre-2025-91", "centre-2024-91", "centre-2024-89"}
    assert codes["sister clerk"] == {"department-2025-91", "department-2024-91", "department-2024-89"}
    assert codes["central clerk"] == {"ipc1"}
    assert {"agency", "ipc1", "ipc2"} <= codes["agency"]
    assert not any(code.startswith(("centre", "department")) for code in codes["agency"])
    assert codes["auditor"] == codes["finance"] == codes["organiser"] == set()


def test_whose_place_somebody_takes_is_known_by_permission_and_unit():
    """A clerk of unit 1 who stands in for its head, and for the clerk of unit 2."""
    actor = Actor(1, "N", "n@example.vn", (
        Right(Role.clerk, frozenset({1}), NOTHING), Right(Role.head, frozenset({1}), NOTHING, stands_in_for="Head"),
        Right(Role.clerk, frozenset({2}), NOTHING, stands_in_for="Clerk"),
    ))  # fmt: skip
    assert actor.in_place_of("plan:book", 1) == "Head"
    assert actor.in_place_of("plan:propose", 1) is None  # held in the own name too
    assert actor.in_place_of("plan:propose", 2) == "Clerk"
    assert actor.in_place_of("plan:propose", None) is None
    assert actor.in_place_of("plan:book", 3) is None
