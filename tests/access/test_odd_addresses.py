"""Whatever stands in an address or a form: an answer of ours, never a fault of our own."""

import pytest

from tests.access.doors import DOORS
from tests.factories.targets import ODD

pytestmark = pytest.mark.data("country", shared=True)

NAMES = (
    *(
        "year",
        "by",
        "level",
        "region",
        "as_of",
        "boundaries",
        "unit",
        "q",
        "page",
        "sort",
        "province",
        "content",
    ),
    *("state", "waiting", "kind", "day", "part", "counter", "lang", "to", "next", "suggest", "edition"),
)
VALUES = (
    *(
        "",
        "x",
        "-1",
        "0",
        "9" * 30,
        "9" * 5000,
        "1e9",
        "NaN",
        "%00",
        "a%00b",
        "%F0%9F%98%80",
        "%ED%A0%80",
        "%ff",
    ),
    *(
        "'%20OR%201=1--",
        "%25",
        "_",
        "%5c",
        "%3Cscript%3E",
        "2024-13-45",
        "31/02/2024",
        "%D9%A1%D9%A2",
        "1%0d%0ax: y",
    ),
)


@pytest.mark.one_engine(role=["administrator"])
@pytest.mark.parametrize("role", ["agency head", "administrator"])
def test_odd_ids_are_missing(walking, visitor, role):
    person = visitor(role)
    for rule in walking.url_map.iter_rules():
        door = DOORS[rule.endpoint]
        if door.kind is None or rule.endpoint == "static" or role not in (door.who or ()):
            continue
        for odd in ODD:
            values = {name: "ODD" for name in rule.arguments if "int:" + name not in rule.rule}
            with walking.test_request_context():
                numbers = {name: 1 for name in rule.arguments if "int:" + name in rule.rule}
                path = walking.url_for(rule.endpoint, **{**values, **numbers, **dict(door.values)})
            path = path.replace("ODD", odd)
            for method in sorted(rule.methods & {"GET", "POST"}):
                data = {"csrf_token": person.token, **dict(door.sends)} if method == "POST" else None
                assert person.client.open(path, method=method, data=data).status_code in {404, 405}, (
                    method,
                    path,
                )


@pytest.mark.one_engine(value=["9" * 30, "a%00b", "%ED%A0%80"])
@pytest.mark.parametrize("value", VALUES)
def test_odd_questions_are_answered(walking, visitor, value):
    person = visitor("agency head")
    lists = [rule for rule in walking.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    for rule in lists:
        for names in (NAMES[::2], NAMES[1::2]):
            asked = "&".join(f"{name}={value}" for name in names)
            reply = person.client.get(f"{rule.rule}?{asked}", buffered=True)
            usual = {200, 302, 303, 400, 403, 404, 422}
            assert reply.status_code in usual | DOORS[rule.endpoint].says, rule.rule
            assert b"<script>" not in reply.data
            assert "x" not in reply.headers


@pytest.mark.one_engine(value=["a\0b", "9" * 5000])
@pytest.mark.parametrize(
    "value", ["a\0b", "\0", "\ud800".encode("utf-8", "surrogatepass"), b"\xff", "9" * 5000, "x" * 70000]
)
def test_odd_fields_are_answered(walking, visitor, value):
    person = visitor("agency head")
    for rule in walking.url_map.iter_rules():
        door = DOORS[rule.endpoint]
        if "POST" not in rule.methods:
            continue
        target = person.country.of(door.kind)[0] if door.kind else None
        with walking.test_request_context():
            path = walking.url_for(rule.endpoint, **(target.values if target else {}), **dict(door.values))
        names = (*("name", "code", "amount", "percent", "reason", "document_number", "document_date", "party"),
                 *("email", "password", "language", "number", "day", "since", "version", "shown", "unit"))  # fmt: skip
        for data in (
            dict.fromkeys(names, value),
            {**dict.fromkeys(names, "1"), "idempotency_key": value},
        ):
            data["csrf_token"] = person.token
            reply = person.client.post(path, data=data)
            person.arrive()
            assert reply.status_code in {200, 302, 303, 400, 403, 404, 409, 413, 422}, path


def test_a_request_that_is_too_large_is_refused(visitor):
    person = visitor("clerk")
    reply = person.client.post("/projects/new", data={"csrf_token": person.token, "name": "x" * 13_000_000})
    assert reply.status_code == 413
