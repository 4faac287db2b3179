"""Documents of these tests: small ones made here, their text, and the same with something that must not be in them."""

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(app):
    """People of a province and of the agency, nothing recorded yet."""
    with app.test_request_context():
        yield Desk()


@pytest.fixture
def refusal():
    """The faults of a template, as texts."""

    def said(error) -> str:
        faults = [fault.message % dict(fault.params) for fault in getattr(error, "faults", ())]
        return " | ".join(faults) or str(error)

    return said


def document(*paragraphs: str, rows: tuple[str, ...] = ()) -> bytes:
    """Return a .docx of these paragraphs, and a table with one cell a row."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(rows=len(rows), cols=1)
        for row, text in zip(table.rows, rows, strict=True):
            row.cells[0].text = text
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def words(content: bytes) -> str:
    """Return the text of a .docx, paragraphs and tables, parted by line breaks."""
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def changed(content: bytes, parts: Mapping[str, bytes] | None = None, **swaps: tuple[str, str]) -> bytes:
    """Return a .docx with parts added, and with texts swapped in a part (`document`, `rels`, `types`)."""
    names = {
        "document": "word/document.xml",
        "rels": "word/_rels/document.xml.rels",
        "types": "[Content_Types].xml",
    }
    wanted = {names[key]: swap for key, swap in swaps.items()}
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in wanted:
                before, after = wanted[name]
                assert before.encode() in part
                part = part.replace(before.encode(), after.encode(), 1)
            target.writestr(name, part)
        for name, part in (parts or {}).items():
            target.writestr(name, part)
    return written.getvalue()


def field(code: str) -> str:
    """Return a Word field in pieces, as Word itself writes it."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    pieces = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in code)
    return f"<w:p>{begin}{pieces}{end}</w:p>"
