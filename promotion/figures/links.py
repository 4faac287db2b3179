"""Ways to what stands behind a figure, for every page that shows one. A table has thousands: what they share is made
once for each page.
"""

from typing import Any
from urllib.parse import quote

from flask import g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from promotion.figures import questions
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Dimension, Measure, Question, Row


def why_address(measure: Measure | str, row: str, question: Question) -> str:
    """Return the address of what stands behind a figure; the unit of display goes with it."""
    return f"{_shared(question)}&measure={_measure(measure).key}&row={quote(row)}"


def why_link(text: str, measure: Measure | str, row: Row, question: Question) -> Markup:
    """Return a figure as the way to what stands behind it, named "…. Why: Released, Kiên Giang" for those who hear it.

    Where rows are projects, of which there are many, the headings of the table must do as a name, and what is empty
    leads nowhere.
    """
    known = _measure(measure)
    many = question.by is Dimension.project and row.kind == "row"
    if many and not row.values.get(known.denominator or known.key):
        return escape(text)
    begin, names = _kept(question)
    if known.key not in names:
        names[known.key] = escape(_("Why: %(measure)s", measure=_(known.label)))
    # Written by hand: a template would take ten times as long, and a page has thousands.
    name = "" if many else f' aria-label="{escape(text)}. {names[known.key]}, {escape(row.label)}"'
    href = f"{begin}&amp;measure={known.key}&amp;row={quote(row.key)}"
    return Markup(f'<a class="why" href="{href}"{name}>{escape(text)}</a>')  # noqa: S704 - every part is escaped above


def shared_part(question: Question) -> dict[str, Any]:
    """Return the arguments of addresses about a question: the question, and the unit of display where one is chosen."""
    unit = request.args.get("unit")
    return {**questions.address(question), **({"unit": unit} if unit else {})}


def _shared(question: Question) -> str:
    return url_for("figures.why", **shared_part(question))


def _kept(question: Question) -> tuple[Markup, dict[str, Markup]]:
    """Return the beginning of addresses about a question, and the names of measures, as far as this page used them."""
    kept: dict[Question, tuple[Markup, dict[str, Markup]]] = g.setdefault("why_links", {})
    if question not in kept:
        kept[question] = escape(_shared(question)), {}
    return kept[question]


def _measure(measure: Measure | str) -> Measure:
    return BY_KEY[measure] if isinstance(measure, str) else measure
