"""`flask accounts`: the first administrator, further people, their grants, codes for a new password."""

from datetime import date

import click
from flask.cli import AppGroup

from promotion.access.actor import Actor, Right, Scope
from promotion.accounts import codes, queries, service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.cli.outcome import refusals_said
from promotion.database import unit_of_work
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import NotFound
from promotion.units import queries as units

group = AppGroup("accounts", help="People and grants.")
# The operator at the server: user 0 in the trail.
OPERATOR = Actor(0, "operator", "", (Right(Role.administrator, frozenset(), Scope()),), "en")


@group.command("first-administrator")
@refusals_said
def first_administrator() -> None:
    """Ask for the first administrator; does nothing when there is anybody already."""
    if queries.anybody():
        return
    click.echo("The database is empty. The first administrator gives everybody else an account.")
    email = click.prompt("E-mail")
    name = click.prompt("Full name")
    password = click.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)

    def act() -> None:
        user = service.add_user(OPERATOR, UserDraft(email, name, password))
        service.add_grant(OPERATOR, user, GrantDraft(Role.administrator, today()))

    unit_of_work.run(act)
    click.echo(f"Administrator {email} may sign in.")


@group.command("add")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@refusals_said
def add(email: str, name: str, password: str) -> None:
    """Give a person an account."""
    unit_of_work.run(lambda: service.add_user(OPERATOR, UserDraft(email, name, password)))
    click.echo(f"{email} may sign in; give a grant next.")


@group.command("grant")
@click.option("--email", required=True)
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option("--unit", help="Code of the unit, e.g. centre-2025-91.")
@click.option("--region", type=click.Choice([str(region) for region in Region]))
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="First day; today unless told.")
@click.option(
    "--to", "valid_to", type=click.DateTime(["%Y-%m-%d"]), help="Last day; without end unless told."
)
@refusals_said
def grant(
    email: str, role: str, unit: str | None, region: str | None, valid_from: date, valid_to: date
) -> None:
    """Give a person a role, for a unit, a region or the country."""
    user = queries.user_by_email(email.strip().lower())
    if user is None:
        raise NotFound
    first, last = (getattr(moment, "date", lambda: None)() for moment in (valid_from, valid_to))
    draft = GrantDraft(role, first or today(), units.unit(unit).id if unit else None, region, last)

    def act() -> None:
        found = queries.user_by_email(user.email)
        if found is not None:
            service.add_grant(OPERATOR, found, draft)

    unit_of_work.run(act)
    click.echo(f"{email} is {role} now.")


@group.command("reset")
@click.argument("email")
@refusals_said
def reset(email: str) -> None:
    """Print a one-time code with which a person chooses a new password."""

    def act() -> codes.Made:
        user = queries.user_by_email(email.strip().lower())
        if user is None:
            raise NotFound
        return codes.make(OPERATOR, user)

    made = unit_of_work.run(act)
    hours = int(codes.VALID[made.kind].total_seconds()) // 3600
    click.echo(f"{made.code}\nFor {made.email}, on the page /welcome, within {hours} hours, once.")
