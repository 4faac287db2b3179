"""Puts one laid-out sheet into the file: cells, merged headings, drawn lines, page set-up."""

from collections.abc import Mapping
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as File
from xlsxwriter.worksheet import Worksheet

from promotion.sheets.cells import Amount, Cell, Count, Day, Kind, Link, Mark, Text, Value, Verdict
from promotion.sheets.declaration import Column, Line, Part, Row, RowLevel, Rule, Style
from promotion.sheets.formats import ASIDE, HEAD, INDEX, RED, as_link, properties, table_style
from promotion.sheets.formulas import Formulas
from promotion.sheets.measures import POINTS_PER_PIXEL, Measures, bands, index_texts
from promotion.sheets.paging import MARGINS, pages
from promotion.sheets.places import Head, Place
from promotion.sheets.values import Values, table_of
from promotion.sheets.wording import cell_text, looks_rich

_A4 = 9
_DAY_ZERO = date(1899, 12, 30)
_MM_PER_INCH = 25.4


class Formats:
    """The cell formats of a file, each made once."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._made: dict[Style, Format] = {}

    def of(self, style: Style) -> Format:
        """Give the format of a style."""
        found = self._made.get(style)
        if found is None:
            found = self._made[style] = self._file.add_format(properties(style))
        return found

    def alarm(self) -> Format:
        """Give the format that is laid over a failed verdict."""
        return self._file.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": RED})


class Painter:
    """Paints one sheet."""

    def __init__(
        self, page: Worksheet, place: Place, measures: Measures, formats: Formats, names: Mapping[str, str]
    ) -> None:
        self._page = page
        self._place = place
        self._measures = measures
        self._formats = formats
        self._names = names
        self._key = place.sheet.key
        self._table = table_of(place.sheet)
        self._verdicts: list[tuple[int, int, str]] = []
        self._looks: dict[tuple[RowLevel, Kind, bool, int], Format] = {}

    def paint(self, values: Values, formulas: Formulas) -> None:
        """Write all cells, then the set-up of screen and page."""
        self._values, self._formulas = values, formulas
        for number, width in enumerate(self._measures.widths):
            self._page.set_column_pixels(number, number, width)
        for number, content in enumerate(self._place.order):
            self._page.set_row(number, self._measures.heights[number])
            if isinstance(content, Line):
                self._line(number, content)
            elif isinstance(content, Row):
                self._row(number, content)
            else:
                self._head(number, content)
        self._mark_failures()
        self._set_screen()
        self._set_page()

    def _put(self, place: tuple[int, int], cell: Cell, value: Value, form: Format) -> None:
        row, column = place
        match cell:
            case Text() | Mark():
                self._words(row, column, str(value), form)
            case Amount(number) | Count(number):
                self._page.write_number(row, column, number, form)
            case Day(day):
                self._page.write_number(row, column, (day - _DAY_ZERO).days, form)
            case Link(_, sheet):
                tab = self._names[sheet].replace("'", "''")
                self._page.write_url(row, column, f"internal:'{tab}'!A1", form, str(value))
            case _:
                self._page.write_formula(row, column, self._formulas.of(cell, self._key), form, value)

    def _words(self, row: int, column: int, text: str, form: Format) -> None:
        """Write words as a string; `<r>…</r>`, which the library takes for markup, in two runs."""
        if not text:
            self._page.write_blank(row, column, None, form)
        elif looks_rich(text):
            self._page.write_rich_string(row, column, text[0], form, text[1:], form)
        else:
            self._page.write_string(row, column, text, form)

    def _merge(self, first: tuple[int, int], last: tuple[int, int], style: Style) -> None:
        if first != last:
            self._page.merge_range(*first, *last, "", self._formats.of(style))

    def _line(self, row: int, line: Line) -> None:
        for part in line.parts:
            first, last = self._columns(part)
            style = as_link(part.style) if isinstance(part.cell, Link) else part.style
            self._merge((row, first), (row, last), style)
            value = self._values.of(part.cell, self._key)
            self._put((row, first), part.cell, value, self._formats.of(style))
        for rule in line.rules:
            self._rule(row, rule)

    def _columns(self, part: Part | Rule) -> tuple[int, int]:
        return self._place.columns[part.first], self._place.columns[part.last]

    def _rule(self, row: int, rule: Rule) -> None:
        """Draw a line of the given length in the middle of its columns."""
        first, last = self._columns(rule)
        length = round(rule.length / POINTS_PER_PIXEL)
        self._page.insert_textbox(
            row,
            first,
            "",
            {
                "x_offset": max((self._measures.span(first, last) - length) // 2, 0),
                "y_offset": 2,
                "width": length,
                "height": 1,
                "line": {"color": "black", "width": 0.75},
                "fill": {"none": True},
                "object_position": 2,
                "decorative": True,
            },
        )

    def _head(self, row: int, head: Head) -> None:
        columns = self._place.sheet.columns
        if head is Head.index:
            for number, text in enumerate(index_texts(self._place)):
                style = INDEX if columns[number].printed else ASIDE
                self._words(row, number, text, self._formats.of(style))
            return
        two = Head.bands in self._place.order
        if head is Head.bands:
            for first, last in bands(self._place):
                self._merge((row, first), (row, last), HEAD)
                self._words(row, first, cell_text(columns[first].band), self._formats.of(HEAD))
        for number, column in enumerate(columns):
            style = HEAD if column.printed else ASIDE
            alone = two and not column.band
            if alone and head is Head.bands:
                self._merge((row, number), (row + 1, number), style)
            if alone is (head is Head.bands):
                self._words(row, number, cell_text(column.title), self._formats.of(style))

    def _row(self, row: int, content: Row) -> None:
        filled = self._measures.rows[content.key]
        for number, column in enumerate(self._place.sheet.columns):
            cell = filled.cells[number]
            form = self._look(content.level, column, cell, filled.kinds[number])
            if cell is None:
                self._page.write_blank(row, number, None, form)
                continue
            self._put((row, number), cell, filled.values[number], form)
            if isinstance(cell, Verdict):
                self._verdicts.append((row, number, cell.failed))

    def _look(self, level: RowLevel, column: Column, cell: Cell | None, kind: Kind) -> Format:
        """Give the format of a cell of the table."""
        if not column.printed:
            return self._formats.of(ASIDE)
        quoted, indent = (True, cell.indent) if isinstance(cell, Text) else (False, 0)
        key = (level, kind, quoted, indent)
        found = self._looks.get(key)
        if found is None:
            style = table_style(level, kind, self._table.size, quoted=quoted, indent=indent)
            found = self._looks[key] = self._formats.of(style)
        return found

    def _mark_failures(self) -> None:
        """Show failed verdicts in red, now and after every recalculation."""
        for column, failed in sorted({(number, failed) for _, number, failed in self._verdicts}):
            rows = [row for row, number, _ in self._verdicts if number == column]
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": '"' + failed.replace('"', '""') + '"',
                "format": self._formats.alarm(),
            }
            self._page.conditional_format(min(rows), column, max(rows), column, rule)

    def _set_screen(self) -> None:
        self._page.hide_gridlines(2)
        head = self._place.head
        if head and self._place.sheet.frozen:
            self._page.freeze_panes(head[1] + 1, self._place.columns[self._place.sheet.frozen] + 1)
        if head and self._table.filtered:
            rows = [self._place.rows[row.key] for row in self._table.rows if row.level is not RowLevel.total]
            last = len(self._place.sheet.columns) - 1
            self._page.autofilter(head[1], 0, max(rows, default=head[1]), last)

    def _set_page(self) -> None:
        page, place = self._page, self._place
        page.set_landscape()
        page.center_horizontally()
        page.set_paper(_A4)
        page.set_margins(*(side / _MM_PER_INCH for side in MARGINS))
        page.print_area(0, 0, len(place.order) - 1, place.last_printed)
        if place.head:
            page.repeat_rows(*place.head)
        found = pages(place, self._measures)
        if place.sheet.turns:
            # Programs mind breaks between columns only on pages of a fixed size; the halves of a row follow each other.
            page.repeat_columns(0, place.repeated - 1)
            page.set_v_pagebreaks([first for first, _last in place.across[1:]])
            page.set_print_scale(round(100 * found.scale))
            page.print_across()
        else:
            page.fit_to_pages(1, found.tall)
        if found.breaks:
            page.set_h_pagebreaks(list(found.breaks))
