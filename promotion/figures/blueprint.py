"""The counting room's addresses, and what it gives to the pages of others."""

from flask import Blueprint

from promotion.figures import links, trail, views
from promotion.figures.measures import BY_KEY, value_of

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
blueprint.add_url_rule("", view_func=views.table)
blueprint.add_url_rule("/why", view_func=views.why)
blueprint.add_url_rule("/why/workbook", view_func=views.why_workbook)
blueprint.add_url_rule("/glossary", view_func=views.glossary)
blueprint.add_url_rule("/complete", view_func=views.complete)
blueprint.add_url_rule("/complete/state", view_func=views.state_complete, methods=["GET", "POST"])
blueprint.add_app_template_global(links.why_address)
blueprint.add_app_template_global(links.why_link)
blueprint.add_app_template_global(links.figure_link)
blueprint.add_app_template_global(value_of, "rate_of")
blueprint.add_app_template_global(BY_KEY.__getitem__, "measure")

trail.enter_words()
