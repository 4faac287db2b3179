"""The addresses of notices."""

from flask import Blueprint

from promotion.notices import views

blueprint = Blueprint("notices", __name__)
_POST = ["POST"]

blueprint.add_url_rule("/notices", "index", views.index)
blueprint.add_url_rule("/notices/read", "read_all", views.read_all, methods=_POST)
blueprint.add_url_rule("/notices/<public_id>/read", "read", views.read, methods=_POST)
