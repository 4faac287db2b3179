"""The templates of papers that come with the program are what their script writes, laid out as the decree asks."""

import io

import docx
import pytest

from promotion.papers.queries import standard
from promotion.papers.rules import PaperKind
from tools.paper_templates import MAKERS


@pytest.mark.parametrize("kind", PaperKind)
def test_the_files_are_what_the_script_writes(kind):
    assert standard(kind) == MAKERS[kind]() == MAKERS[kind]()


@pytest.mark.parametrize("kind", PaperKind)
def test_each_is_laid_out_as_an_administrative_paper(kind):
    read = docx.Document(io.BytesIO(standard(kind)))
    section = read.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    style = read.styles["Normal"]
    assert style.font.name == "Times New Roman"
    assert 13 <= style.font.size.pt <= 14
    head = [paragraph.text for paragraph in read.paragraphs[:6]]
    head += [
        paragraph.text
        for cell in (read.tables[0].rows[0].cells if read.tables else ())
        for paragraph in cell.paragraphs
    ]
    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"} <= set(head)
