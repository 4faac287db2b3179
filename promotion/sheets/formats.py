"""How cells look: from a style or a place in the table to the properties of a cell format.

Numbers stay numbers: the reader's own settings decide between 1.234.567 and 1,234,567.
Another unit than đồng would be a kind of its own here, with its own format; the cells would not change.
"""

from dataclasses import replace
from functools import lru_cache

from promotion.sheets.cells import Kind
from promotion.sheets.declaration import Align, RowLevel, Style
from promotion.sheets.widths import FONT

HEAD_FILL = "#DCE6F1"
TOTAL_FILL = "#EDEDED"
SECTION_FILL = "#F5F5F5"
RED = "#C00000"
LINK = "#1F4E79"
LINE_COLOUR = "#7F7F7F"

NUMBER_FORMATS = {
    Kind.dong: '#,##0_);[Red]-#,##0_);"-"_);@_)',
    Kind.number: '#,##0_);[Red]-#,##0_);"-"_);@_)',
    Kind.share: "0.0%_);[Red]-0.0%_);0.0%_);@_)",
    Kind.day: "dd/mm/yyyy",
}
FIGURES = frozenset({Kind.dong, Kind.number, Kind.share})

HEAD = Style(size=10, bold=True, align="center", border=True, fill=HEAD_FILL)
INDEX = Style(size=9, italic=True, align="center", border=True)
ASIDE = Style(size=9, italic=True, align="center", colour="#595959")

_FILLS = {RowLevel.total: TOTAL_FILL, RowLevel.section: SECTION_FILL}
_BOLD = frozenset({RowLevel.total, RowLevel.section, RowLevel.group})


@lru_cache(maxsize=512)
def table_style(level: RowLevel, kind: Kind, size: float, *, quoted: bool = False, indent: int = 0) -> Style:
    """Give the style of a cell of the table."""
    align: Align = "left"
    if kind in FIGURES:
        align = "right"
    elif kind is not Kind.text:
        align = "center"
    return Style(
        size=size,
        bold=level in _BOLD,
        italic=level is RowLevel.rest,
        align=align,
        border=True,
        fill=_FILLS.get(level, ""),
        kind=kind,
        indent=indent,
        quoted=quoted,
    )


def as_link(style: Style) -> Style:
    """Give the same style as a link shows it: coloured and underlined."""
    return replace(style, colour=LINK, underline=True)


def properties(style: Style) -> dict[str, object]:
    """Give the writing library's properties of a style."""
    found: dict[str, object] = {
        "font_name": FONT,
        "font_size": style.size,
        "valign": "top" if style.top else "vcenter",
        "align": style.align,
        "text_wrap": style.kind not in FIGURES,
    }
    for name in ("bold", "italic", "underline"):
        if getattr(style, name):
            found[name] = True
    if style.indent:
        found["indent"] = style.indent
    if style.quoted:
        found["quote_prefix"] = True
    if style.colour:
        found["font_color"] = style.colour
    if style.fill:
        found |= {"bg_color": style.fill, "pattern": 1}
    if style.border:
        found |= {"border": 1, "border_color": LINE_COLOUR}
    if style.kind in NUMBER_FORMATS:
        found["num_format"] = NUMBER_FORMATS[style.kind]
    return found
