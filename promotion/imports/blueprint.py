"""The imports room's addresses."""

from flask import Blueprint

from promotion.imports import trail, views

blueprint = Blueprint("imports", __name__)
blueprint.add_url_rule("/imports", view_func=views.index, methods=["GET", "POST"])
blueprint.add_url_rule("/imports/apply", view_func=views.apply, methods=["POST"])
blueprint.add_url_rule("/imports/blank", view_func=views.blank)

trail.enter_words()
