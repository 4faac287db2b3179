"""Two at once, form by form: what is chosen by itself, what must be chosen, and that nothing typed is lost."""

import json
from datetime import date

import pytest
from flask import session
from wtforms import BooleanField

from promotion.kernel.errors import Conflict, Refused
from promotion.web.forms import ChoiceField, DateField, LongTextField, MoneyField, TextField
from promotion.web.versions import MINE, THEIRS, Saved, SeenForm, VersionedForm

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]


class Record(VersionedForm):
    name = TextField("Name")
    note = LongTextField("Note", required=False)
    amount = MoneyField("Amount", required=False)
    day = DateField("Day", required=False)
    kind = ChoiceField("Kind", required=False)
    done = BooleanField("Done")
    reason = TextField("Reason", required=False)


OPENED = {
    "name": "Máy sấy",
    "note": "dòng 1\ndòng 2",
    "amount": 5_000_000,
    "day": date(2025, 3, 1),
    "kind": "a",
    "done": False,
}
SENT = {
    "name": "Máy sấy",
    "note": "dòng 1\r\ndòng 2",
    "amount": "5.000.000",
    "day": "01/03/2025",
    "kind": "a",
    "version": "1",
    "opened": json.dumps({**{name: str(value) for name, value in OPENED.items()}, "done": ""}),
}


@pytest.fixture
def sent(app):
    """Send the form over a record; return it, and whether it may be saved. `saved` is (version, changed values)."""

    def send(saved=(1, {}), language="vi", **fields):
        version, changed = saved
        standing = Saved({**OPENED, **changed}, version, "Trần Thị Bích", None)
        with app.test_request_context("/", method="POST", data={**SENT, **fields}):
            session["language"] = language
            form = Record(lambda: standing, meta={"csrf": False})
            form.kind.offer([("a", "Loại A"), ("b", "Loại B")], blank="")
            valid = form.validate()
            if valid and form.seen != version:
                form.take(Conflict())
            shown = [] if form.versions is None else form.versions.rows
            return form, valid, {row.name: row for row in shown}

    return send


def test_a_form_that_nobody_overtook_is_saved_as_typed(sent):
    form, valid, rows = sent(name="Máy sấy lúa", amount="1 tỷ", done="y")
    assert valid
    assert rows == {}
    assert (form.name.data, form.amount.data, form.done.data) == ("Máy sấy lúa", 10**9, True)


def test_what_only_one_side_changed_is_chosen_by_itself(sent):
    theirs = {"day": date(2025, 4, 2), "done": True}
    form, _valid, rows = sent((2, theirs), name="Máy sấy lúa", amount="6 triệu")
    assert {name: row.chosen for name, row in rows.items()} == {
        "name": MINE,
        "amount": MINE,
        "day": THEIRS,
        "done": THEIRS,
    }
    assert (rows["day"].opened, rows["day"].theirs, rows["day"].mine) == (
        "01/03/2025",
        "02/04/2025",
        "01/03/2025",
    )
    assert (rows["amount"].mine, rows["done"].theirs) == ("6.000.000", "Có")
    assert form.version.data == "2"


def test_what_both_changed_is_asked_and_what_both_changed_alike_is_not(sent):
    theirs = {"name": "Máy sấy cá", "amount": 7_000_000, "kind": "b", "note": "của họ"}
    form, _valid, rows = sent((2, theirs), name="Máy sấy lúa", amount="7.000.000", kind="", note="của tôi")
    assert {name: row.chosen for name, row in rows.items()} == {"name": None, "note": None, "kind": None}
    assert (rows["kind"].opened, rows["kind"].theirs, rows["kind"].mine) == ("Loại A", "Loại B", "")
    assert not any(row.unanswered for row in rows.values())
    carried = dict(form.carried())
    assert (carried["name"], carried["note"], carried["kind"]) == ("Máy sấy lúa", "của tôi", "")


