"""Ways to what stands behind a figure, for every page that shows one."""

from typing import Any
from urllib.parse import urlencode

from flask import g, has_request_context, request, url_for
from flask_babel import gettext as _

from promotion.figures import questions
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Measure, Question, Row


def why_address(measure: Measure | str, row: Row | str, question: Question) -> str:
    """Return the address of what stands behind a figure; the unit of display goes with it.

    The part that the figures of one table share is made once for each page.
    """
    known = g.setdefault("why_addresses", {}) if has_request_context() else {}
    if question not in known:
        known[question] = url_for("figures.why", **shared_part(question))
    own = urlencode({"measure": _key(measure), "row": row if isinstance(row, str) else row.key})
    return f"{known[question]}&{own}"


def shared_part(question: Question) -> dict[str, Any]:
    """Return the arguments of addresses about a question: the question, and the unit of display where one is chosen."""
    unit = request.args.get("unit") if has_request_context() else None
    return {**questions.address(question), **({"unit": unit} if unit else {})}


def why_name(measure: Measure | str, row: Row) -> str:
    """Return what such a link leads to, for those who hear it: "Why: Released, Kiên Giang"."""
    return _("Why: %(measure)s, %(row)s", measure=_(BY_KEY[_key(measure)].label), row=row.label)


def _key(measure: Measure | str) -> str:
    return measure if isinstance(measure, str) else measure.key
