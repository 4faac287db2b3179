"""Notes: what every measure and rate means, which rows and marks there are, what was asked."""

from urllib.parse import urlencode

from promotion.figures.model import Measure
from promotion.figures.questions import address
from promotion.kernel.text import mark as N_
from promotion.reports.conference import form as forms
from promotion.reports.conference.frame import DATA, NOTES, Frame
from promotion.reports.conference.summary import unit
from promotion.sheets import blocks
from promotion.sheets.cells import Cell, Kind, Text
from promotion.sheets.declaration import Column, Line, Row, Sheet, Style, Table

_RESTS = {
    "rest:central": N_("“%(name)s”: money of units that belong to no province."),
    "rest:unlisted": N_("“%(name)s”: approved money that no line of a project names yet."),
    "rest:unassigned": N_("“%(name)s”: money that was released and not yet passed on."),
    "rest:undivided": N_(
        "“%(name)s”: money that cannot be divided between the provinces of these boundaries."
    ),
}
_MARKS = (
    N_("“-” is a zero; “–” is a rate without a base; “…” is not known; “x” cannot be given."),
    N_("Rates are shown with one decimal, half up; they are computed from exact sums and never averaged."),
    N_("How numbers are separated (1.234.567 or 1,234,567) follows the settings of the reader's computer."),
    N_("In the row of a province, released means given to its units, and assigned given to its projects."),
)


def notes(frame: Frame) -> Sheet:
    """Declare the notes."""
    columns = (
        Column(forms.NO, frame.t(N_("No.")), 12, Kind.centred),
        Column(forms.NAME, frame.t(N_("Term")), 60),
        Column("unit", frame.t(N_("Unit of measure")), 20, Kind.centred),
        Column("meaning", frame.t(N_("Meaning")), 100),
        Column("formula", frame.t(N_("Computed as")), 60),
    )
    rows = tuple(
        _row(frame, number, measure) for number, measure in enumerate(frame.measures.values(), start=1)
    )
    head = blocks.title(columns, frame.title(NOTES).upper(), (f"{frame.scope}, {frame.period}", frame.as_of))
    rests = tuple(frame.t(_RESTS[row.key], name=row.label) for row in frame.rests if row.key in _RESTS)
    after = (
        *_chapter(columns, frame.t(N_("What was asked")), _asked(frame)),
        *_chapter(columns, frame.t(N_("How to read the figures")), tuple(frame.t(text) for text in _MARKS)),
        *_chapter(columns, frame.t(N_("Rows outside provinces")), rests),
        *_chapter(columns, frame.t(N_("What these boundaries cannot divide")), frame.undivided),
        *_chapter(columns, frame.t(N_("Reported from outside, not counted")), frame.given.outside),
        *_chapter(columns, frame.t(N_("The way to the acts behind a figure")), _way_back(frame)),
    )
    table = Table(rows, numbered=False)
    return Sheet(NOTES, frame.tab(NOTES), columns, (*head, blocks.gap(), table, *after), forms.NAME)


def _row(frame: Frame, number: int, measure: Measure) -> Row:
    cells: dict[str, Cell] = {
        forms.NO: Text(str(number)),
        forms.NAME: Text(frame.t(measure.label)),
        "unit": Text(unit(frame, measure)),
        "meaning": Text(frame.t(measure.meaning)),
        "formula": Text(_formula(frame, measure)),
    }
    return Row(measure.key, cells)


def _formula(frame: Frame, measure: Measure) -> str:
    if measure.formula:
        return frame.t(measure.formula)
    if measure.numerator and measure.denominator:
        return f"{frame.label(measure.numerator)} / {frame.label(measure.denominator)}"
    return ""


def _asked(frame: Frame) -> tuple[str, ...]:
    given = frame.given
    facts = (
        (frame.t(N_("Scope")), frame.scope),
        (frame.t(N_("Budget year")), str(given.year)),
        (frame.t(N_("Figures up to")), frame.day(given.to)),
        (frame.t(N_("Boundaries")), frame.boundaries),
        (frame.t(N_("Made")), frame.made),
    )
    return tuple(f"{label}: {value}" for label, value in facts)


def _way_back(frame: Frame) -> tuple[str, ...]:
    """Say by which address the system shows what stands behind a figure of this workbook."""
    question = frame.given.by_province[None].question
    example = urlencode({**address(question), "measure": "released", "row": "total"})
    return (
        frame.t(
            N_("Every figure opens the acts that add up to it, at this address of the system: %(address)s"),
            address=f"/figures/why?{example}",
        ),
        frame.t(
            N_(
                "by, level and row are the three parts of the key of a row on the sheet “%(sheet)s” (level is left out "
                "for “all”); measure is one of: %(names)s."
            ),
            sheet=frame.tab(DATA),
            names=", ".join(frame.measures),
        ),
    )


def _chapter(columns: tuple[Column, ...], name: str, texts: tuple[str, ...]) -> tuple[Line, ...]:
    """Give a heading and a list, nothing for an empty list."""
    if not texts:
        return ()
    head = Line(blocks.paragraph(columns, Text(name), Style(size=12, bold=True)).parts, keep=True)
    lines = (blocks.paragraph(columns, Text(f"- {text}"), Style(indent=1)) for text in texts)
    return (blocks.gap(), head, *lines)
