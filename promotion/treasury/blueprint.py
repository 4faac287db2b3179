"""The addresses of treasury statements."""

from flask import Blueprint

from promotion.treasury import trail
from promotion.treasury.views import files, hands, page

blueprint = Blueprint("treasury", __name__)
_BOTH = ["GET", "POST"]
_ONE = "/treasury/<public_id>"

blueprint.add_url_rule("/treasury", "index", page.index)
blueprint.add_url_rule("/treasury/new", "new", files.new, methods=_BOTH)
blueprint.add_url_rule("/treasury/files/<public_id>", "waiting", files.waiting, methods=_BOTH)
blueprint.add_url_rule(_ONE, "statement", page.statement)
blueprint.add_url_rule(f"{_ONE}/explain", "explain", hands.explain, methods=["POST"])
blueprint.add_url_rule(f"{_ONE}/match", "match", hands.match, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/split", "split", hands.split, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/sign", "sign", hands.sign, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/remove", "drop", hands.drop, methods=_BOTH)
blueprint.add_url_rule(f"{_ONE}/statement.xlsx", "workbook", page.workbook)
blueprint.add_url_rule(f"{_ONE}/file", "file", files.file)

trail.enter_words()
