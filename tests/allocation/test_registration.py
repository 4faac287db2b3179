"""Provinces that registered nothing on both engines: by year and level, on that year's map, in the reader's scope."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from promotion.access.actor import EVERYTHING, Scope
from promotion.allocation.queries.registration import registration
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Level, Role
from promotion.projects.models import Project
from tests.support.lists import projects_of


def silent(year, level="national", scope=EVERYTHING):
    db.session.rollback()
    found = registration(scope, "vi", year, Level(level))
    return found.provinces, {row.key for row in found.silent}


def test_a_province_is_silent_until_a_project_is_registered_for_the_year_or_has_a_line_in_it(office):
    assert silent(2024) == (63, {*silent(2024)[1]})
    assert len(silent(2024)[1]) == 63
    projects_of(office, 1)
    assert "2024-91" in silent(2024)[1]  # recorded, for no year yet
    plan = {"planned_start": office.paper().business_date, "planned_end": office.paper().business_date}
    unit_of_work.run(lambda: db.session.execute(update(Project).values(**plan)))
    assert len(silent(2024)[1]) == 62
    assert "2024-91" not in silent(2024)[1]
    assert "2024-91" in silent(2024, "local")[1]
    assert len(silent(2023)[1]) == 63
    unit_of_work.run(lambda: db.session.execute(update(Project).values(state="draft")))
    assert "2024-91" in silent(2024)[1]


def test_the_map_is_that_of_the_year_and_projects_of_old_provinces_count_for_the_new_one(office):
    projects_of(office, 1)
    plan = {"planned_start": None, "planned_end": office.paper().business_date.replace(year=2025)}
    unit_of_work.run(lambda: db.session.execute(update(Project).values(**plan)))
    provinces, found = silent(2025)
    assert provinces == 34
    assert "2025-91" not in found
    assert len(found) == 33


def test_a_line_in_the_year_counts_too(office):
    (project,) = projects_of(office, 1)
    fund = office.planned()
    share = office.treasury.share(fund, "centre-2024-91")
    row = db.session.query(Project).filter_by(public_id=project).one().id
    db.session.rollback()
    office.treasury.line(share, row)
    assert "2024-91" not in silent(2024)[1]


def test_a_reader_of_some_provinces_is_told_of_these_only(office):
    assert silent(2024, scope=Scope(homes=frozenset({"2024-91", "2024-89"}))) == (2, {"2024-91", "2024-89"})
    assert silent(2024, scope=Scope(units=frozenset({1}))) == (0, set())


@pytest.mark.parametrize("language, words", [("vi", "63 trên 63"), ("en", "63 of 63")])
def test_page_and_workbook_say_the_same(office, window, language, words):
    officer = window(Role.agency, "agency", language=language)
    assert words in officer.open("/funds/silent?year=2024").words
    with officer.client.application.app_context():
        answer = officer.client.get("/funds/silent.xlsx?year=2024&level=local")
    sheet = load_workbook(BytesIO(answer.data)).active
    texts = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert any(words in str(row[0]) for row in texts if row)
    names = [row[2] for row in texts if len(row) == 4]
    assert len(names) == 64  # with the heading
    assert "Kiên Giang" in names or "Kien Giang" in names
    assert window(Role.finance_viewer).open("/funds/silent?year=2024&level=local").status == 200


def test_who_sees_national_money_only_is_told_nothing_of_local_projects(office, window):
    viewer = window(Role.finance_viewer).open("/funds/silent?year=2024&level=local")
    assert "National money" in viewer.words
