"""Ask, act once, answer: the rhythm of a view, error pages, languages, and addresses that keep their questions."""

import re

import pytest
from flask import Blueprint, abort, current_app

from promotion import factory
from promotion.access import guard
from promotion.accounts.queries import user_by_email
from promotion.audit.drafts import Subject
from promotion.audit.queries import history
from promotion.audit.service import record
from promotion.kernel.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Refused
from promotion.kernel.messages import Term
from promotion.web.forms import Form, MoneyField, TextField
from promotion.web.pages import address_with, page, page_number, send
from tests.access.walker import RAW_TOKEN, walker
from tests.support import house

pytestmark = [pytest.mark.data("country"), pytest.mark.one_engine]

TEXT = (
    "{% extends 'layouts/base.html' %}{% block content %}{{ form.form_errors|join }}{{ form.amount() }}"
    "{{ form.name() }}{% endblock %}"
)
OUTCOMES = {
    "missing": NotFound(),
    "forbidden": Forbidden(),
    "refused": Refused("Save", code="x", cure="Cancel"),
    "amount": Refused("Of the money, %(left)s đồng are left.", {"left": 1_234_567}, code="x"),
    "term": Refused("%(what)s", {"what": Term("Save")}, code="x"),
    "invalid": Invalid(faults=(Fault("name", "Save"),)),
    "conflict": Conflict(),
    "broken": ZeroDivisionError("secret of the house"),
}


class Scratch(Form):
    amount = MoneyField("Amount")
    name = TextField("Name")


@guard.requires("account:own")
def edit(outcome):
    """Write one line, or end as asked."""
    form = Scratch()

    def act():
        record(
            guard.actor(),
            "scratch.write",
            Subject("scratch", 1, "Nháp"),
            after={"name": form.name.data, "amount": form.amount.data},
        )
        if outcome in OUTCOMES:
            raise OUTCOMES[outcome]
        return "/figures?year=2024"

    done = send(form, act, said="Đã ghi xong.")
    return done or page(current_app.jinja_env.from_string(TEXT), form=form)


@guard.public
def stop(code):
    """End with a status, or as a domain error does outside a form."""
    if code in OUTCOMES:
        raise OUTCOMES[code]
    abort(int(code))


@pytest.fixture
def app(settings, monkeypatch):
    room = Blueprint("scratch", __name__)
    room.add_url_rule("/scratch/<outcome>", view_func=edit, methods=["GET", "POST"])
    room.add_url_rule("/stop/<code>", view_func=stop)
    monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, room))
    opened = house.open_house(settings)
    yield opened
    house.close_house(opened)


@pytest.fixture
def person(app):
    return walker(app, "clerk")


def post(person, outcome, key="key", **fields):
    data = {"csrf_token": person.token, "idempotency_key": key, "amount": "1.000", "name": "Tên", **fields}
    return person.client.post(f"/scratch/{outcome}", data=data)


def written(app):
    with app.app_context():
        return len(history("scratch", 1))


def test_a_good_form_is_done_and_leads_on(app, person):
    reply = post(person, "good")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/figures?year=2024")
    assert "Đã ghi xong." in person.client.get("/style").text
    assert "Đã ghi xong." not in person.client.get("/style").text
    assert written(app) == 1


def test_a_form_that_was_only_opened_does_nothing(app, person):
    reply = person.client.get("/scratch/good")
    assert reply.status_code == 200
    assert written(app) == 0


@pytest.mark.parametrize(
    "fields, kept", [({"amount": "1.5"}, 'value="1.5"'), ({"name": ""}, 'value="1.000"')]
)
def test_a_faulty_form_comes_back_with_what_was_typed(app, person, fields, kept):
    reply = post(person, "good", **fields)
    assert reply.status_code == 422
    assert kept in reply.text
    assert "<title>Lỗi:" in reply.text
    assert written(app) == 0


@pytest.mark.parametrize(
    "outcome, status, said",
    [
        ("missing", 404, "không tồn tại"), ("forbidden", 403, "quyền"), ("refused", 422, "Lưu Hủy bỏ"),
        ("amount", 422, "1.234.567"), ("term", 422, "Lưu"), ("invalid", 422, "Tên"), ("conflict", 422, ""),
        ("broken", 500, ""),
    ],
)  # fmt: skip
def test_what_an_act_is_refused_with_is_said_and_nothing_kept(app, person, outcome, status, said):
    reply = post(person, outcome)
    assert reply.status_code == status
    assert said.lower() in reply.text.lower()
    assert "secret" not in reply.text
    assert written(app) == 0
    assert post(person, "good").status_code == 303


@pytest.mark.parametrize("outcome", ["missing", "forbidden", "refused", "amount"])
def test_what_was_refused_stands_in_the_log_without_what_was_typed(app, person, caplog, outcome):
    app.logger.setLevel("INFO")
    post(person, outcome, name="Tên riêng")
    (line,) = [record.getMessage() for record in caplog.records]
    assert "refused" in line
    assert "user 1" in line
    assert "riêng" not in line


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize(
    "referrer", ["http://localhost//evil.example/x", "http://localhost/\\/evil.example", "//evil.example"]
)
def test_a_refusal_leads_back_to_our_own_pages_only(app, person, referrer):
    page = person.client.get("/stop/refused", headers={"Referer": referrer}).text
    assert not re.search(r'href="([/\\]{2}|https?:)', page)


