"""The trail's addresses."""

from flask import Blueprint

from promotion.trails import views

blueprint = Blueprint("trails", __name__)
blueprint.add_url_rule("/trail", view_func=views.index)
blueprint.add_url_rule("/trail.xlsx", view_func=views.workbook)
