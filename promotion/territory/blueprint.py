"""The territory room's addresses."""

from flask import Blueprint

from promotion.territory import views

blueprint = Blueprint("territory", __name__)
blueprint.add_url_rule("/provinces", view_func=views.provinces)
blueprint.add_url_rule("/provinces/<key>", view_func=views.province)