def test_a_choice_takes_the_saved_value_or_the_typed_one(sent):
    theirs = {"name": "Máy sấy cá", "note": "của họ", "done": True, "day": None}
    form, valid, rows = sent(
        (2, theirs),
        version="2",
        name="Máy sấy lúa",
        note="của tôi",
        **{"choose-name": THEIRS, "choose-note": MINE, "choose-done": THEIRS, "choose-day": THEIRS},
    )
    assert valid
    assert rows == {}
    assert (form.name.data, form.note.data, form.done.data, form.day.data) == (
        "Máy sấy cá",
        "của tôi",
        True,
        None,
    )
    assert json.loads(form.opened.data)["name"] == "Máy sấy cá"


def test_a_choice_that_is_missing_is_asked_again_and_nothing_is_lost(sent):
    theirs = {"name": "Máy sấy cá", "note": "của họ"}
    form, valid, rows = sent(
        (2, theirs), version="2", name="Máy sấy lúa", note="của tôi", **{"choose-note": MINE}
    )
    assert not valid
    assert [row.name for row in form.versions.unanswered] == ["name"]
    assert rows["note"].chosen == MINE
    assert dict(form.carried())["note"] == "của tôi"


@pytest.mark.parametrize("answer", ["both", "", "THEIRS"])
def test_an_answer_that_was_not_offered_is_none(sent, answer):
    _form, valid, rows = sent(
        (2, {"name": "Máy sấy cá"}), version="2", name="Máy sấy lúa", **{"choose-name": answer}
    )
    assert not valid
    assert rows["name"].unanswered


def test_a_third_saving_puts_the_choice_again_with_what_was_typed(sent):
    form, valid, rows = sent(
        (3, {"name": "Máy sấy của người thứ ba"}),
        version="2",
        name="Máy sấy lúa",
        **{"choose-name": THEIRS},
    )
    assert valid
    assert (rows["name"].theirs, rows["name"].mine, rows["name"].chosen) == (
        "Máy sấy của người thứ ba",
        "Máy sấy lúa",
        None,
    )
    assert form.version.data == "3"


@pytest.mark.parametrize("opened", ["", "{", "[]", "null", '"x"'])
def test_where_nobody_knows_what_was_opened_everything_that_differs_is_asked(sent, opened):
    _form, _valid, rows = sent((2, {"name": "Máy sấy cá"}), name="Máy sấy lúa", amount="1", opened=opened)
    assert {name: (row.opened, row.chosen) for name, row in rows.items()} == {
        "name": (None, None),
        "amount": (None, None),
    }


def test_what_was_opened_is_read_in_any_language(sent):
    _form, _valid, rows = sent(
        (2, {"amount": 7_000_000}), language="en", amount="5,000,000", name="Dryer", day="01/03/2025"
    )
    assert (rows["amount"].opened, rows["amount"].theirs, rows["amount"].chosen) == (
        "5,000,000",
        "7,000,000",
        THEIRS,
    )
    assert rows.keys() == {"amount", "name"}


def test_a_fault_of_what_was_typed_comes_before_any_choice(sent):
    form, valid, rows = sent((2, {"name": "Máy sấy cá"}), amount="nhiều")
    assert not valid
    assert rows == {}
    assert form.amount.errors
    assert form.version.data == "1"


def test_fields_of_the_act_alone_are_carried_and_never_asked(sent):
    form, _valid, rows = sent((2, {"name": "Máy sấy cá"}), reason="Theo biên bản")
    assert "reason" not in rows
    assert dict(form.carried())["reason"] == "Theo biên bản"


@pytest.mark.parametrize("text", ["", "x", "-1", "1e9", "٣", "9" * 5000])
def test_a_version_that_is_none_is_nobodys(app, text):
    with app.test_request_context("/", method="POST", data={"version": text}):
        assert SeenForm(meta={"csrf": False}).seen == 0


def test_what_was_overtaken_is_remembered_and_said(app):
    with app.test_request_context("/", method="POST", data={}):
        form, overtaken = SeenForm(meta={"csrf": False}), []
        for error in (Refused("Save", code="x"), Conflict()):
            form.take(error)
            overtaken.append(form.changed)
        assert overtaken == [False, True]
        assert len(form.form_errors) == 2
