"""The accounts room's addresses."""

from flask import Blueprint

from promotion.accounts import views

blueprint = Blueprint("accounts", __name__)
blueprint.add_url_rule("/sign-in", view_func=views.sign_in, methods=["GET", "POST"])
blueprint.add_url_rule("/sign-out", view_func=views.sign_out, methods=["POST"])
blueprint.add_url_rule("/language", view_func=views.language, methods=["POST"])
