"""Templates are filled with known fields and nothing else; user text stays text; the same data makes the same bytes."""

import re
import zipfile
from io import BytesIO

import pytest

from promotion.kernel.errors import DomainError, Invalid
from promotion.papers import press
from promotion.papers.fields import COLUMNS, FIELDS, GROUPS, LISTINGS, specimen
from promotion.papers.queries import standard
from promotion.papers.rules import MOST_BYTES, MOST_ROWS, PaperKind
from promotion.papers.trial import outcome, tried
from tests.papers.conftest import changed, document, words

ODD = """Xưởng "A & B" <w:p>{{ 7*7 }}</w:p> 'x' {% if %} &amp; ]]> <script>"""
REFUSED = {
    "an unknown field": ("{{ ten_de_ann }}", "“ten_de_ann” does not exist. Did you mean “ten_de_an”?"),
    "a field of another world": ("{{ config }}", "“config” does not exist"),
    "a hidden attribute": ("{{ ten_de_an.__class__ }}", "“ten_de_an.__class__” does not exist"),
    "an index": ("{{ ten_de_an[0] }}", "“getitem” must not stand"),
    "a call": ("{{ ten_de_an.upper() }}", "“call” must not stand"),
    "a range": ("{% for i in range(99999999) %}x{% endfor %}", "A for runs over one of the lists"),
    "a loop over a text": ("{% for i in 'abc' %}x{% endfor %}", "A for runs over one of the lists"),
    "a loop in a loop": (
        "{% for a in cac_chi_tieu %}{% for b in cac_chi_tieu %}x{% endfor %}{% endfor %}",
        "inside another for",
    ),
    "a loop that calls itself": (
        "{% for a in cac_chi_tieu recursive %}{{ loop(cac_chi_tieu) }}{% endfor %}", "must be a plain one"
    ),
    "a loop that hides a field": ("{% for ten_de_an in cac_chi_tieu %}{% endfor %}", "needs one name of its own"),
    "a power": ("{{ 9**999999 }}", "“pow” must not stand"),
    "a product": ("{{ 'x' * 999999999 }}", "“mul” must not stand"),
    "a joined text": ("{{ ten_de_an ~ ten_de_an }}", "“concat” must not stand"),
    "a name of its own": ("{% set a = 1 %}", "“assign” must not stand"),
    "a macro": ("{% macro a() %}{{ a() }}{% endmacro %}", "“macro” must not stand"),
    "another file": ("{% include 'x' %}", "“include” must not stand"),
    "text without escaping": ("{{ ten_de_an|safe }}", "“|safe” is not known"),
    "a filter with arguments": ("{{ ten_de_an|upper(1) }}", "“|upper” is not known"),
    "escaping switched off": ("{% autoescape false %}{{ ten_de_an }}{% endautoescape %}", "must not stand"),
    "a list as a text": ("{{ cac_chi_tieu }}", "“cac_chi_tieu” is a list"),
    "a row as a text": ("{% for a in cac_chi_tieu %}{{ a }}{% endfor %}", "“a” is a row"),
    "a column of another list": (
        "{% for a in cac_chi_tieu %}{{ a.so_tien }}{% endfor %}", "“a.so_tien” does not exist"
    ),
    "a row after its loop": ("{% for a in cac_chi_tieu %}{% endfor %}{{ a.stt }}", "“a.stt” does not exist"),
    "braces that stay open": ("Tên: {{ ten_de_an", "near “Tên: {{ ten_de_an"),
    "an if without end": ("{% if ten_de_an %}x", "endif"),
}  # fmt: skip


def filled(*paragraphs, rows=(), **values):
    return words(press.fill(document(*paragraphs, rows=rows), {**specimen(), **values})[0])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_field_if_or_for_is_refused_with_its_name(name, refusal):
    text, said = REFUSED[name]
    with pytest.raises(Invalid) as caught:
        press.fill(document(text), specimen())
    assert said in refusal(caught.value)


def test_every_fault_of_a_part_is_told_at_once(refusal):
    with pytest.raises(Invalid) as caught:
        press.fill(document("{{ mot }}", "{{ hai|safe }}", "{{ ba.bon }}"), specimen())
    assert len(caught.value.faults) == 3


