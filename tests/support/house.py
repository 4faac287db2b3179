"""How the tests open the house: the only place where they know its factory and its commands."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from pydantic import SecretStr
from werkzeug.routing import Rule

from config import Settings
from tests.support.engines import RUN_FOLDER, Builder

PASSWORD = "correct horse battery staple"


# Werkzeug compiles what makes the addresses of a rule at each opening of the house.
_builders: dict[tuple[object, ...], Any] = {}
_compile = Rule._compile_builder


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002 - as it is called
    """Return what makes addresses of a rule: each test opens the house anew, and compiling it takes most of that."""
    key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _compiled_once  # type: ignore[assignment, method-assign]


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Let passwords be hashed in a blink."""
    cheap, accounts = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), "promotion.accounts.service"
    with mock.patch(f"{accounts}._hasher", cheap), mock.patch(f"{accounts}._nobody", cheap.hash("nobody")):
        yield


def settings_for(database_url: str, folder: Path) -> Settings:
    """Return settings that touch nothing outside the given folder and database."""
    return Settings(
        database_url=SecretStr(database_url),
        instance_path=folder,
        secret_key=SecretStr("tests only " * 4),
        demo_password=SecretStr(PASSWORD),
    )


def open_house(settings: Settings) -> Flask:
    """Return the application in the state of the tests."""
    app: Flask = import_module("promotion.factory").create_app(settings)
    app.testing = True
    # Templates are compiled once a run, not once a test.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(os.environ.get(RUN_FOLDER))
    return app


def command(app: Flask, *words: str) -> str:
    """Run an operator's command inside the application and return what it printed; it must succeed."""
    result = app.test_cli_runner().invoke(args=list(words))
    if result.exit_code != 0:
        message = f"flask {' '.join(words)} ended with {result.exit_code}:\n{result.output}"
        raise AssertionError(message) from result.exception
    return result.output


def close_house(app: Flask) -> None:
    """Give back the application's database connections."""
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose()


def filled_by(*commands: tuple[str, ...]) -> Builder:
    """Return a builder: it brings an empty database into a state by operators' commands."""

    def build(address: str, folder: Path) -> None:
        if not commands:
            return
        app = open_house(settings_for(address, folder))
        try:
            for words in commands:
                command(app, *words)
        finally:
            close_house(app)

    return build


UPGRADE = ("db", "upgrade")
REFERENCE = ("reference", "load")
PRACTICE = ("demo", "load")

CONTENTS = {
    "none": filled_by(),
    "empty": filled_by(UPGRADE),
    "reference": filled_by(UPGRADE, REFERENCE),
    "practice": filled_by(UPGRADE, REFERENCE, PRACTICE),
}
"""What a test's database may hold: nothing, empty tables, reference data, practice data."""
