"""`flask doctor`: is everything as it should be, and what cures it where it is not."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from promotion.cli.outcome import spoken
from promotion.operations import doctor as questions
from promotion.operations.doctor import Finding, Grade
from promotion.web.languages import say


@click.command("doctor")
@with_appcontext
@spoken
def doctor() -> None:
    """Ask about engine, tables, rights, clock, room, secrets, backups; exit 1 with the cures if one is amiss."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the questions ask the app itself
    found = questions.examine(app)
    for finding in found:
        click.echo(said(finding))
    amiss = [finding for finding in found if finding.grade is not Grade.well]
    if amiss:
        click.echo(_("Amiss: %(number)s.", number=str(len(amiss))))
        raise SystemExit(1)
    click.echo(_("All is well."))


def said(finding: Finding) -> str:
    """Return a finding as the operator reads it."""
    words = {
        Grade.well: _("well"),
        Grade.warning: _("warning"),
        Grade.fault: _("FAULT"),
        Grade.fatal: _("FATAL"),
    }
    line = f"{words[finding.grade]}: {say(finding.message, dict(finding.params))}"
    return f"{line}\n    → {say(finding.cure, dict(finding.params))}" if finding.cure else line
