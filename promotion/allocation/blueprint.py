"""The allocation room's addresses."""

from flask import Blueprint

from promotion.allocation import trail
from promotion.allocation.corrections import views as corrections
from promotion.allocation.moves import views as moves
from promotion.allocation.requests import views as requests
from promotion.allocation.views import acts, annex, funds, plan, policies, proposals, registration

blueprint = Blueprint("allocation", __name__)
_BOTH = ["GET", "POST"]
_POST = ["POST"]

blueprint.add_url_rule("/funds", "funds", funds.index)
blueprint.add_url_rule("/funds/open", "open_fund", funds.open_fund, methods=_BOTH)
blueprint.add_url_rule("/funds/silent", "silent", registration.silent)
blueprint.add_url_rule("/funds/silent.xlsx", "silent_file", registration.silent_file)
blueprint.add_url_rule("/funds/<public_id>", "fund", funds.show)
blueprint.add_url_rule("/funds/<public_id>/two-person", "two_person", funds.two_person, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/policies", "policies", policies.policies, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/approve", "approve", plan.approve, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/list", "list_lines", plan.list_lines, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/annex", "annex", annex.annex, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/release", "release", plan.release, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/share", "share", plan.share, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/cut", "cut", moves.cut, methods=_BOTH)
blueprint.add_url_rule(
    "/funds/<public_id>/withdraw", "withdraw_release", moves.withdraw_release, methods=_BOTH
)
blueprint.add_url_rule("/funds/<public_id>/reshare", "reshare", moves.reshare, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/relist", "relist", moves.relist, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/transfer", "transfer", moves.transfer, methods=_BOTH)
blueprint.add_url_rule("/projects/<public_id>/request", "request", requests.ask, methods=_BOTH)
blueprint.add_url_rule("/requests", "requests", requests.index)
blueprint.add_url_rule("/envelopes/<public_id>", "book_page", funds.book_page)
blueprint.add_url_rule("/proposals", "proposals", proposals.inbox)
blueprint.add_url_rule("/proposals/<public_id>", "proposal", proposals.show)
blueprint.add_url_rule("/proposals/<public_id>/book", "book", proposals.book, methods=_POST)
blueprint.add_url_rule("/proposals/<public_id>/waive", "waive", proposals.waive, methods=_POST)
blueprint.add_url_rule("/proposals/<public_id>/return", "send_back", proposals.send_back, methods=_POST)
blueprint.add_url_rule("/proposals/<public_id>/withdraw", "withdraw", proposals.withdraw, methods=_POST)
blueprint.add_url_rule("/acts/<public_id>", "act", acts.show)
blueprint.add_url_rule("/acts/<public_id>/reverse", "reverse", acts.reverse, methods=_BOTH)
blueprint.add_url_rule("/acts/<public_id>/correct", "correct", corrections.correct, methods=_BOTH)

trail.enter_words()
