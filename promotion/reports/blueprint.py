"""The reports room's addresses."""

from flask import Blueprint

from promotion.reports import views

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
blueprint.add_url_rule("/conference", view_func=views.conference)
blueprint.add_url_rule("/conference/workbook", view_func=views.download)
