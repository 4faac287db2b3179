"""The planner's addresses."""

from flask import Blueprint

from promotion.planner import trail
from promotion.planner.views import comparing, editing, showing

blueprint = Blueprint("planner", __name__)
_BOTH = ["GET", "POST"]

blueprint.add_url_rule("/funds/<public_id>/scenarios", "scenarios", showing.index)
blueprint.add_url_rule("/funds/<public_id>/scenarios/new", "create", editing.create, methods=_BOTH)
blueprint.add_url_rule("/funds/<public_id>/scenarios/compare", "compare", comparing.compare)
blueprint.add_url_rule("/funds/<public_id>/scenarios/compare.xlsx", "compare_file", comparing.compare_file)
blueprint.add_url_rule("/scenarios/<public_id>", "scenario", showing.show)
blueprint.add_url_rule("/scenarios/<public_id>.xlsx", "scenario_file", comparing.scenario_file)
blueprint.add_url_rule("/scenarios/<public_id>/edit", "edit", editing.edit, methods=_BOTH)
blueprint.add_url_rule("/scenarios/<public_id>/refresh", "refresh", editing.refresh, methods=["POST"])
blueprint.add_url_rule("/scenarios/<public_id>/delete", "delete", editing.delete, methods=_BOTH)
blueprint.add_url_rule("/scenarios/<public_id>/propose", "propose", editing.propose, methods=_BOTH)

trail.enter_words()