def test_a_key_left_empty_or_out_still_sends_the_form(app, person):
    assert post(person, "good", key="").status_code == 303
    data = {"csrf_token": person.token, "amount": "1.000", "name": "Tên"}
    assert person.client.post("/scratch/good", data=data).status_code == 303
    assert person.client.post("/scratch/good", data=data).status_code == 303
    assert written(app) == 3


CODES = {
    "403": ("Không có quyền thực hiện", "Not allowed"), "404": ("Không tìm thấy trang", "Page not found"),
    "405": ("", "Not possible this way"), "413": ("", "Too large"), "400": ("", "could not be read"),
    "418": ("", "could not be read"), "503": ("", "could not be read"), "conflict": ("", "could not be done"),
    "refused": ("", "could not be done"), "missing": ("", "Page not found"), "forbidden": ("", "Not allowed"),
    "broken": ("", "Something went wrong"),
}  # fmt: skip
STATUS = {"conflict": 409, "refused": 422, "missing": 404, "forbidden": 403, "broken": 500}


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("role", ["clerk", "anonymous"])
def test_error_pages_say_what_to_do_and_a_number_in_both_languages(app, role, caplog):
    person = walker(app, role)
    for language in ("vi", "en"):
        with person.client.session_transaction() as session:
            session["language"] = language
        numbers = set()
        for code, titles in CODES.items():
            reply = person.client.get(f"/stop/{code}")
            assert reply.status_code == STATUS.get(code) or int(code)
            assert titles[language == "en"] in reply.text
            assert f'<html lang="{language}"' in reply.text
            assert ("What you can do" in reply.text) == (language == "en")
            found = re.search(r"<code>([0-9a-f]{8})</code>", reply.text)
            assert found is not None, code
            numbers.add(found[1])
            assert not re.search(
                r"Traceback|Error\b.*line|werkzeug|sqlalchemy|secret", reply.text, re.IGNORECASE
            )
            if code == "broken":
                assert f"request {found[1]} failed" in caplog.text
        assert len(numbers) == len(CODES)


@pytest.mark.data("country", shared=True)
def test_a_form_whose_token_is_old_is_explained(person):
    reply = person.client.post("/scratch/good", data={"csrf_token": "x"})
    assert reply.status_code == 400
    assert re.search(r"<code>[0-9a-f]{8}</code>", reply.text)
    assert "qzpag clerk" in reply.text  # who is signed in stays so
    assert RAW_TOKEN not in reply.text


def test_the_language_switch_keeps_the_page_and_its_questions(app, person):
    for path in ("/figures?year=2024&by=region&unit=million", "/projects?q=ung+dung&sort=-listed", "/people"):
        html = person.client.get(path).text
        found = re.search(r'name="next" value="([^"]*)"', html)
        assert found is not None
        asked = found[1].replace("&amp;", "&")
        for language in ("en", "vi"):
            data = {"csrf_token": person.token, "language": language, "next": asked}
            reply = person.client.post("/language", data=data)
            assert (reply.status_code, reply.headers["Location"].rstrip("?")) == (303, path)
            assert f'<html lang="{language}"' in person.client.get(path).text
    with app.app_context():
        assert user_by_email("clerk@example.vn").language == "vi"


def test_the_switch_on_an_answer_to_a_form_leads_to_the_page_of_the_form(person):
    """Where an answer has no page of its own, its address would refuse who only looks."""
    at = "/projects?q=ung"
    reply = person.client.post("/sign-out", data={}, headers={"Referer": f"http://localhost{at}"})
    found = re.search(r'name="next" value="([^"]*)"', reply.text)
    assert reply.status_code != 303
    assert found is not None
    assert found[1] == at


@pytest.mark.parametrize("wanted", ["", "fr", "VI", "en\0", "vi,en"])
def test_no_other_language_is_taken(person, wanted):
    person.client.post("/language", data={"csrf_token": person.token, "language": wanted, "next": "/"})
    assert '<html lang="vi"' in person.client.get("/style").text


@pytest.mark.data("empty", shared=True)
@pytest.mark.parametrize(
    "address, changes, made",
    [
        ("/figures?year=2024&by=region", {"by": "unit"}, "/figures?year=2024&by=unit"),
        ("/figures?year=2024", {"year": None}, "/figures"), ("/figures", {"page": 2}, "/figures?page=2"),
        ("/figures?_external=1&_scheme=javascript&_anchor=x&_method=POST&endpoint=y", {},
         "/figures?_external=1&_scheme=javascript&_anchor=x&_method=POST&endpoint=y"),
        ("/provinces/2025-91?q=%26%3D", {"x": "đ"}, "/provinces/2025-91?q=%26%3D&x=%C4%91"),
    ],
)  # fmt: skip
def test_an_address_with_one_part_changed(app, address, changes, made):
    with app.test_request_context(address):
        assert address_with(**changes) == made


NUMBERS = [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("99999", 99999), ("9" * 6, 1), ("\u0663", 1)]


@pytest.mark.data("empty", shared=True)
@pytest.mark.parametrize("text, number", NUMBERS)
def test_a_page_number_is_a_number(app, text, number):
    with app.test_request_context(f"/?page={text}"):
        assert page_number() == number
