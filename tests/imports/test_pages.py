"""The page "Nhập số liệu": send a file, see each value as read with faults at their cells, enter all or nothing."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.publications.models import PublicationImport, PublishedFigure
from tests.imports.conftest import csv_file
from tests.support.people import sign_in

pytestmark = [pytest.mark.data("reference"), pytest.mark.one_engine]


@pytest.fixture
def agency(app):
    return sign_in(app, Role.agency, unit="agency")


def words(response):
    main = response.get_data(as_text=True).partition("<main")[2].partition("</main")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def hidden(response, name):
    return re.findall(rf'name="{name}" value="([^"]+)"', response.get_data(as_text=True))[-1]


def sent(client, *rows, content=None, name="số liệu.csv"):
    page = client.get("/imports")
    fields = {key: hidden(page, key) for key in ("csrf_token", "idempotency_key")}
    return client.post(
        "/imports", data={**fields, "file": (BytesIO(content or csv_file(*rows).content), name)}
    )


def figures(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(PublishedFigure))


def test_a_file_is_shown_as_read_then_entered_once(app, agency):
    before = figures(app)
    reply = sent(agency, {}, {"measure": "accepted/approved", "unit": "%", "value": "80,5"})
    assert reply.status_code == 303
    preview = agency.get(reply.headers["Location"])
    text = words(preview)
    for shown in (
        "45,000,000,000",
        "44.5 billion đồng to 45.5",
        "Kien Giang (2024-91)",
        "80.5%",
        "2 figures are new",
    ):
        assert shown in text
    assert figures(app) == before
    fields = {key: hidden(preview, key) for key in ("csrf_token", "idempotency_key", "waiting")}
    for _ in range(2):  # pressed twice
        done = agency.post("/imports/apply", data=fields)
        assert (done.status_code, done.headers["Location"]) == (303, "/publications")
    assert figures(app) == before + 2
    assert "Entered: 2 new, 0 known already." in words(agency.get("/publications?year=2022"))
    again = agency.get(reply.headers["Location"])
    assert "there is nothing to enter" in words(again)
    fields["idempotency_key"] = "another form"
    assert agency.post("/imports/apply", data=fields).status_code == 303
    assert figures(app) == before + 2


def test_faults_stand_at_their_rows_and_nothing_can_be_entered(app, agency):
    before = figures(app)
    reply = sent(agency, {}, {"value": "45 tỷ", "unit": "million"}, {"place": "<b>x</b>"})
    preview = agency.get(reply.headers["Location"])
    text = words(preview)
    assert "row 3, column H (value)" in text
    assert "names another unit" in text
    assert "&lt;b&gt;x&lt;/b&gt;" in preview.get_data(as_text=True)
    assert "Enter these figures" not in text
    token = hidden(agency.get("/imports"), "csrf_token")
    waiting = reply.headers["Location"].partition("file=")[2]
    forced = agency.post(
        "/imports/apply", data={"csrf_token": token, "idempotency_key": "k", "waiting": waiting}
    )
    assert forced.status_code == 422
    assert "nothing was entered" in words(forced)
    assert figures(app) == before


def test_a_file_that_cannot_be_read_is_told_at_once(agency):
    reply = sent(agency, content=b"\x89PNG....", name="a.xlsx")
    assert reply.status_code == 422
    assert "holds a PNG file" in words(reply)
    page = agency.get("/imports")
    fields = {key: hidden(page, key) for key in ("csrf_token", "idempotency_key")}
    assert agency.post("/imports", data=fields).status_code == 422


def test_going_back_and_choosing_another_file_is_another_form(agency):
    page = agency.get("/imports")
    fields = {key: hidden(page, key) for key in ("csrf_token", "idempotency_key")}
    first, again, other = (
        agency.post("/imports", data={**fields, "file": (BytesIO(csv_file(row).content), "a.csv")})
        for row in ({}, {}, {"value": "46"})
    )
    assert first.headers["Location"] == again.headers["Location"]
    assert other.status_code == 422
    assert "already sent with other content" in words(other)


def test_a_waiting_file_is_its_senders_own(app, agency):
    address = sent(agency, {}).headers["Location"]
    colleague = sign_in(app, Role.agency, "vi", unit="agency")
    assert agency.get(address).status_code == 200
    assert colleague.get(address).status_code == 404
    assert colleague.get("/imports?file=nothing").status_code == 404
    assert sign_in(app, Role.organiser, region="north").get("/imports").status_code == 403


def test_the_blank_workbook_is_given(agency):
    reply = agency.get("/imports/blank")
    assert reply.data.startswith(b"PK")
    assert "opening-figures.xlsx" in reply.headers["Content-Disposition"]


def test_one_figure_shows_its_source_and_its_import(app, agency):
    with app.app_context():
        figure = db.session.scalars(select(PublishedFigure).where(PublishedFigure.value == "91.3")).one()
        address = f"/publications/{figure.public_id}"
        came_in = db.session.scalars(select(PublicationImport)).one()
        known = (figure.source, came_in.sha256, came_in.file_name)
    text = words(agency.get(address))
    for shown in (*known, "91,300,000,000 đồng", "91.25 billion đồng to 91.35", "63 provinces", "operator"):
        assert shown in text
    assert agency.get("/publications/nothing").status_code == 404


def test_the_list_is_filtered_by_its_address_and_marks_contradictions(app, agency):
    reply = sent(agency, {"scope": "country", "place": "vn", "year": "2024", "value": "131"})
    fields = {
        key: hidden(agency.get(reply.headers["Location"]), key)
        for key in ("csrf_token", "idempotency_key", "waiting")
    }
    assert agency.post("/imports/apply", data=fields).status_code == 303
    both = words(agency.get("/publications?year=2024&place=country/vn/2024&measure=approved"))
    assert both.count("Another source says otherwise") == 3
    assert "Sources contradict each other in 3" in both
    only = words(agency.get("/publications?show=differing"))
    assert only.count("Another source says otherwise") == 3
    assert "131 billion đồng" in only
    assert "No published figure matches" in words(agency.get("/publications?year=2024&source=khong+co"))
    assert "Please correct the following" in words(agency.get("/publications?year=1800"))
