"""How the papers that come with the program are laid out: an administrative paper after Decree 30/2020/NĐ-CP.

A4; margins top and bottom 20 mm, left 30, right 20; Times New Roman 13 to 14; the national heading with its motto
underlined, the issuing body with the body above it, number and symbol, place and day in italics, page numbers on top
from the second page on.
"""

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from promotion.papers.press import sealed

FONT = "Times New Roman"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the file format keeps no zone; always the same, so that files are
BODY, HEAD, NOTE = 13.5, 12, 11
CENTRE, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_WIDTH = 160  # mm between the margins
_BEHIND_A_LINE = ("shd", "tabs", "suppressAutoHyphens", "kinsoku", "spacing", "ind", "jc")

DOTS = "……………………"
SEAL = "(Ký, ghi rõ họ tên, đóng dấu)"
LAWS = (
    (
        "Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công và các văn bản "
        "sửa đổi, "
        "bổ sung;"
    ),
    (
        "Căn cứ Thông tư số 28/2018/TT-BTC ngày 28 tháng 3 năm 2018 của Bộ Tài chính hướng dẫn lập, quản lý và "
        "sử dụng kinh "
        "phí khuyến công và các văn bản sửa đổi, bổ sung;"
    ),
)

Column = tuple[str, str, int, WD_ALIGN_PARAGRAPH | None]
"""Heading, what stands in a row, width in mm, and how it is set."""


