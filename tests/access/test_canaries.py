"""The planted words and amounts are really there: who may see them does, so a walk without a leak means something."""

from io import BytesIO

import pytest
from flask import flash, redirect, send_file

from tests.access.walker import country_of, said
from tests.factories.canaries import NUMBER, leaks
from tests.factories.places import COUNTRY, words

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]
PAGES = (
    "/projects",
    "/figures?year=2024&by=project",
    "/figures?year=2025&by=unit",
    "/funds?year=2025",
    "/proposals",
)


@pytest.fixture
def told(visitor):
    """Everything that a role is told by the great lists and by every project."""

    def read(role):
        person = visitor(role)
        pages = [*PAGES, *(f"/projects/{one.values['public_id']}" for one in person.country.of("project"))]
        return "\n".join(said(person.client.get(page)) for page in pages)

    return read


def test_an_auditor_meets_every_word(told):
    text = told("auditor").lower()
    empty = {"qzxipl"}  # a central unit has no local money
    assert {word for word in (*words(), COUNTRY) if word not in text} == empty


def test_an_auditor_meets_hundreds_of_the_amounts_that_a_clerk_must_not_meet(app, told):
    with app.app_context():
        ground = country_of(str(app.config["SQLALCHEMY_DATABASE_URI"]))[1]
    hidden = ground.forbidden("clerk")
    assert len(hidden) > 2000
    assert len(set(NUMBER.findall(told("auditor"))) & hidden) > 100


def test_a_clerk_meets_the_words_of_the_own_province_and_of_its_predecessor(told):
    text = told("clerk").lower()
    assert {word for word in words() if word in text} == {"qzxagn", "qzxagl", "qzxkgn", "qzxkgl"}


def test_a_finance_viewer_meets_national_words_only(told):
    text = told("finance").lower()
    assert {word for word in words() if word in text} == {
        "qzxagn",
        "qzxkgn",
        "qzxdtn",
        "qzxtgn",
        "qzxtnn",
        "qzxipn",
        "qzxitgn",
    }


def test_an_organiser_meets_the_words_of_the_region_only(told):
    text = told("organiser").lower()
    assert not [word for word in words() if word in text and word[3:5] in {"tn", "ip"}]
    assert "qzxdtl" in text


@pytest.mark.parametrize(
    "spelling",
    [
        "731.941.853",
        "731,941,853",
        "731941853",
        "731.942",
        "731,94 triệu",
        "đồng 731.941.853.",
        "<td>731,94</td>",
    ],
)
def test_every_spelling_of_an_amount_is_recognised(spelling):
    forbidden = frozenset({"731.941.853", "731,941,853", "731941853", "731.942", "731,94"})
    assert leaks(spelling, forbidden, frozenset())


def test_a_part_of_a_longer_number_is_no_leak():
    assert not leaks("1.731.941.853 và 731.941.8530", frozenset({"731.941.853"}), frozenset())


def test_what_a_cookie_says_is_looked_at(app, visitor):
    def careless():
        flash("bí mật của qzxdtl: 731.941.853 đồng")
        return redirect("/help")

    app.view_functions["dashboard.style"] = careless
    text = said(visitor("clerk").client.get("/style"))
    assert leaks(text, frozenset({"731.941.853"}), frozenset({"qzxdtl"})) == {"731.941.853", "qzxdtl"}


def test_a_file_name_is_looked_at_in_plain_words(app, visitor):
    app.view_functions["dashboard.style"] = lambda: send_file(
        BytesIO(b"x"), download_name="Đề án qzxdtl 731.941.853.txt", as_attachment=True
    )
    text = said(visitor("clerk").client.get("/style"))
    assert "qzxdtl" in text
    assert leaks(text, frozenset({"731.941.853"}), frozenset())
