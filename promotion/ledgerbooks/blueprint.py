"""The addresses of ledger books."""

from flask import Blueprint

from promotion.ledgerbooks import views

blueprint = Blueprint("ledgerbooks", __name__, url_prefix="/ledger-books")
blueprint.add_url_rule("", view_func=views.index)
blueprint.add_url_rule("/funds/<public_id>", view_func=views.fund)
blueprint.add_url_rule("/funds/<public_id>/workbook", view_func=views.fund_workbook)
blueprint.add_url_rule("/units/<public_id>", view_func=views.unit)
blueprint.add_url_rule("/units/<public_id>/workbook", view_func=views.unit_workbook)
blueprint.add_url_rule("/projects/<public_id>", view_func=views.project)
blueprint.add_url_rule("/projects/<public_id>/workbook", view_func=views.project_workbook)
