"""What is let through as a template, and what never is: macros, links, embedded things, bombs, broken files."""

import zipfile
from io import BytesIO

import pytest

from promotion.papers import gate
from promotion.papers.queries import standard
from promotion.papers.rules import MOST_BYTES, PaperKind, check_size
from promotion.sheets.grids import Unreadable
from tests.papers.conftest import changed, document, field

PLAIN = document("Kính gửi: {{ noi_quyet_dinh }}")
RELATION = '<Relationship Id="rId99" Type="{kind}" Target="{target}"{mode}/></Relationships>'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
SECTION = "<w:sectPr"


def related(kind, target, *, outside=False):
    mode = ' TargetMode="External"' if outside else ""
    made = RELATION.format(kind=KINDS + kind, target=target, mode=mode)
    return changed(PLAIN, rels=("</Relationships>", made))


def before_the_end(xml):
    return changed(PLAIN, document=(SECTION, xml + SECTION))


def bomb():
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(PLAIN)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("word/media/image1.png", b"\0" * (9 * 2**20))
    return written.getvalue()


def many_parts():
    return changed(PLAIN, {f"word/media/image{number}.png": b"x" for number in range(300)})


HOSTILE = {
    "no zip": (b"%PDF-1.7", "no Word document"),
    "nothing": (b"", "no Word document"),
    "cut off": (PLAIN[:2000], "cannot be unpacked"),
    "a stump": (PLAIN[:4], "cannot be unpacked"),
    "macros": (changed(PLAIN, {"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (
        changed(PLAIN, types=("wordprocessingml.document.main", "wordprocessingml.document.macroEnabled.main")),
        "macros",
    ),
    "a template of Word": (
        changed(PLAIN, types=("wordprocessingml.document.main", "wordprocessingml.template.main")),
        "(.dotx)",
    ),
    "an embedded workbook": (changed(PLAIN, {"word/embeddings/oleObject1.bin": b"x"}), "oleObject1.bin"),
    "a control": (changed(PLAIN, {"word/activeX/activeX1.xml": b"<a/>"}), "activeX1.xml"),
    "a program beside": (changed(PLAIN, {"setup.exe": b"MZ"}), "setup.exe"),
    "a way out of the folder": (changed(PLAIN, {"word/../../x.xml": b"<a/>"}), "x.xml"),
    "a link": (related("hyperlink", "http://example.vn/", outside=True), "http://example.vn/"),
    "a template elsewhere": (related("attachedTemplate", "file:///C:/x.dotm", outside=True), "file:///C:/x.dotm"),
    "a picture elsewhere": (related("image", "http://example.vn/a.png", outside=True), "a.png"),
    "a frame": (related("frame", "x.docx"), "x.docx"),
    "a piece of another format": (before_the_end('<w:altChunk r:id="rId99"/>'), "altChunk"),
    "an object": (before_the_end("<w:p><w:r><w:object/></w:r></w:p>"), "object"),
    "a field that starts a program": (before_the_end(field(" DDEAUTO c:\\\\x.exe ")), "DDEAUTO"),
    "a field that fetches a text": (before_the_end(field('INCLUDETEXT "x.docx"')), "INCLUDETEXT"),
    "a simple field": (
        before_the_end('<w:p><w:fldSimple w:instr="INCLUDEPICTURE x"/></w:p>'), "INCLUDEPICTURE"
    ),
    "a field without a beginning": (
        before_the_end("<w:p><w:r><w:instrText>DDE x</w:instrText></w:r></w:p>"), "DDE"
    ),
    "a document type": (
        changed(PLAIN, {"word/extra.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "(DTD)"
    ),
    "a document type in UTF-16": (
        changed(PLAIN, {"word/extra.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
                        .encode("utf-16")}),
        "(DTD)",
    ),
    "no XML": (changed(PLAIN, {"word/extra.xml": b"<a><b></a>"}), "cannot be read"),
    "a bomb": (bomb(), "too large"),
    "too many parts": (many_parts(), "too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_paper_never_needs_is_refused_by_name(name):
    content, words = HOSTILE[name]
    with pytest.raises(Unreadable) as caught:
        gate.check(content)
    assert words in str(caught.value)


def test_what_a_paper_needs_passes():
    gate.check(PLAIN)
    gate.check(changed(PLAIN, {"word/media/image1.png": b"x"}))
    gate.check(before_the_end(field(" PAGE ") + field("NUMPAGES") + field(r"HYPERLINK \l muc1")))
    for kind in PaperKind:
        gate.check(standard(kind))


def test_a_template_of_more_than_a_megabyte_is_refused():
    check_size(MOST_BYTES)
    with pytest.raises(Exception, match="Some entries"):
        check_size(MOST_BYTES + 1)
