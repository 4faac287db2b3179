"""Walks through every door of the house as one role, and says what went otherwise than declared."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote
from zlib import decompress, error

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import IntegerConverter, PathConverter, Rule, UnicodeConverter
from werkzeug.test import TestResponse

from promotion.database import unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from tests.access.doors import DOORS, OUTSIDE, Door
from tests.factories import canaries, targets
from tests.factories.people import token_of
from tests.factories.targets import MISSING, Country, Target

CONVERTERS: dict[type, object] = {
    UnicodeConverter: MISSING,
    IntegerConverter: 999_999_999,
    PathConverter: MISSING,
}
"""The converters that the walk knows, and a value of each that names nothing."""

RAW_TOKEN = "0" * 40


@cache
def country_of(address: str) -> tuple[Country, canaries.Ground]:
    """Return the targets and amounts of a database: read once, by the application that has it open."""
    del address
    return targets.country(), canaries.ground()


def without_effect(act: Any, *, finds_itself: bool = False) -> Any:
    """Stand in for the unit of work: do everything, keep nothing."""
    del finds_itself
    session = db.session
    session.rollback()
    session.info.pop(unit_of_work.LAST, None)
    try:
        session.connection(execution_options={WRITING: True})
        result = act()
        session.flush()
        for statement in session.info.pop(unit_of_work.LAST, []):
            statement()
        return result
    finally:
        session.rollback()


@dataclass
class Walker:
    """One role's walk. `faults` holds what went wrong, `asked` counts the requests."""

    app: Flask
    role: str
    country: Country
    amounts: frozenset[str]
    words: frozenset[str]
    asked: int = 0
    faults: list[str] = field(default_factory=list)
    headed: set[str] = field(default_factory=set)
    like: str | None = None
    """A role that sees the same: what is answered alike is left to that role's walk."""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        self.token = signer.dumps(RAW_TOKEN)
        self.arrive()

    def arrive(self) -> None:
        """Have the session's cookie: again after what ends it."""
        with self.client.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN
            session["_user_id"] = token_of(self.role)
            if self.role == "anonymous":
                session.pop("_user_id")

    def walk(self) -> None:
        """Try every rule with every method on every kind of target."""
        for rule in self.app.url_map.iter_rules():
            door = DOORS.get(rule.endpoint)
            if door is None:
                self.faults.append(f"{rule.endpoint} is not declared in the table of doors")
                continue
            for target in self.targets_of(rule, door):
                self.knock(rule, door, target)

    def targets_of(self, rule: Rule, door: Door) -> Iterator[Target | None]:
        """Yield what the rule's address may name: each kind of target, and nothing at all."""
        unknown = {type(made) for made in rule._converters.values()} - CONVERTERS.keys()
        if unknown:
            self.faults.append(f"{rule.rule}: the walk does not know {unknown}")
            return
        free = rule.arguments - dict(door.values).keys()
        if not free:
            yield None
            return
        allowed = door.who is None or self.role in door.who
        for target in self.country.of(door.kind or "", few=not allowed):
            if set(target.values) != free:
                self.faults.append(f"{rule.rule} wants {free}, the table of doors gives {set(target.values)}")
                return
            yield target
        nothing = {name: CONVERTERS[type(rule._converters[name])] for name in free}
        yield Target(nothing, exists=False)

    def knock(self, rule: Rule, door: Door, target: Target | None) -> None:
        """Ask with every method that the rule takes."""
        values = {**(target.values if target else {}), **dict(door.values)}
        with self.app.test_request_context():
            path = self.app.url_for(rule.endpoint, **values)
        expected = door.answer(self.role, target)
        if self.like is not None and expected == door.answer(self.like, target):
            return
        methods = rule.methods or set()
        if "GET" in methods:
            for ask in door.asks if 200 in expected else door.asks[:1]:
                self.ask("GET", path + ask, expected - {303}, target)
            if rule.endpoint not in self.headed:
                self.headed.add(rule.endpoint)
                self.ask("HEAD", path + door.asks[0], expected - {303}, target)
        if "POST" in methods:
            fields = {**dict(door.sends), "csrf_token": self.token, "idempotency_key": f"key {self.asked}"}
            self.ask("POST", path, expected, target, fields)
            self.arrive()

    def ask(
        self,
        method: str,
        path: str,
        expected: frozenset[int],
        target: Target | None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        """Send one request and look at the answer."""
        self.asked += 1
        reply = self.client.open(path, method=method, data=fields, buffered=True)
        where = f"{self.role}: {method} {path} ({target.name if target else '-'})"
        if reply.status_code not in expected:
            self.faults.append(f"{where} answers {reply.status_code}, expected {sorted(expected)}")
        if self.role in OUTSIDE and expected == {302} and "/sign-in" not in reply.headers.get("Location", ""):
            self.faults.append(f"{where} leads to {reply.headers.get('Location')}")
        met = canaries.leaks(said(reply), self.amounts, self.words)
        if met:
            self.faults.append(f"{where} tells {sorted(met)[:5]}")


def said(reply: TestResponse) -> str:
    """Return everything an answer tells, its headers too."""
    heads = "\n".join(
        f"{name}: {unquote(_plain(value) if name == 'Set-Cookie' else value)}"
        for name, value in reply.headers.items()
    )
    return f"{heads}\n{canaries.text_of(reply.data)}"


def _plain(cookie: str) -> str:
    """Return what a session's cookie says: it is signed, not sealed."""
    payload = cookie.partition("=")[2].lstrip(".").partition(".")[0]
    try:
        held = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return (decompress(held) if cookie.partition("=")[2].startswith(".") else held).decode()
    except (ValueError, error):
        return ""


def walker(app: Flask, role: str) -> Walker:
    """Return the walker of a role on the country that the application has open."""
    with app.app_context():
        known, ground = country_of(str(app.config["SQLALCHEMY_DATABASE_URI"]))
        db.session.rollback()
    return Walker(app, role, known, ground.forbidden(role), canaries.forbidden_words(role))
