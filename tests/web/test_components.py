"""The macros say to a screen reader what they show, and lose nothing on the way."""

import re
from fractions import Fraction
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import StrictUndefined
from wtforms import FieldList, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from tools import vendored


class Specimen(Form):
    name = StringField("Name", [InputRequired("Please name it.")])
    level = RadioField("Level", [InputRequired("Please choose.")], choices=[SelectChoice("n", "National")])
    reason = TextAreaField("Reason", description="One sentence.", render_kw={"rows": 9})
    lines = FieldList(StringField("Line", [InputRequired("Please fill the line.")]), min_entries=2)
    key = HiddenField("Key", [InputRequired("Please load the page again.")])


@pytest.fixture
def render():
    app = Flask("specimen", template_folder=str(vendored.ROOT / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters |= {
        "money": lambda dong: f"{dong:,}",
        "percent": lambda rate: "–" if rate is None else f"{float(rate):.1%}",
        "moment": str,
    }
    Babel(app, default_locale="en")

    def in_page(imports, text, address="/", **variables):
        source, names = imports.split(":")
        line = f'{{% from "components/{source}.html" import {names} %}}'
        with app.test_request_context(address):
            return app.jinja_env.from_string(line + text).render(**variables)

    return in_page


@pytest.fixture
def faulty():
    form = Specimen()
    assert not form.validate()
    return form


def test_a_faulty_field_names_its_fault_and_hint(render, faulty):
    html = render("forms: field", "{{ field(form.name, hint='In full') }}", form=faulty)
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'id="name-error".*Please name it\.', html, re.DOTALL)


def test_a_sound_field_is_not_called_invalid(render):
    html = render("forms: field", "{{ field(form.reason) }}", form=Specimen())
    assert "aria-invalid" not in html
    assert 'aria-describedby="reason-hint"' in html
    assert 'rows="9"' in html


def test_a_unit_is_read_with_the_amount(render):
    html = render("forms: field", "{{ field(form.name, unit='đồng') }}", form=Specimen())
    assert 'aria-describedby="name-unit"' in html
    assert re.search(r'id="name-unit">đồng<', html)


def test_every_fault_of_the_summary_leads_to_a_control(render, faulty):
    text = "{{ error_summary(form) }}{% for one in form %}{{ field(one) }}{% endfor %}"
    html = render("forms: error_summary, field", text, form=faulty)
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["name", "level-0", "lines-0", "lines-1"]
    for target in targets[:2]:
        assert f'id="{target}"' in html
    assert "<li>Please load the page again.</li>" in html


def test_no_summary_without_faults(render):
    html = render(
        "forms: error_summary", "{{ error_summary(form) }}{{ error_summary(none) }}", form=Specimen()
    )
    assert not html.strip()


def test_faults_of_no_field_stand_in_the_summary(render):
    html = render("forms: error_summary", "{{ error_summary(none, ['Too much.', ('Late.', '#x')]) }}")
    assert "<li>Too much.</li>" in html
    assert '<a href="#x">Late.</a>' in html


def test_what_people_typed_stays_text(render):
    rows = [{"label": "<b>", "value": "<script>alert(1)</script>"}]
    html = render("lists: summary_list", "{{ summary_list(rows) }}", rows=rows)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_link_keeps_the_rest_of_the_address(render):
    html = render(
        "navigation: query_with", '<a href="{{ query_with(page=2, q=none) }}">', "/?q=a&s=1&s=2&page=9"
    )
    assert html == '<a href="?s=1&amp;s=2&amp;page=2">'


def test_taking_one_value_of_a_filter_off_leaves_the_others(render):
    text = "{{ query_without('s', 1) }} {{ query_without('s') }}"
    html = render("navigation: query_without", text, "/?q=a&s=1&s=2&page=9")
    assert html == "?q=a&amp;s=2 ?q=a"


@pytest.mark.parametrize(
    "sort,state,target",
    [
        (None, None, "name"),
        ("name", "ascending", "-name"),
        ("-name", "descending", "name"),
        ("code", None, "name"),
    ],
)
def test_a_heading_says_how_it_sorts_and_leads_to_the_other_way(render, sort, state, target):
    html = render("tables: th", "{{ th('Name', key='name', sort=sort) }}", "/?page=3&q=a", sort=sort)
    assert (f'aria-sort="{state}"' in html) == bool(state)
    assert f'href="?q=a&amp;sort={target}"' in html


def test_an_unknown_amount_is_never_nought(render):
    html = render("tables: amount", "{{ amount(none) }}|{{ amount(0, href='#') }}|{{ amount(-5, href='#') }}")
    unknown, nought, below = html.split("|")
    assert "…" in unknown
    assert "not known" in unknown
    assert "<a" not in nought
    assert 'class="num negative"' in below


@pytest.mark.parametrize(
    "rate,width,over",
    [(Fraction(9, 26), "346", False), (Fraction(8, 7), "1000", True), (Fraction(-1, 7), "0", False)],
)
def test_a_bar_never_leaves_its_ground(render, rate, width, over):
    html = render("figures: rate_bar", "{{ rate_bar(rate) }}", rate=rate)
    assert f'class="bar-value" width="{width}"' in html
    assert ("over" in html) == over


def test_no_bar_without_a_base(render):
    html = render("figures: rate_bar", "{{ rate_bar(none) }}")
    assert "<svg" not in html
    assert "–" in html


def test_a_chain_of_nothing_is_drawn(render):
    steps = [
        {"label": "Approved", "amount": 0},
        {"label": "Released", "amount": 0, "rate": None, "base": "of it"},
    ]
    html = render("figures: chain", "{{ chain(steps, 'Money', 'đồng') }}", steps=steps)
    assert html.count('width="0"') == 2


@pytest.mark.parametrize(
    "page,total,shown",
    [
        (1, 0, ["Nothing found"]),
        (1, 7, ["1–7 of 7"]),
        (3, 514, ["101–150 of 514", 'rel="prev"', 'rel="next"']),
    ],
)
def test_the_pager_counts(render, page, total, shown):
    html = render("navigation: pager", "{{ pager(page, 50, total) }}", page=page, total=total)
    for text in shown:
        assert text in html


def test_a_form_carries_its_key_and_leaves_checks_to_the_server(render):
    html = render("forms: form_end, form_start", "{{ form_start('/x', 'k1', upload=True) }}{{ form_end() }}")
    assert '<input type="hidden" name="idempotency_key" value="k1">' in html
    assert " novalidate" in html
    assert 'enctype="multipart/form-data"' in html


@pytest.mark.parametrize(
    "before, after, told",
    [
        ("A", "B", "Unit: changed from A changed to B"),
        ("", "B", "Unit: B"),
        ("A", "", "Unit: changed from A changed to empty"),
    ],
)
def test_history_tells_from_what_to_what(render, before, after, told):
    item = SimpleNamespace(who="A", what="Changed", when="today", note="", href=None)
    item.changes = [SimpleNamespace(field="Unit", before=before, after=after)]
    html = " ".join(
        re.sub("<[^>]*>", "", render("lists: timeline", "{{ timeline([item]) }}", item=item)).split()
    )
    assert told in html


def test_every_icon_has_a_drawing(render):
    names = set()
    for path in (vendored.ROOT / "templates").rglob("*.html"):
        names |= set(re.findall(r'\bicon\("([\w-]+)"', path.read_text(encoding="utf-8")))
    html = render("icons: icon", "{% for name in names %}{{ icon(name) }}{% endfor %}", names=sorted(names))
    assert html.count("<path") >= len(names)
