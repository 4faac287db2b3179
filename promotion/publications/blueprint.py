"""The publications room's addresses."""

from flask import Blueprint

from promotion.publications import trail, views

blueprint = Blueprint("publications", __name__)
blueprint.add_url_rule("/publications", view_func=views.index)
blueprint.add_url_rule("/publications/checks", view_func=views.checks)
blueprint.add_url_rule("/publications/<public_id>", view_func=views.figure)

trail.enter_words()
