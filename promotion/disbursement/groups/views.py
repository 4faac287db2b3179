"""The page of a list of shares: one amount for each beneficiary of a project."""

from flask_babel import gettext as _

from promotion.access import guard
from promotion.access.permissions import SPEND_PROPOSE
from promotion.disbursement import queries
from promotion.disbursement.groups.forms import for_parties
from promotion.disbursement.groups.service import commit_shares
from promotion.disbursement.rules import CommitmentKind
from promotion.disbursement.views import Answer, content_of, next_page, office
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.projects.rules import SPENDING, check_open
from promotion.web.pages import page, send


@guard.requires(SPEND_PROPOSE)
def shares(public_id: str) -> Answer:
    """Ask for the value of each beneficiary's share of a line."""
    actor = guard.actor()
    line = queries.line(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, line.envelope.unit_id)
    check_open(ProjectState(line.project.state), SPENDING)
    parties = queries.parties(line.project)
    data = {"kind": str(CommitmentKind.assignment), "day": today(), "issuer": office(line.envelope.unit_id)}
    form = for_parties((party.public_id, party.name) for party in parties)(data=data)
    form.kind.offer((str(kind), _(kind.label)) for kind in CommitmentKind)
    done = send(form, lambda: next_page(commit_shares(actor, public_id, form.draft())))
    return done or page(
        "disbursement/shares.html", form=form, line=line, parties=parties, content=content_of(line.envelope)
    )
