"""What a fund wants where acts are unusual: its owner's head decides, policy by policy."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.queries import funds
from promotion.ledger.policies import allowing, queries
from promotion.ledger.policies.forms import PoliciesForm
from promotion.ledger.policies.rules import USUAL
from promotion.ledger.policies.words import Effect, Policy
from promotion.web.languages import chosen
from promotion.web.pages import page, send
from promotion.web.versions import Saved


@guard.requires("plan:book")
def policies(public_id: str) -> Response | tuple[str, int]:
    """Show and change a fund's rules."""
    actor = guard.actor()
    head = funds.head(actor, chosen(), public_id)
    actor.require_for("plan:book", head.owner_unit_id)
    form = PoliciesForm(lambda: _saved(head.id))
    for policy in Policy:
        form[str(policy)].offer((str(effect), _(effect.label)) for effect in Effect)

    def decide() -> str:
        allowing.set_policies(actor, public_id, form.settings(), form.seen)
        return url_for("allocation.fund", public_id=public_id)

    done = send(form, decide, said=_("The rules of this fund are changed."))
    return done or page("allocation/policies.html", form=form, fund=head, usual=USUAL)


def _saved(fund_id: int) -> Saved:
    wanted = {str(policy): str(effect) for policy, effect in queries.settings(fund_id).items()}
    row = queries.row(fund_id)
    return Saved(wanted, row.version, row.saved_by, row.saved_at) if row else Saved(wanted, 1)
