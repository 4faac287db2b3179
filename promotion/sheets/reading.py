"""Reads a file that somebody sends: an .xlsx workbook or a CSV text, told apart by what it holds, not by its name."""

import csv
import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

from promotion.kernel.messages import mark as N_
from promotion.sheets.archive import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Scan, scan
from promotion.sheets.grids import Cell, Grid, Percent, Row, Unreadable

MOST_BYTES = 12 * 2**20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"%PDF": "PDF"}
_EXACT = 10**15

_Value = int | float | str | bool | time | date | datetime | timedelta


def read(name: str, content: bytes) -> tuple[Grid, ...]:
    """Return the sheets of a file; a CSV text is one sheet without a name. Raises `Unreadable` with the cause."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            N_("The file “%(file)s” is too large: at most %(most)s MB are read."),
            {"file": name, "most": str(MOST_BYTES >> 20)},
        )
    if not content:
        raise Unreadable(N_("The file “%(file)s” is empty."), {"file": name})
    if content.startswith(_ZIP):
        return _workbook(content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable(
                N_("The workbook “%(file)s” is protected by a password."),
                {"file": name},
                cure=N_("Take the password off and send the file again."),
            )
        raise Unreadable(
            N_("“%(file)s” is a workbook of an old format (.xls)."),
            {"file": name},
            cure=N_("Open it and save it as an Excel workbook (.xlsx)."),
        )
    for mark, kind in _PICTURES.items():
        if content.startswith(mark):
            raise Unreadable(
                N_("“%(file)s” is no workbook: it holds a %(kind)s file."), {"file": name, "kind": kind}
            )
    if name.casefold().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        raise Unreadable(N_("“%(file)s” is named like a workbook but holds something else."), {"file": name})
    return (_text(name, content),)


def _workbook(content: bytes) -> tuple[Grid, ...]:
    scans = scan(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(_grid(book, one) for one in scans)
    except CalamineError as error:
        raise Unreadable(N_("The workbook is damaged: one of its parts cannot be read.")) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # what the library throws when it meets what it cannot bear
            raise
        raise Unreadable(N_("The workbook is damaged: one of its parts cannot be read.")) from error


def _grid(book: CalamineWorkbook, one: Scan) -> Grid:
    if not one.visible or one.name not in book.sheet_names:
        return Grid(one.name, (), one.visible)
    sheet = book.get_sheet_by_name(one.name)
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), doubt in one.doubts.items():
        rows.setdefault(row, {})[column] = doubt
    first = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), first[0]):
        for column, value in enumerate(values, first[1]):
            if (row, column) not in one.doubts and value != "":
                shown_as_percent = (row, column) in one.percents
                rows.setdefault(row, {})[column] = _cell(value, percent=shown_as_percent)
    return Grid(one.name, _rows(rows))


def _rows(rows: dict[int, dict[int, Cell]]) -> tuple[Row, ...]:
    kept = {
        number: {place: cell for place, cell in cells.items() if not isinstance(cell, str) or cell.strip()}
        for number, cells in sorted(rows.items())
    }
    return tuple(Row(number + 1, cells) for number, cells in kept.items() if cells)


def _cell(value: _Value, *, percent: bool) -> Cell:
    if isinstance(value, bool | str | date):
        return value
    if isinstance(value, int | float):
        number = _shortest(value)
        return Percent(_plain(number * 100)) if percent else number
    return str(value)


def _shortest(value: float) -> Decimal:
    """Return the shortest decimal that stands for the stored number: 0.1 + 0.2 is kept as it was typed or reckoned."""
    return _plain(Decimal(repr(value)))


def _plain(number: Decimal) -> Decimal:
    """Return the number without zeros behind the point, never as a power of ten."""
    if number == number.to_integral_value() and abs(number) < _EXACT * 10**6:
        return number.quantize(Decimal(1))
    return number.normalize() if abs(number) < _EXACT * 10**6 else number


def _text(name: str, content: bytes) -> Grid:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise Unreadable(N_("“%(file)s” is no CSV text in UTF-8."), {"file": name})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(N_("“%(file)s” is no CSV text in UTF-8."), {"file": name}) from None
    rows: dict[int, dict[int, Cell]] = {}
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, values in enumerate(reader):
            cells += len(values)
            if number >= MOST_ROWS or len(values) > MOST_COLUMNS or cells > MOST_CELLS:
                raise Unreadable(
                    N_("“%(file)s” is too large: at most %(rows)s rows and %(columns)s columns are read."),
                    {"file": name, "rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)},
                )
            rows[number] = {place: value for place, value in enumerate(values) if value}
    except csv.Error:
        raise Unreadable(
            N_("“%(file)s” cannot be read from line %(line)s on: a quotation mark is out of place."),
            {"file": name, "line": str(reader.line_num)},
        ) from None
    return Grid("", _rows(rows))


def _delimiter(text: str) -> str:
    """Return the mark that parts the cells: the one that the first line with any of them holds more often."""
    for line in text.splitlines()[:50]:
        marks = {mark: line.count(mark) for mark in ",;"}
        if any(marks.values()):
            return max(marks, key=lambda mark: marks[mark])
    return ","