def test_a_template_that_would_fill_the_memory_is_refused_before_it_does(refusal):
    body = "{{ a.ten }}" * 60
    with pytest.raises(Invalid) as caught:
        press.fill(document("{% for a in cac_chi_tieu %}" + body + "{% endfor %}"), specimen())
    assert "too long a paper" in refusal(caught.value)
    assert 60 * MOST_ROWS * 4000 > 40_000_000


def test_raw_xml_cannot_be_smuggled_past_the_gate():
    """Braces inside a raw block: what the filling unescapes is looked at again when the paper is made."""
    bad = '{% raw %}{{ </w:t></w:r><w:fldSimple w:instr="DDEAUTO x"/><w:r><w:t> }}{% endraw %}'
    with pytest.raises(DomainError, match="DDEAUTO"):
        press.fill(document(bad), specimen())


def test_typed_text_stays_text():
    for name in ("ten_de_an", "dia_chi"):
        assert filled(f"[{{{{ {name} }}}}]", **{name: ODD}) == f"[{ODD}]"
    row = dict.fromkeys(COLUMNS["cac_chi_tieu"], ODD)
    table = ("{%tr for a in cac_chi_tieu %}", "{{ a.ten }}", "{%tr endfor %}")
    assert filled(rows=table, cac_chi_tieu=[row, row]) == f"{ODD}\n{ODD}"


def test_rows_conditions_and_capitals():
    table = ("{%tr for a in cac_chi_tieu %}", "{{ loop.index }}. {{ a.ten|upper }}", "{%tr endfor %}")
    rows = [dict.fromkeys(COLUMNS["cac_chi_tieu"], "") | {"ten": name} for name in ("máy", "lò")]
    assert filled(rows=table, cac_chi_tieu=rows) == "1. MÁY\n2. LÒ"
    shown = "{% if cap_khuyen_cong == 'khuyến công địa phương' %}có{% else %}không{% endif %}"
    assert filled(shown) == "có"
    assert filled(shown, cap_khuyen_cong="khuyến công quốc gia") == "không"


@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_data_makes_the_same_bytes(kind):
    first, used = press.fill(standard(kind), specimen())
    assert first == press.fill(standard(kind), specimen())[0]
    with zipfile.ZipFile(BytesIO(first)) as made:
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"{{" not in made.read("word/document.xml")
    assert used


def test_the_standard_papers_together_use_nearly_every_field():
    used = frozenset().union(*(press.fill(standard(kind), specimen())[1] for kind in PaperKind))
    every = {field.name for group in GROUPS for field in group.fields} | {one.name for one in LISTINGS}
    assert every - used == {
        "kinh_phi", "kinh_phi_bang_chu", "da_quyet_toan", "da_quyet_toan_bang_chu", "tam_ung_con_treo_bang_chu",
        "nam_ngan_sach", "nguon_kinh_phi", "chuong_trinh", "von_khac_bang_chu", "da_tam_ung_bang_chu",
        "da_thanh_toan_bang_chu", "cac_nguon_von",
    }  # fmt: skip
    assert all(re.fullmatch(r"[a-z_]+", name) for name in every)
    assert len(FIELDS) == sum(len(group.fields) for group in GROUPS)


def test_a_template_is_tried_in_a_process_of_its_own():
    content = document("{{ ten_de_an }}", "{{ ma_de_an }}")
    assert tried(content) == {"ten_de_an", "ma_de_an"}
    with pytest.raises(Invalid, match="Some entries"):
        tried(content + b"x" * MOST_BYTES)
    with pytest.raises(Invalid) as caught:
        tried(document("{{ mot }}"))
    assert caught.value.faults[0].params["name"] == "mot"
    with pytest.raises(DomainError, match="too much time or memory"):
        tried(content, seconds=0)


def test_a_document_without_its_styles_is_no_accident_of_the_program():
    broken = changed(document("{{ ten_de_an }}"), document=("<w:body>", "<w:bodies>"))
    said = outcome(broken)
    assert said["message"]
    assert not said["used"]
