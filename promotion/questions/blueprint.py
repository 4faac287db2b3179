"""Addresses of questions, and the way to asking for the pages of others."""

from flask import Blueprint, url_for

from promotion.figures.links import shared_part
from promotion.figures.model import Measure
from promotion.figures.model import Question as FigureQuestion
from promotion.questions import trail
from promotion.questions.views import asking, lists, one

blueprint = Blueprint("questions", __name__, url_prefix="/questions")
blueprint.add_url_rule("", endpoint="index", view_func=lists.index)
blueprint.add_url_rule("/workbook", view_func=lists.workbook)
blueprint.add_url_rule("/ask", view_func=asking.ask, methods=["GET", "POST"])
blueprint.add_url_rule("/<public_id>", view_func=one.show)
for _view in (one.answer, one.again, one.due, one.close):
    _address = f"/<public_id>/{_view.__name__}"
    blueprint.add_url_rule(_address, view_func=_view, methods=["GET", "POST"])


def ask_address(measure: Measure | str, row: str, question: FigureQuestion) -> str:
    """Return the address of the form that asks about a figure."""
    key = measure if isinstance(measure, str) else measure.key
    asked = {name: text for name, text in shared_part(question).items() if name != "unit"}
    return url_for("questions.ask", **asked, measure=key, row=row)


blueprint.add_app_template_global(ask_address)

trail.enter_words()
