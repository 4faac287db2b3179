"""The units room's addresses."""

from flask import Blueprint

from promotion.units import trail, views

blueprint = Blueprint("units", __name__)
blueprint.add_url_rule("/units", view_func=views.directory)
blueprint.add_url_rule("/units/<code>", view_func=views.unit)

trail.enter_words()
