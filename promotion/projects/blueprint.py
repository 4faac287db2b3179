"""The addresses of projects."""

from flask import Blueprint

from promotion.ledger.policies import norms
from promotion.projects import trail
from promotion.projects.norms import bounds
from promotion.projects.views import editing, index, page, parts

blueprint = Blueprint("projects", __name__)
_BOTH = ["GET", "POST"]
_ONE = "/projects/<public_id>"

blueprint.add_url_rule("/projects", "index", index.index)
blueprint.add_url_rule("/projects/new", "new", editing.new, methods=_BOTH)
blueprint.add_url_rule(_ONE, "show", page.show)
blueprint.add_url_rule(f"{_ONE}/edit", "edit", editing.edit, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/state/<target>", "move", editing.move, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/lines/new", "add_line", parts.add_line, methods=_BOTH)
blueprint.add_url_rule("/lines/<public_id>/terms", "line_terms", parts.line_terms, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/beneficiaries/new", "add_beneficiary", parts.add_beneficiary, methods=_BOTH)
blueprint.add_url_rule(
    f"{_ONE}/beneficiaries/<party>", "change_beneficiary", parts.change_beneficiary, methods=_BOTH
)
blueprint.add_url_rule(
    f"{_ONE}/beneficiaries/<party>/remove", "drop_beneficiary", parts.drop_beneficiary, methods=_BOTH
)
blueprint.add_url_rule(f"{_ONE}/other-money/new", "add_other_money", parts.add_other_money, methods=_BOTH)
blueprint.add_url_rule(
    f"{_ONE}/other-money/<money>/remove", "drop_other_money", parts.drop_other_money, methods=_BOTH
)
blueprint.add_url_rule(f"{_ONE}/indicators", "indicators", parts.indicators, methods=_BOTH)

trail.enter_words()
norms.enter(bounds)
