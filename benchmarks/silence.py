"""What the time of an answer tells a stranger: accounts that exist or not, and objects of others or of nobody.

Both kinds are asked for in turns. The mean is that of all tries but the slowest twentieth, which belong to the machine.
The count of tries is wiped before each, so that nobody has to wait.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from statistics import fmean
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from benchmarks._ground import ENGINES, engine_version, side_by_side
from benchmarks._results import Result, note
from promotion.accounts import codes
from promotion.accounts.models import TryLimit, User
from promotion.accounts.queries import user_by_email
from promotion.accounts.rules import new_code
from promotion.database import unit_of_work
from promotion.database.handle import db
from tests.access.doors import DOORS, FREE
from tests.access.walker import Walker, walker
from tests.factories.people import OPERATOR, email_of
from tests.factories.targets import MISSING

TRIES, OBJECT_TRIES = 300, 200
CLOSE, CLOSE_OBJECTS = 0.10, 0.20  # by how much the means may differ
WRONG = "chín con vịt lội xuống ao"
STRANGER = "nobody.knows@example.vn"
NOT_KNOWN = "không khớp"  # said of an address with a password, and of one with a code
INVITED, RESET = "sister clerk", "foreign clerk"

Ask = Callable[[], float]  # asks once and returns how many seconds the answer took


def measure() -> bool:
    """Measure on both engines; tell whether nothing can be told apart on either."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with side_by_side(engine, 1, "country") as (app,):
        with app.app_context():
            version = engine_version()
            app.logger.setLevel(logging.ERROR)  # each of the thousands of refusals would be a line
            unit_of_work.run(_hand_out_codes)
        return all([*_accounts(app, version), _objects(app, version)])


def _hand_out_codes() -> None:
    """Leave an invitation and a reset that wait to be used."""
    db.session.execute(update(User).where(User.email == email_of(INVITED)).values(password_hash=""))
    for role in (INVITED, RESET):
        user = user_by_email(email_of(role))
        assert user is not None
        codes.make(OPERATOR, user)


def _accounts(app: Flask, version: str) -> Iterator[bool]:
    for what, page, known in (
        ("sign-in with a wrong password", "/sign-in", "clerk"),
        ("sign-in at an account that has no password yet", "/sign-in", INVITED),
        ("entering a wrong code, a reset waits", "/welcome", RESET),
        ("entering a wrong code, an invitation waits", "/welcome", INVITED),
    ):
        client = app.test_client()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
        assert token is not None
        ways = [_try(app, client, page, token[1], email) for email in (email_of(known), STRANGER)]
        apart = _apart(ways, TRIES)
        yield note(Result("T-24", f"{what}, against an address without an account, mean of {TRIES} tries", version,
                          f"{apart:.1%} apart", f"< {CLOSE:.0%}", apart < CLOSE))  # fmt: skip


def _try(app: Flask, client: FlaskClient, page: str, token: str, email: str) -> Ask:
    code = {"again": WRONG, "code": new_code()} if page == "/welcome" else {}
    fields = {"csrf_token": token, "email": email, "password": WRONG, **code}

    def ask() -> float:
        with app.app_context():
            unit_of_work.run(lambda: db.session.execute(delete(TryLimit)))
        start = perf_counter()
        answer = client.post(page, data={**fields, "idempotency_key": secrets.token_hex()})
        seconds = perf_counter() - start
        assert answer.status_code == 422, answer.status_code
        assert NOT_KNOWN in answer.text  # and not refused for another reason, before anything was compared
        return seconds

    return ask


def _objects(app: Flask, version: str) -> bool:
    person, ratios = walker(app, "clerk"), {}
    for what, ways in _pairs(app, person):
        ratios[what] = _apart(ways, OBJECT_TRIES)
    worst = max(ratios, key=lambda what: ratios[what])
    return note(Result("T-12", f"an id of another province, against one that does not exist, mean of {OBJECT_TRIES} "
                       f"tries, the worst of {len(ratios)} doors ({worst})", version, f"{ratios[worst]:.1%} apart",
                       f"< {CLOSE_OBJECTS:.0%}", ratios[worst] < CLOSE_OBJECTS))  # fmt: skip


def _pairs(app: Flask, person: Walker) -> Iterator[tuple[str, list[Ask]]]:
    """Yield each door of objects that a clerk may open, with how to ask for a foreign one and for a missing one."""
    keys = count()
    for rule in app.url_map.iter_rules():
        door = DOORS[rule.endpoint]
        if door.who is None or "clerk" not in door.who or door.kind in {None, "session"} | FREE:
            continue
        foreign = [one for one in person.country.of(door.kind or "") if not door.shows("clerk", one)]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}) if foreign else ():
            values = dict(foreign[0].values)
            nothing: dict[str, Any] = dict.fromkeys(values, MISSING)
            more: dict[str, Any] = dict(door.values)
            with app.test_request_context():
                paths = [app.url_for(rule.endpoint, **one) for one in (values | more, nothing | more)]
            fields = {**dict(door.sends), "csrf_token": person.token}
            yield f"{method} {rule.endpoint}", [_open(person, method, path, fields, keys) for path in paths]


def _open(person: Walker, method: str, path: str, fields: Mapping[str, Any], keys: Iterator[int]) -> Ask:
    def ask() -> float:
        data = {**fields, "idempotency_key": f"key {next(keys)}"} if method == "POST" else None
        start = perf_counter()
        answer = person.client.open(path, method=method, data=data)
        seconds = perf_counter() - start
        assert answer.status_code == 404, path
        return seconds

    return ask


def _apart(ways: list[Ask], tries: int) -> float:
    """Return by how much of the shorter mean the two means differ."""
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(tries + 1):
        for times, ask in zip(taken, ways, strict=True):
            seconds = ask()
            if turn:
                times.append(seconds)
    one, other = (fmean(sorted(times)[: tries * 19 // 20]) for times in taken)
    return abs(one - other) / min(one, other)
