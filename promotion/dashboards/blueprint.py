"""The first page's address."""

from flask import Blueprint

from promotion.dashboards import views
from promotion.dashboards.looked_after import looked_after

blueprint = Blueprint("dashboard", __name__)
blueprint.add_url_rule("/", view_func=views.home)
blueprint.add_url_rule("/style", view_func=views.style)
blueprint.add_url_rule("/help", endpoint="help", view_func=views.help_page)
blueprint.add_url_rule("/looked-after", view_func=looked_after)
