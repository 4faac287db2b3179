"""`flask db`: bring the tables to the newest migration, back, and say where they stand."""

import click
from flask.cli import AppGroup

from promotion.database import migrate
from promotion.database.handle import db

group = AppGroup("db", help="Tables and migrations.")


@group.command("upgrade")
@click.argument("to", default="head")
def upgrade(to: str) -> None:
    """Bring the database to the newest migration (or to the one named)."""
    before = migrate.current(db.engine)
    migrate.upgrade(db.engine, to)
    after = migrate.current(db.engine)
    click.echo(
        f"Database at migration {after}." if before != after else f"Database already at migration {after}."
    )


@group.command("downgrade")
@click.argument("to")
def downgrade(to: str) -> None:
    """Take the database back to an earlier migration."""
    migrate.downgrade(db.engine, to)
    click.echo(f"Database at migration {migrate.current(db.engine)}.")


@group.command("check")
def check() -> None:
    """Tell whether the migrated tables and the program's models agree; exit 1 when they do not."""
    differences = migrate.drift(db.engine)
    for difference in differences:
        click.echo(difference)
    if differences or migrate.current(db.engine) != migrate.head():
        click.echo(f"Database at {migrate.current(db.engine)}, newest migration {migrate.head()}.")
        raise SystemExit(1)
    click.echo("Tables and models agree.")
