"""People who ask and answer in the small country."""

from datetime import timedelta

import pytest

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.figures.model import Boundaries, Dimension
from promotion.figures.model import Question as FigureQuestion
from promotion.kernel.calendar import today
from promotion.questions import queries, service
from promotion.questions.drafts import About, AskDraft
from promotion.questions.rules import Topic
from tests.factories import people


class Ministry:
    """Who asks, and the verbs, each in a transaction of its own."""

    def figure(self, row="2025-91", by=Dimension.province, year=2025, measure="disbursed", **more):
        asked = FigureQuestion(
            year, by, more.pop("level", None), None, today(), Boundaries("recorded"), **more
        )
        return About(Topic.figure, asked, measure, row)

    def ask(self, about=None, units=("centre-2025-91",), role="agency", days=10, text="Vì sao số này thấp?"):
        draft = AskDraft(about or self.figure(), tuple(units), today() + timedelta(days), text)
        return unit_of_work.run(lambda: service.ask(people.actor(role), draft))

    def do(self, verb, question, draft, role, seen=None):
        key = question if isinstance(question, str) else question.public_id
        return unit_of_work.run(lambda: verb(people.actor(role), key, draft, seen))

    def one(self, question, role="agency"):
        db.session.rollback()
        return queries.one(people.actor(role), question.public_id)


@pytest.fixture
def ministry(app):
    with app.test_request_context():
        yield Ministry()
