"""Fields read what a Vietnamese or English reader types, ask back what is in doubt, and keep what was typed."""

from datetime import date
from decimal import Decimal

import pytest
from flask import session
from wtforms.validators import Length

from promotion.kernel.errors import Conflict, Fault, Invalid, Refused
from promotion.web.forms import (
    ChoiceField,
    DateField,
    Filter,
    Form,
    LongTextField,
    MoneyField,
    PercentField,
    TextField,
    WholeNumberField,
)

pytestmark = [pytest.mark.data("empty", shared=True), pytest.mark.one_engine]


class Specimen(Form):
    amount = MoneyField("Amount", required=False)
    count = WholeNumberField("Count", required=False)
    share = PercentField("Share", required=False)
    day = DateField("Day", required=False)
    name = TextField("Name", [Length(max=20)], required=False)
    note = LongTextField("Note", required=False)
    choice = ChoiceField("Choice", required=False)


class Required(Form):
    amount = MoneyField("Amount")
    name = TextField("Name")
    choice = ChoiceField("Choice")


@pytest.fixture
def sent(app):
    """Return the form as it was sent in a language, read."""

    def read(language="vi", form=Specimen, **fields):
        with app.test_request_context("/", method="POST", data=fields):
            session["language"] = language
            made = form(meta={"csrf": False})
            made.choice.offer([("a", "A"), ("b", "B")], blank="")
            made.validate()
            return made, {field.name: str(field()) for field in made}, {
                name: " ".join(map(str, faults)) for name, faults in made.errors.items()
            }  # fmt: skip

    return read


READ = (
    *(("vi", "amount", "350.000.000", 350_000_000), ("vi", "amount", "350 triệu", 350_000_000)),
    *(("vi", "amount", "1,5 tỷ", 1_500_000_000), ("vi", "amount", " 1 000 000 ", 1_000_000)),
    *(("en", "amount", "350,000,000", 350_000_000), ("en", "amount", "1.5 tỷ", 1_500_000_000)),
    *(("vi", "count", "1.234", 1234), ("en", "count", "1,234", 1234), ("vi", "count", "0", 0)),
    *(("vi", "share", "34,6", Decimal("34.6")), ("en", "share", "34.6 %", Decimal("34.6"))),
    *(("vi", "day", "1/7/2025", date(2025, 7, 1)), ("en", "day", "01/07/2025", date(2025, 7, 1))),
    *(("vi", "day", "2025-07-01", date(2025, 7, 1)), ("vi", "name", "  Hoà\u200b  Bình ", "Hoà Bình")),
    *(("vi", "note", "một\r\nhai ", "một\nhai"), ("vi", "choice", "b", "b")),
    *(("vi", "amount", "   ", None), ("vi", "day", "", None), ("vi", "choice", "", "")),
)


@pytest.mark.parametrize("language, field, typed, value", READ)
def test_what_is_typed_is_read(sent, language, field, typed, value):
    form, _html, faults = sent(language, **{field: typed})
    assert faults == {}
    assert form[field].data == value


ASKED_BACK = (("vi", "amount", "1.5", ("15", "1,5")), ("en", "amount", "1,5", ("15", "1.5")))
UNREADABLE = (
    *(
        ("amount", typed)
        for typed in ("1,5", "-5", "1e6", "NaN", "một triệu", "9223372036854775808", "9" * 5000)
    ),
    *(("amount", typed) for typed in ("9000000000000001", "\uff11\uff12\uff13", "1.2.3", "0x10")),
    *(("count", typed) for typed in ("1,5", "-1", "\u0661\u0662", "một")),
    *(("share", typed) for typed in ("1001", "-1", "34,6 %%", "nửa")),
    *(("day", typed) for typed in ("31/02/2025", "13/13/2025", "hôm qua", "2025", "01/01/25")),
    *(("name", typed) for typed in ("x" * 21, "a\u202eb", "a\x07b")),
    *(("note", "a\u2066b"), ("choice", "c")),
)


@pytest.mark.parametrize(
    "language, field, typed, said", [*ASKED_BACK, *(("vi", field, typed, ()) for field, typed in UNREADABLE)]
)
def test_what_cannot_be_read_is_said_and_kept(sent, language, field, typed, said):
    _form, html, faults = sent(language, **{field: typed})
    assert list(faults) == [field]
    assert len(faults[field]) > 10
    assert all(reading in faults[field] for reading in said)
    if field != "choice":
        assert typed in html[field]


def test_what_must_be_filled_in_is_said_in_the_readers_language(sent):
    for language, word in (("vi", "Vui lòng điền"), ("en", "required")):
        _form, _html, faults = sent(language, form=Required)
        assert set(faults) == {"amount", "name", "choice"}
        assert all(word in text for text in faults.values()), faults


@pytest.mark.parametrize("language, texts", [
    ("vi", ("1.500.000", "1.234", "34,6", "01/07/2025")), ("en", ("1,500,000", "1,234", "34.6", "01/07/2025")),
])  # fmt: skip
def test_what_is_held_is_written_in_the_readers_way(app, language, texts):
    held = {"amount": 1_500_000, "count": 1234, "share": Decimal("34.6"), "day": date(2025, 7, 1)}
    with app.test_request_context("/"):
        session["language"] = language
        form = Specimen(data=held, meta={"csrf": False})
        form.choice.offer([], blank="")
        for name, text in zip(held, texts, strict=True):
            assert f'value="{text}"' in form[name]()


def test_every_form_has_a_key_of_its_own(app):
    with app.test_request_context("/"):
        keys = {Specimen(meta={"csrf": False}).idempotency_key.data for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) >= 20 for key in keys)


def test_refusals_stand_where_they_belong(app):
    with app.test_request_context("/"):
        form = Required(meta={"csrf": False})
        form.take(Invalid(faults=(Fault("name", "Save"), Fault("elsewhere", "Cancel"))))
        assert form.name.errors == ["Lưu"]
        assert form.form_errors == ["Hủy bỏ"]
        form.take(Refused("Save", code="x", cure="Cancel"))
        assert form.form_errors[-1] == "Lưu Hủy bỏ"
        form.take(Conflict())
        assert len(form.form_errors) == 3


class ListFilter(Filter):
    q = TextField("Words", required=False)
    day = DateField("Day", required=False)
    kind = ChoiceField("Kind", required=False)


def test_a_filter_reads_the_address_and_says_what_is_in_force(app):
    with app.test_request_context("/?q=an+giang&day=1/7/2025&kind=a&other=x"):
        form = ListFilter()
        form.kind.offer([("a", "Loại A")], blank="")
        assert form.understood()
        assert [(part["name"], part["text"]) for part in form.in_force()] == [
            ("q", "an giang"), ("day", "1/7/2025"), ("kind", "Loại A"),
        ]  # fmt: skip
    with app.test_request_context("/?day=x&kind=z"):
        form = ListFilter()
        form.kind.offer([("a", "Loại A")], blank="")
        assert not form.understood()
        assert set(form.errors) == {"day", "kind"}
