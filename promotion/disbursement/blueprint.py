"""The addresses of money going out."""

from flask import Blueprint

from promotion.disbursement import trail, views
from promotion.disbursement.opening import views as opening

blueprint = Blueprint("disbursement", __name__)
_BOTH = ["GET", "POST"]
_ONE = "/commitments/<public_id>"

blueprint.add_url_rule("/shares/<public_id>/assign", "assign", views.assign, methods=_BOTH)
blueprint.add_url_rule("/lines/<public_id>/commit", "commit", views.commit, methods=_BOTH)
blueprint.add_url_rule(_ONE, "contract", views.contract)
blueprint.add_url_rule(f"{_ONE}/commit", "commit_again", views.commit_again, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/advance", "advance", views.advance, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/pay", "pay", views.pay, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/accept", "accept", views.accept, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/opening", "opening", opening.opening, methods=_BOTH)
blueprint.add_url_rule("/sent/<public_id>", "sent", views.sent)

trail.enter_words()
