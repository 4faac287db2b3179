"""The addresses of money going out."""

from flask import Blueprint

from promotion.disbursement import trail, views
from promotion.disbursement.contracts.views import acts as contracts
from promotion.disbursement.contracts.views import page as contract_page
from promotion.disbursement.discrepancies import views as discrepancies
from promotion.disbursement.groups import views as groups
from promotion.disbursement.moving import views as moving
from promotion.disbursement.opening import views as opening
from promotion.disbursement.recovery import queries as plans
from promotion.disbursement.recovery import views as recovery
from promotion.discrepancies import trail as discrepancy_trail
from promotion.projects import agreed

blueprint = Blueprint("disbursement", __name__)
_BOTH = ["GET", "POST"]
_ONE = "/commitments/<public_id>"

blueprint.add_url_rule("/shares/<public_id>/assign", "assign", views.assign, methods=_BOTH)
blueprint.add_url_rule("/shares/<public_id>/move", "move", moving.move, methods=_BOTH)
blueprint.add_url_rule("/lines/<public_id>/commit", "commit", views.commit, methods=_BOTH)
blueprint.add_url_rule(_ONE, "contract", contract_page.contract)
blueprint.add_url_rule(f"{_ONE}/commit", "commit_again", views.commit_again, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/advance", "advance", views.advance, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/pay", "pay", views.pay, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/accept", "accept", views.accept, methods=_BOTH)
for _verb in ("amend", "liquidate", "clear", "final_pay", "refund", "settle", "demand", "recover"):
    _page = getattr(contracts, _verb)
    blueprint.add_url_rule(f"{_ONE}/{_verb.replace('_', '-')}", _verb, _page, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/repayment-plan", "repayment_plan", recovery.repayment_plan, methods=_BOTH)
blueprint.add_url_rule("/lines/<public_id>/shares", "shares", groups.shares, methods=_BOTH)
blueprint.add_url_rule("/recoveries", "recoveries", recovery.recoveries)
blueprint.add_url_rule("/acts/<public_id>/fail", "fail", contracts.fail, methods=_BOTH)
blueprint.add_url_rule("/lines/<public_id>/late-refund", "late_refund", contracts.late_refund, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/opening", "opening", opening.opening, methods=_BOTH)
blueprint.add_url_rule("/sent/<public_id>", "sent", views.sent)
blueprint.add_url_rule("/discrepancies", "discrepancies", discrepancies.index)
blueprint.add_url_rule("/discrepancies/<public_id>", "discrepancy", discrepancies.show)
blueprint.add_url_rule(
    "/discrepancies/<public_id>/resolve", "resolve_discrepancy", discrepancies.resolve, methods=_BOTH
)
blueprint.add_url_rule(
    "/envelopes/<public_id>/discrepancies/new", "record_discrepancy", discrepancies.record, methods=_BOTH
)

trail.enter_words()
agreed.enter(plans.tell)
discrepancy_trail.enter_words()
