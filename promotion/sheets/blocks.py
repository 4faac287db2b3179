"""Ready-made lines of an official document, by the measures of Decree 30/2020/NĐ-CP, Annex I.

Each function gives lines for a sheet with the given columns. All words come from the caller.
"""

from dataclasses import dataclass

from promotion.sheets.cells import Cell, Text
from promotion.sheets.declaration import Column, Line, Part, Rule, Style
from promotion.sheets.widths import text_width

_LEFT_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues (above: the body it belongs to), and the national title with its motto."""

    governing: str
    issuing: str
    country: str
    motto: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the post in capitals, the hint below it, and the name if it is known."""

    post: str
    hint: str
    name: str = ""


def letterhead(columns: tuple[Column, ...], words: Letterhead) -> tuple[Line, ...]:
    """Give the head of a document: issuing body on the left, national title on the right, lines drawn."""
    left, right = _halves(columns)
    upright = Style(size=12, align="center")
    bold = Style(size=12, bold=True, align="center")
    motto = Style(size=13, bold=True, align="center")
    return (
        Line((Part(Text(words.governing), *left, upright), Part(Text(words.country), *right, bold))),
        Line((Part(Text(words.issuing), *left, bold), Part(Text(words.motto), *right, motto)), least=19),
        Line(
            rules=(
                Rule(*left, text_width(words.issuing, 12, bold=True) * 0.4),
                Rule(*right, text_width(words.motto, 13, bold=True)),
            ),
            least=10,
        ),
    )


def form_head(columns: tuple[Column, ...], issuing: str, code: str) -> tuple[Line, ...]:
    """Give the line above a table of figures: who issues it, and the code of the form."""
    left, right = _halves(columns)
    return (
        Line(
            (
                Part(Text(issuing), *left, Style(size=11, bold=True)),
                Part(Text(code), *right, Style(size=11, bold=True, align="right")),
            )
        ),
    )


def title(columns: tuple[Column, ...], text: str, below: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """Give a title in bold, centred, with italic lines below it."""
    bold = Style(size=14, bold=True, align="center")
    italic = Style(size=12, italic=True, align="center")
    return (
        Line((_across(columns, Text(text), bold),), least=22),
        *(Line((_across(columns, Text(words), italic),), least=17) for words in below),
    )


def unit_line(columns: tuple[Column, ...], text: str) -> tuple[Line, ...]:
    """Give the line right above the table that names the unit, right and italic."""
    return (Line((_across(columns, Text(text), Style(size=11, italic=True, align="right")),), keep=True),)


def paragraph(columns: tuple[Column, ...], cell: Cell, style: Style | None = None) -> Line:
    """Give a paragraph over the whole width of the page."""
    return Line((_across(columns, cell, style or Style(top=True)),))


def gap(points: float = 8) -> Line:
    """Give an empty line."""
    return Line(least=points)


def signatures(
    columns: tuple[Column, ...], place_and_date: str, signers: tuple[Signature, Signature]
) -> tuple[Line, ...]:
    """Give the place and date, and two people who sign, on one page with the end of the table."""
    left, right = _halves(columns)
    sides = tuple(zip(signers, (left, right), strict=True))
    italic = Style(size=12, italic=True, align="center")
    bold = Style(size=12, bold=True, align="center")
    return (
        Line(least=8, keep=True),
        Line((Part(Text(place_and_date), *right, italic),), keep=True),
        Line(tuple(Part(Text(signer.post), *side, bold) for signer, side in sides), keep=True),
        Line(tuple(Part(Text(signer.hint), *side, italic) for signer, side in sides), keep=True),
        Line(least=60, keep=True),
        Line(tuple(Part(Text(signer.name), *side, bold) for signer, side in sides)),
    )


def _printed(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.printed)


def _across(columns: tuple[Column, ...], cell: Cell, style: Style) -> Part:
    printed = _printed(columns)
    return Part(cell, printed[0].key, printed[-1].key, style)


def _halves(columns: tuple[Column, ...]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Split the page where its left part is nearest to the share a letterhead gives it."""
    printed = _printed(columns)
    whole = sum(column.width for column in printed)
    best = min(
        range(1, len(printed)),
        key=lambda number: abs(sum(column.width for column in printed[:number]) / whole - _LEFT_SHARE),
    )
    return (printed[0].key, printed[best - 1].key), (printed[best].key, printed[-1].key)
