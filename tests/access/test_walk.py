"""Every route, every method, every role, every kind of target: the answer is the declared one, and nothing leaks.

On PostgreSQL three roles walk at every run; all of them in the long tests.
"""

import pytest

from promotion.database import unit_of_work
from tests.access.doors import DOORS
from tests.access.walker import walker, without_effect
from tests.factories.places import ROLES

EVERY_RUN = {"clerk", "finance", "organiser"}
pytestmark = pytest.mark.data("country", shared=True)


@pytest.fixture
def walking(app, monkeypatch):
    """The application; what is sent to it is done and forgotten."""
    monkeypatch.setattr(unit_of_work, "run", without_effect)
    return app


@pytest.mark.parametrize("role", ROLES)
def test_every_door_answers_as_declared_and_tells_nothing_of_others(walking, role, engine_name, request):
    if engine_name == "postgresql" and role not in EVERY_RUN and not request.config.getoption("-m") == "":
        pytest.skip("all roles walk on PostgreSQL in the long tests")
    walk = walker(walking, role)
    walk.walk()
    print(f"{role}: {walk.asked} requests")
    assert walk.faults == []


def test_the_table_declares_no_door_that_is_gone(app):
    assert DOORS.keys() == set(app.view_functions)
