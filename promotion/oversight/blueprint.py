"""The addresses of what stays to be watched."""

from flask import Blueprint

from promotion.oversight import views

blueprint = Blueprint("oversight", __name__)
blueprint.add_url_rule("/exceptions", "exceptions", views.exceptions)
blueprint.add_url_rule("/exceptions.xlsx", "exceptions_file", views.exceptions_file)
blueprint.add_url_rule("/advances", "advances", views.advances)
blueprint.add_url_rule("/advances.xlsx", "advances_file", views.advances_file)
