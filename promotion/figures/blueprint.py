"""The counting room's addresses, and what it gives to the pages of others."""

from flask import Blueprint

from promotion.figures import views
from promotion.figures.measures import BY_KEY, value_of

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
blueprint.add_url_rule("", view_func=views.table)
blueprint.add_url_rule("/glossary", view_func=views.glossary)
blueprint.add_app_template_global(value_of, "rate_of")
blueprint.add_app_template_global(BY_KEY.__getitem__, "measure")
