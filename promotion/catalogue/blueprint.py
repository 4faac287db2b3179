"""The catalogue room's addresses."""

from flask import Blueprint

from promotion.catalogue import trail, views

blueprint = Blueprint("catalogue", __name__)
blueprint.add_url_rule("/catalogue", view_func=views.contents)
blueprint.add_url_rule("/catalogue/norms", view_func=views.norms)
blueprint.add_url_rule("/catalogue/advance-rates", view_func=views.advance_rates)
blueprint.add_url_rule("/catalogue/programmes", view_func=views.programmes)
blueprint.add_url_rule("/catalogue/conferences", view_func=views.conferences)

trail.enter_words()
