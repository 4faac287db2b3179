"""What `make run` does once the packages are there, in one process: prepare the database, then serve.

With PRACTICE=1: migrations, reference data and demonstration data in the practice file; each step finds out
by itself that it has been done. Otherwise: migrations and reference data on the real database, and the first
administrator is asked for when there is nobody yet. Works without make too: `python -m tools.start`.
"""

import socket
import sys

import click
from flask import Flask
from flask.cli import ScriptInfo

from config import Settings, SettingsError, load
from promotion.factory import create_app
from promotion.translations.catalogues import compile_all, compiled_is_current

PREPARE = (("db", "upgrade"), ("reference", "load"))
PRACTISE = (("demo", "load"),)
WORK = (("accounts", "first-administrator"),)


def main() -> int:
    """Prepare and serve until stopped; return the exit code."""
    try:
        settings = load()
    except SettingsError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    if port_is_taken(settings):
        print(f"Port {settings.port} is in use on {settings.bind_host}.", file=sys.stderr)
        print(f"Choose another one: make run PORT={settings.port + 1}", file=sys.stderr)
        return 2
    if not compiled_is_current():
        compile_all()
    app = create_app(settings)
    for words in (*PREPARE, *(PRACTISE if settings.practice else WORK)):
        code = run(app, *words)
        if code:
            return code
    return run(app, "serve", "--port", str(settings.port))


def run(app: Flask, *words: str) -> int:
    """Run one of the program's commands on an open application and return its exit code."""
    script = ScriptInfo(create_app=lambda: app)
    try:
        with app.app_context():
            outcome = app.cli.main(args=list(words), prog_name="flask", obj=script, standalone_mode=False)
    except click.ClickException as refusal:
        refusal.show()
        return refusal.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("\nStopped.")
        return 130
    return outcome if isinstance(outcome, int) else 0  # click hands back the code of an early end


def port_is_taken(settings: Settings) -> bool:
    """Tell whether somebody else answers where we are going to."""
    here = "127.0.0.1" if settings.bind_host == "0.0.0.0" else settings.bind_host  # noqa: S104 - only compared
    try:
        with socket.create_connection((here, settings.port), timeout=1):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
