"""`flask demo`: the practice data, an invented country at work."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from config import Settings
from promotion.cli.outcome import refusals_said
from promotion.practice import people, service

group = AppGroup("demo", help="Practice data.")
PASSWORD_FILE = "practice_password"  # noqa: S105 - a file's name


@group.command("load")
@refusals_said
def load() -> None:
    """Fill an empty database with practice data; where it stands already, only say the sign-ins again."""
    settings: Settings = current_app.config["SETTINGS"]
    given = settings.demo_password.get_secret_value() if settings.demo_password else None
    file = settings.instance_path / PASSWORD_FILE
    summary = service.load(given)
    if summary.new and summary.password is not None:
        _keep(file, summary.password)
        click.echo(
            f"Practice data: {summary.projects} projects, {summary.acts} acts, {summary.entries} entries, "
            f"{summary.people} sign-ins."
        )
    _say(file)


def _keep(file: Path, password: str) -> None:
    file.touch(mode=0o600)
    file.write_text(password, encoding="utf-8")


def _say(file: Path) -> None:
    password = file.read_text(encoding="utf-8") if file.exists() else None
    current_app.config["PRACTICE_PASSWORD"] = password
    current_app.config["PRACTICE_ACCOUNTS"] = people.sign_ins()
    click.echo("\nSign-ins of the practice database:")
    for account in people.sign_ins():
        if not account.email.startswith(("clerk.", "head.")) or ".an-giang@" in account.email:
            click.echo(f"  {account.email}")
    click.echo("  and clerk.<province>@, head.<province>@ for each of the 34 provinces")
    click.echo(f"Password of all of them: {password or 'as set when the data was loaded'}")
