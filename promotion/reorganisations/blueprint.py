"""The addresses of this room."""

from flask import Blueprint

from promotion.reorganisations import trail, views

blueprint = Blueprint("reorganisations", __name__, url_prefix="/reorganisations")
blueprint.add_url_rule("", view_func=views.index)
blueprint.add_url_rule("/new/<kind>", view_func=views.new, methods=["GET", "POST"])
blueprint.add_url_rule("/<public_id>", view_func=views.show)
blueprint.add_url_rule("/<public_id>/undo", view_func=views.undo, methods=["GET", "POST"])

trail.enter_words()
