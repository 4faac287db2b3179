"""The page of money among the lines of a share."""

from promotion.access import guard
from promotion.access.permissions import SPEND_PROPOSE
from promotion.catalogue import queries as catalogue
from promotion.disbursement import queries
from promotion.disbursement.moving.forms import for_lines
from promotion.disbursement.moving.service import move as moved
from promotion.disbursement.views import Answer, next_page, office
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.projects.rules import FUNDED
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires(SPEND_PROPOSE)
def move(public_id: str) -> Answer:
    """Ask what is taken back from lines, and what other lines are given of it."""
    actor = guard.actor()
    share = queries.share(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, share.envelope.unit_id)
    shown = [line for line in share.lines if line.envelope.money or line.envelope.to_assign]
    rows = [(line.envelope.id, line.envelope.public_id, line.project.name) for line in shown]
    form = for_lines(rows)(data={"day": today(), "issuer": office(share.envelope.unit_id)})
    done = send(form, lambda: next_page(moved(actor, public_id, form.draft())))
    return done or page(
        "disbursement/move.html",
        form=form,
        share=share,
        lines=shown,
        unit=unit_label(units.by_id(share.envelope.unit_id), chosen()),
        contents={row.code: row.name(chosen()) for row in catalogue.contents()},
        funded={line.envelope.id for line in shown if ProjectState(line.project.state) in FUNDED},
    )
