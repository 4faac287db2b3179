"""Late projects and indicators, on the small country: counted again by hand from its projects and their values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from promotion.access.actor import EVERYTHING
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.figures.indicators import indicator_sums
from promotion.figures.late import late
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from promotion.projects import records
from promotion.projects.drafts import IndicatorDraft
from promotion.projects.models import IndicatorValue, Project
from promotion.projects.rules import Stage
from tests.factories import people

pytestmark = pytest.mark.data("country")

YEAR = Question(2025, Dimension.region, None, None, today(), Boundaries("recorded"))
DONG_THAP, THAI_NGUYEN = "2025-82", "2025-19"
MODELS = "demonstration_models"


def end(code: str, day: date | None, state: str = "running") -> None:
    """Give a project a planned end and a state."""
    query = update(Project).where(Project.code == code).values(planned_end=day, state=state)
    unit_of_work.run(lambda: db.session.execute(query))


def projects_of(year: int) -> list[Project]:
    return [one for one in db.session.scalars(select(Project)) if one.code.endswith(str(year))]


def test_who_is_past_the_planned_end_and_not_accepted_is_late(app):
    with app.test_request_context():
        codes = sorted(one.code for one in projects_of(2025))
        for code in codes:
            end(code, today() + timedelta(1))
        assert late(EVERYTHING, YEAR) == ([], 0)
        first, second, third, fourth, *_others = codes
        end(first, today() - timedelta(3))
        end(second, today() - timedelta(40), "approved")
        end(third, today() - timedelta(500), "accepted")
        end(fourth, None)
        found, count = late(EVERYTHING, YEAR)
        assert [(one.project.code, one.days) for one in found] == [(second, 40), (first, 3)]
        assert count == 2
        assert all(0 < one.accepted < one.listed for one in found)
        assert late(EVERYTHING, replace(YEAR, year=2024, region=Region.north)) == ([], 0)
        assert {one.project.home for one in found} == {"2025-91"}
        assert late(EVERYTHING, replace(YEAR, province="2025-91"))[1] == 2
        assert late(EVERYTHING, replace(YEAR, province=DONG_THAP)) == ([], 0)
        assert late(people.actor("foreign clerk").scope, replace(YEAR, province=THAI_NGUYEN)) == ([], 0)


def test_indicators_add_up_what_holds_on_the_day(app):
    with app.test_request_context():
        planned = {
            one.project_id: one.value
            for one in db.session.scalars(select(IndicatorValue))
            if one.stage == "plan"
        }
        here = [one for one in projects_of(2025) if one.home == DONG_THAP]
        clerk = people.actor("foreign clerk")
        for number, project in enumerate(here):
            drafts = [
                IndicatorDraft("ND3A", MODELS, Stage.actual, value + number, day)
                for value, day in ((90, date(2025, 12, 1)), (5, date(2025, 9, 1)))
            ]
            for draft in drafts:
                unit_of_work.run(
                    lambda p=project, d=draft: records.record_indicators(clerk, p.public_id, [d])
                )
        assert len(here) == 2

        def sums(question: Question) -> tuple[int | None, int | None]:
            (one,) = indicator_sums(EVERYTHING, question)["ND3A"]
            assert one.indicator.code == MODELS
            return one.plan, one.actual

        expected = sum(planned[one.id] for one in here)
        province = replace(YEAR, province=DONG_THAP)
        assert sums(province) == (expected, 90 + 91)
        assert sums(replace(province, as_of=date(2025, 10, 1))) == (expected, 5 + 6)
        assert sums(replace(province, as_of=date(2025, 8, 31))) == (expected, None)
        assert sums(YEAR) == (sum(planned[one.id] for one in projects_of(2025)), 90 + 91)
        assert indicator_sums(EVERYTHING, replace(YEAR, content="ND1")) == {}
        assert indicator_sums(people.actor("clerk").scope, province) == {}
