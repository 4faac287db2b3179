"""What belongs to others answers like what does not exist: same status, same length, same headers."""

import re

import pytest

from tests.access.doors import DOORS, FREE
from tests.access.walker import CONVERTERS

pytestmark = pytest.mark.data("country", shared=True)

# Made anew for each answer, always of one length.
PASSING = re.compile(r'(<code>[0-9a-f]{8}</code>|name="csrf_token" value="[^"]*"|X-CSRFToken[^\']*)')


def shape(reply, path):
    """Return an answer without what each one has of its own."""
    assert len(PASSING.findall(reply.text)) >= 2
    heads = {name: value for name, value in reply.headers.items() if name != "Set-Cookie"}
    return reply.status_code, heads, PASSING.sub("", reply.text.replace(path, "PATH"))


ROLES = ("clerk", "head", "agency head", "finance", "organiser", "administrator")


def nothing_like(rule, name, value):
    """Return a value of the same length that names nothing."""
    made = CONVERTERS[type(rule._converters[name])]
    return int("9" * len(str(value))) if isinstance(made, int) else "A" * len(str(value))


def compared_doors(country, role):
    """Return the doors behind which this role may meet something foreign: reference data is everybody's."""
    for endpoint, door in DOORS.items():
        if door.kind in {None} | FREE or door.who is None or role not in door.who:
            continue
        if any(not door.shows(role, target) for target in country.of(door.kind)):
            yield endpoint


def test_every_door_with_an_object_is_compared_for_some_role(visitor):
    wanted = {end for end, door in DOORS.items() if door.kind not in {None} | FREE}
    met = {end for role in ROLES for end in compared_doors(visitor(role).country, role)}
    assert met == wanted


@pytest.mark.one_engine(role=["clerk"])
@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_id_answers_like_a_missing_one(walking, visitor, role):
    person, compared = visitor(role), 0
    for rule in walking.url_map.iter_rules():
        door = DOORS[rule.endpoint]
        if rule.endpoint not in set(compared_doors(person.country, role)):
            continue
        foreign = [target for target in person.country.of(door.kind) if not door.shows(role, target)]
        for target in foreign[:3]:
            values = dict(target.values)
            nothing = {name: nothing_like(rule, name, value) for name, value in values.items()}
            with walking.test_request_context():
                paths = [
                    walking.url_for(rule.endpoint, **one, **dict(door.values)) for one in (values, nothing)
                ]
            assert len(paths[0]) == len(paths[1])
            for method in sorted(rule.methods & {"GET", "POST"}):
                fields = {**dict(door.sends), "csrf_token": person.token, "idempotency_key": "key"}
                replies = [
                    person.client.open(path, method=method, data=fields if method == "POST" else None)
                    for path in paths
                ]
                one, other = (shape(reply, path) for reply, path in zip(replies, paths, strict=True))
                assert one == other, paths
                assert one[0] == 404
                compared += 1
    assert compared > {"clerk": 20, "head": 20, "agency head": 5}.get(role, 1)


@pytest.mark.parametrize("role", ["clerk", "organiser"])
def test_a_foreign_province_asked_for_answers_like_one_without_anything(visitor, role):
    """Filters of lists and figures: the foreign province as good as empty, as a place nobody has heard of."""
    person = visitor(role)
    foreign = "2025-19"
    for path in (
        f"/projects?province={foreign}",
        f"/projects?carrier=centre-{foreign}",
        "/figures?region=north&year=2025",
    ):
        text = person.client.get(path).text
        assert "qzx" not in text
