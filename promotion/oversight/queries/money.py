"""The envelopes of the money that is asked for."""

from sqlalchemy import ColumnElement, select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.catalogue import queries as catalogue
from promotion.kernel.text import search_key
from promotion.ledger.models import Envelope, Fund
from promotion.oversight.drafts import MoneyQuestion
from promotion.projects.models import Project


def asked(scope: Scope, question: MoneyQuestion) -> list[ColumnElement[bool]]:
    """Return the conditions under which an envelope is seen and asked for."""
    found = [within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level)]
    if question.fund is not None:
        found.append(Envelope.fund_id.in_(select(Fund.id).where(Fund.code == question.fund)))
    if question.unit_id is not None:
        found.append(Envelope.unit_id == question.unit_id)
    if question.year is not None:
        found.append(Envelope.budget_year == question.year)
    if question.level is not None:
        found.append(Envelope.level == str(question.level))
    if question.homes is not None:
        found.append(Envelope.home.in_(sorted(question.homes)))
    if question.content is not None:
        found.append(Envelope.content_code.in_(sorted(catalogue.below(question.content))))
    for word in search_key(question.words).split():
        named = select(Project.id).where(Project.search_key.contains(word, autoescape=True))
        found.append(Envelope.project_id.in_(named))
    return found
