"""`flask backup`: make one, read one back, put one back into an empty place."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from config import Settings
from promotion.cli.outcome import refusals_said, spoken
from promotion.database.handle import db
from promotion.ledger import verify as ledger
from promotion.operations import marks, service
from promotion.operations.attachments import FOLDER
from promotion.operations.bundle import Manifest
from promotion.web.languages import say

group = AppGroup("backup", help="Backups.")
FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@group.command("create")
@FILE
@spoken
@refusals_said
def create(file: Path) -> None:
    """Keep the whole database and the attached files in FILE, while others work on."""
    manifest = service.create(db.engine, file, _folder(), str(current_app.config["VERSION"]), _tell)
    marks.leave(_settings(), marks.BACKUP, good=True)
    click.echo(_("Backup %(file)s: %(contents)s.", file=str(file), contents=_contents(manifest)))


@group.command("verify")
@FILE
@spoken
@refusals_said
def verify(file: Path) -> None:
    """Read every byte and every row of FILE back; exit 1 with what is wrong."""
    found = service.verify(file, _tell)
    for message, params in found.faults:
        click.echo(say(message, dict(params)))
    if found.faults or found.manifest is None:
        raise SystemExit(1)
    click.echo(
        _("The backup is whole and can be restored: %(contents)s.", contents=_contents(found.manifest))
    )


@group.command("restore")
@FILE
@spoken
@refusals_said
def restore(file: Path) -> None:
    """Put FILE back into the empty database that DATABASE_URL names, on either engine; then recount the ledger."""
    manifest = service.restore(db.engine, file, _folder(), _tell)
    click.echo(_("Restored, and equal table by table: %(contents)s.", contents=_contents(manifest)))
    differences = ledger.differences()
    for difference in differences:
        click.echo(str(difference))
    marks.leave(_settings(), marks.LEDGER, good=not differences)
    if differences:
        click.echo(_("The ledger does not add up; it did not when the backup was made."))
        raise SystemExit(1)
    click.echo(_("The ledger was recounted: every counter and month equals its entries."))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _folder() -> Path:
    return _settings().instance_path / FOLDER


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _contents(manifest: Manifest) -> str:
    return _(
        "%(tables)s tables, %(rows)s rows, %(files)s files, migration %(migration)s, made on %(engine)s at %(moment)s",
        tables=str(len(manifest.tables)),
        rows=f"{sum(part.rows for part in manifest.tables.values()):,}",
        files=str(len(manifest.files)),
        migration=manifest.migration,
        engine=manifest.engine,
        moment=manifest.made_at,
    )
