"""`flask ledger`: the recount."""

import click
from flask import current_app
from flask.cli import AppGroup

from promotion.cli.outcome import refusals_said
from promotion.ledger import verify
from promotion.operations import marks

group = AppGroup("ledger", help="Money.")


@group.command("verify")
@refusals_said
def check() -> None:
    """Recompute every counter, leg and month from the entries; exit 1 with the list when one differs."""
    found = verify.differences()
    for difference in found:  # said first: a full disk takes no mark
        click.echo(str(difference))
    marks.leave(current_app.config["SETTINGS"], marks.LEDGER, good=not found)
    if found:
        raise SystemExit(1)
    click.echo("Every counter and month equals its entries.")
