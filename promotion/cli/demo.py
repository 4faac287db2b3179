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
    _say(settings, file)


def _keep(file: Path, password: str) -> None:
    file.touch(mode=0o600)
    file.write_text(password, encoding="utf-8")


def _say(settings: Settings, file: Path) -> None:
    """Print the sign-ins; on the practice database the sign-in page shows them too."""
    password = file.read_text(encoding="utf-8") if file.exists() else None
    shown = [account for account in people.sign_ins() if _is_shown(account.email)]
    if settings.practice:
        current_app.config["PRACTICE_PASSWORD"] = password
        current_app.config["PRACTICE_ACCOUNTS"] = [
            {"email": account.email, "role": account.grants[-1][0].label} for account in shown
        ]
    click.echo("\nSign-ins of the practice database:")
    for account in shown:
        click.echo(f"  {account.email}")
    click.echo("  and clerk.<province>@, head.<province>@ for each of the 34 provinces")
    click.echo(f"Password of all of them: {password or 'as set when the data was loaded'}")


def _is_shown(email: str) -> bool:
    """Of the provinces, one stands for all."""
    return not email.startswith(("clerk.", "head.")) or ".an-giang@" in email
