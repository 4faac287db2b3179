"""This room's addresses: under the fund that they are about."""

from flask import Blueprint

from promotion.closing import views

blueprint = Blueprint("closing", __name__)
_BOTH = ["GET", "POST"]

blueprint.add_url_rule("/funds/<public_id>/periods", "periods", views.periods, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/year-end", "year_end", views.year_end, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/close", "close", views.close, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/statement", "statement", views.show)