class Sheet:
    """A paper that is being written, from top to bottom."""

    def __init__(self, title: str) -> None:
        """Begin an empty A4 page."""
        self.document = Document()
        self._properties(title)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = CENTRE
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        number._p.append(field)  # noqa: SLF001 - the library has no other door to fields

    def _properties(self, title: str) -> None:
        properties = self.document.core_properties
        properties.title, properties.language = title, "vi-VN"
        properties.author = properties.comments = properties.last_modified_by = ""
        properties.created = properties.modified = MADE

    def heading(self, left: Sequence[str], number: str, place: str) -> None:
        """Write the head: issuing body (its last line bold) and number on the left, the nation on the right."""
        table = self._frame((64, 96))
        body, nation = table.rows[0].cells
        for line in left[:-1]:
            put(body, line, size=HEAD, align=CENTRE)
        put(body, left[-1], size=HEAD, bold=True, align=CENTRE)
        rule(put(body, "", size=2), 22)
        put(body, number, size=HEAD, align=CENTRE, before=6)
        put(nation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=HEAD, bold=True, align=CENTRE)
        put(nation, "Độc lập - Tự do - Hạnh phúc", size=HEAD + 1.5, bold=True, align=CENTRE)
        rule(put(nation, "", size=2), 14)
        put(nation, place, size=HEAD + 1.5, italic=True, align=CENTRE, before=6)
        tidy(table)

    def nation(self, place: str) -> None:
        """Write the head of a paper of two parties: the nation alone, over the whole width."""
        self.text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, align=CENTRE, after=0, indent=False)
        self.text("Độc lập - Tự do - Hạnh phúc", bold=True, align=CENTRE, after=0, indent=False)
        rule(self.text("", indent=False), 51)
        if place:
            self.text(place, italic=True, align=RIGHT, before=6, indent=False)

    def title(self, name: str, about: str = "", number: str = "") -> None:
        """Write what the paper is, its number, and what it is about."""
        self.text(name, bold=True, align=CENTRE, before=14, after=2, indent=False)
        if number:
            self.text(number, align=CENTRE, after=2, indent=False)
        if about:
            self.text(about, bold=True, align=CENTRE, after=2, indent=False)
            rule(self.text("", indent=False), 60)
        self.text("", after=2, indent=False)

    def text(
        self, words: str, *, bold: bool = False, italic: bool = False, align: WD_ALIGN_PARAGRAPH | None = JUSTIFY,
        before: int = 0, after: int = 6, indent: bool = True,
    ) -> Paragraph:  # fmt: skip
        """Write a paragraph."""
        made: Paragraph = self.document.add_paragraph()
        _run(made, words, BODY, bold=bold, italic=italic)
        _space(made, before, after)
        if align is not None:
            made.alignment = align
        if indent:
            made.paragraph_format.first_line_indent = Mm(10)
        return made

    def texts(self, *lines: str, indent: bool = True) -> None:
        """Write paragraphs, one after the other; a line that begins with "#" is a heading of a part."""
        for line in lines:
            if line.startswith("#"):
                made = self.text(line[1:].strip(), bold=True, indent=indent)
                made.paragraph_format.keep_with_next = True
            else:
                # Dots to write on are not drawn apart.
                self.text(line, indent=indent, align=None if "……………" in line else JUSTIFY)

    def rows(self, name: str, listing: str, columns: Sequence[Column]) -> None:
        """Write a table with one row for each row of a list; `name` is what the rows call theirs."""
        table = self.document.add_table(rows=4, cols=len(columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for place, (heading, inside, width, setting) in enumerate(columns):
            table.columns[place].width = Mm(width)
            for row in table.rows:
                row.cells[place].width = Mm(width)
            put(table.rows[0].cells[place], heading, size=BODY - 1.5, bold=True, align=CENTRE)
            put(table.rows[2].cells[place], inside, size=BODY - 1.5, align=setting)
        put(table.rows[1].cells[0], f"{{%tr for {name} in {listing} %}}")
        put(table.rows[3].cells[0], "{%tr endfor %}")
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - repeats the heading on each page
        _whole(table.rows[2])
        tidy(table)
        self.text("", after=2, indent=False)

    def signatures(self, *columns: tuple[str, str]) -> None:
        """Write who signs, side by side: the office in capitals, and how."""
        table = self._frame([_WIDTH // len(columns)] * len(columns))
        for cell, (office, how) in zip(table.rows[0].cells, columns, strict=True):
            put(cell, office, size=BODY, bold=True, align=CENTRE)
            put(cell, how, size=BODY - 1, italic=True, align=CENTRE)
            for _ in range(4):
                put(cell, "", size=BODY)
        _together(table)
        tidy(table)

    def closing(self, receivers: Sequence[str], office: str, how: str) -> None:
        """Write the end of a letter: who receives it on the left, who signs on the right."""
        table = self._frame((80, 80))
        left, right = table.rows[0].cells
        put(left, "Nơi nhận:", size=NOTE + 1, bold=True, italic=True)
        for line in receivers:
            put(left, line, size=NOTE)
        put(right, office, size=BODY, bold=True, align=CENTRE)
        put(right, how, size=BODY - 1, italic=True, align=CENTRE)
        for _ in range(4):
            put(right, "", size=BODY)
        _together(table)
        tidy(table)

    def made(self) -> bytes:
        """Return the file; the same text makes the same bytes."""
        written = io.BytesIO()
        self.document.save(written)
        return sealed(written.getvalue())

    def _frame(self, widths: Sequence[int]) -> Table:
        """Return a table without lines, one row; widths in mm."""
        table: Table = self.document.add_table(rows=1, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
            column.width = cell.width = Mm(width)
        return table


def put(
    cell: _Cell, words: str, *, size: float = BODY, bold: bool = False, italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None, before: int = 0,
) -> Paragraph:  # fmt: skip
    """Write a paragraph into a cell, below what stands there."""
    made: Paragraph = cell.add_paragraph()
    _run(made, words, size, bold=bold, italic=italic)
    _space(made, before, 0)
    if align is not None:
        made.alignment = align
    return made


def rule(paragraph: Paragraph, inset: int) -> None:
    """Make an empty paragraph a line, `inset` mm shorter than the text on either side."""
    line, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    line.append(top)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(inset)
    shape.first_line_indent, shape.line_spacing = Mm(0), Pt(3)
    shape.space_before, shape.space_after = Pt(3), Pt(0)
    paragraph._p.get_or_add_pPr().insert_element_before(line, *(f"w:{tag}" for tag in _BEHIND_A_LINE))  # noqa: SLF001 - the library knows no lines


def tidy(table: Table) -> None:
    """Take out the empty paragraph with which the library begins each cell, where more was written."""
    for row in table.rows:
        for cell in row.cells:
            if len(cell.paragraphs) > 1 and not cell.paragraphs[0].text:
                first = cell.paragraphs[0]._p  # noqa: SLF001 - the library takes no paragraph away
                first.getparent().remove(first)


def _together(table: Table) -> None:
    """Keep what is signed on one page."""
    for cell in table.rows[0].cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
    _whole(table.rows[0])


def _whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library has no door to it


def _run(paragraph: Paragraph, words: str, size: float, *, bold: bool, italic: bool) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None


def _space(paragraph: Paragraph, before: int, after: int) -> None:
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.1
