"""`flask ledger`: the recount."""

import click
from flask import current_app
from flask.cli import AppGroup

from promotion.ledger import verify
from promotion.operations import marks

group = AppGroup("ledger", help="Money.")


@group.command("verify")
def check() -> None:
    """Recompute every counter, leg and month from the entries; exit 1 with the list when one differs."""
    found = verify.differences()
    marks.leave(current_app.config["SETTINGS"], marks.LEDGER, good=not found)
    for difference in found:
        click.echo(str(difference))
    if found:
        raise SystemExit(1)
    click.echo("Every counter and month equals its entries.")
