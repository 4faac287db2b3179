"""Every route, every method, every role, every kind of target: the answer is the declared one, and nothing leaks.

At every run most roles walk on SQLite and one on PostgreSQL, all of them on both in the long tests.
"""

import pytest

from tests.access.doors import DOORS, FREE
from tests.access.walker import walker
from tests.factories.places import ROLES

pytestmark = pytest.mark.data("country", shared=True)


# Roles that see what another one sees: at every run they walk where they are answered otherwise than that one.
LIKE = {
    "sister clerk": "clerk",
    "head": "clerk",
    "sister head": "sister clerk",
    "foreign head": "foreign clerk",
    "agency head": "agency",
}


# Roles that see as others do, or change nothing: they walk in the long tests.
SELDOM = {"auditor", "finance", "central clerk", "foreign clerk"}


@pytest.mark.one_engine(role=["clerk"])
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.long) if role in SELDOM else role for role in ROLES]
)
def test_every_door_answers_as_declared_and_tells_nothing_of_others(walking, role):
    walk = walker(walking, role)
    walk.like = LIKE.get(role)
    walk.walk()
    assert not walk.faults, "\n".join(walk.faults[:40])


@pytest.mark.long
@pytest.mark.parametrize("role", LIKE)
def test_every_door_again_as_those_who_see_the_same(walking, role):
    walk = walker(walking, role)
    walk.walk()
    assert not walk.faults, "\n".join(walk.faults[:40])


def test_each_kind_of_object_is_there_as_own_as_foreign_and_of_a_predecessor(visitor):
    """What the walk knocks with: without one of these, a door could be open and nobody would notice."""
    walk = visitor("clerk")
    for kind in {door.kind for door in DOORS.values()} - {None} - FREE:
        targets = walk.country.of(kind)
        whose = {target.unit for target in targets} | {place for one in targets for place in one.places}
        if kind in {"person", "grant", "session"}:
            assert whose >= {"clerk", "sister clerk", "foreign clerk", "agency"}, kind
        else:
            outside = set() if kind == "scenario" else {"ip"}  # a unit outside provinces owns no fund to plan
            assert whose >= {"ag", "kg", "dt", "tn", *outside}, (kind, whose)


def test_the_table_declares_no_door_that_is_gone(app):
    assert DOORS.keys() == set(app.view_functions)
