"""The page of work that one took over or stands in for: what colleagues left open, within one's own scope."""

from promotion.access import guard
from promotion.accounts import queries as accounts
from promotion.allocation.queries.proposal_rows import proposal_rows
from promotion.kernel.choices import ProjectState
from promotion.ledger.queries import left_open
from promotion.projects.queries import begun_by
from promotion.web.languages import chosen
from promotion.web.pages import page


@guard.requires("money:read")
def looked_after() -> tuple[str, int]:
    """Show what those left open whose work this person took over or stands in for."""
    actor = guard.actor()
    people = accounts.looked_after(actor.user_id)
    ids = {one.user_id for one in people}
    return page(
        "dashboards/looked_after.html",
        people=people,
        proposals=proposal_rows(actor, chosen(), left_open(actor.scope, ids)),
        projects=begun_by(actor.scope, ids),
        states=ProjectState,
    )
