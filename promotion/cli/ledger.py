"""`flask ledger`: the recount."""

import click
from flask.cli import AppGroup

from promotion.ledger import verify

group = AppGroup("ledger", help="Money.")


@group.command("verify")
def check() -> None:
    """Recompute every counter, leg and month from the entries; exit 1 with the list when one differs."""
    found = verify.differences()
    for difference in found:
        click.echo(str(difference))
    if found:
        raise SystemExit(1)
    click.echo("Every counter and month equals its entries.")
