"""What was published about the region for the year, as printed, beside the figure of this workbook."""

from fractions import Fraction

from promotion.figures.model import Unit
from promotion.kernel.money import number_text
from promotion.kernel.text import mark as N_
from promotion.publications.rules import Printed, PrintedUnit, PublishedLevel
from promotion.reports.conference import form as forms
from promotion.reports.conference.frame import PUBLISHED, SUMMARY, Frame
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Count, Difference, Kind, Mark, Ref, Same, Text
from promotion.sheets.declaration import Column, Row, Sheet, Table

_COLUMN = {PublishedLevel.national: "national", PublishedLevel.local: "local", PublishedLevel.total: "both"}


def published(frame: Frame) -> Sheet:
    """Declare the sheet; figures of the same part of the year stand against the summary, others alone."""
    columns = (
        Column(forms.NO, frame.t(N_("No.")), 10, Kind.centred),
        Column(forms.NAME, frame.t(N_("Figure")), 44),
        Column("level", frame.t(N_("Level")), 26, Kind.centred),
        Column("period", frame.t(N_("Period")), 26, Kind.centred),
        Column("as_printed", frame.t(N_("As printed")), 26, Kind.centred),
        Column("printed", frame.t(N_("Amount or number")), 28, Kind.dong, frame.t(N_("Published"))),
        Column("ours", frame.t(N_("Amount or number")), 28, Kind.dong, frame.t(N_("In this workbook"))),
        Column("difference", frame.t(N_("Difference")), 26, Kind.dong),
        Column("source", frame.t(N_("Source")), 80),
    )
    rows = tuple(_row(frame, number, one) for number, one in enumerate(frame.given.published, start=1))
    head = (
        *blocks.title(columns, frame.title(PUBLISHED).upper(), (f"{frame.scope}, {frame.given.year}",)),
        *blocks.unit_line(columns, frame.t(N_("Unit: VND"))),
    )
    after = forms.remarks(columns, (
        frame.t(N_("Published figures stand as printed, rounded, and are never mixed with the ledger's.")),
        frame.complete_said,
    ))  # fmt: skip
    table = Table(rows, numbered=False, size=10, least=14)
    return Sheet(PUBLISHED, frame.tab(PUBLISHED), columns, (*head, table, *after), forms.NAME)


def _as_printed(frame: Frame, one: Printed) -> str:
    """Write the digits as printed, with the marks of the workbook's language, and their unit unless they count."""
    places = len(one.value.partition(".")[2])
    digits = number_text(Fraction(one.value), frame.given.language, places)
    return digits if one.unit == PrintedUnit.counted else f"{digits} {frame.t(PrintedUnit(one.unit).label)}"


def _row(frame: Frame, number: int, one: Printed) -> Row:
    key = f"published:{number}"
    measure = frame.measures.get(one.measure)
    counted = one.unit == PrintedUnit.counted
    cells: dict[str, Cell] = {
        forms.NO: Text(str(number)),
        forms.NAME: Text(frame.label(measure.key) if measure else one.measure),
        "level": Text(frame.t(PublishedLevel(one.level).label)),
        "period": Text(frame.t(frame.period_of(one))),
        "as_printed": Text(_as_printed(frame, one)),
        "printed": Count(int(one.number)) if counted else Amount(one.amount or 0),
        "ours": Mark("…"),
        "difference": Mark("…"),
        "source": Text(one.source),
    }
    column = _COLUMN.get(PublishedLevel(one.level))
    if measure and column and measure.unit is not Unit.ratio and frame.answers(one):
        cells["ours"] = Same(Ref(measure.key, column, SUMMARY), Kind.number if counted else None)
        cells["difference"] = Difference(
            Ref(key, "printed"), Ref(key, "ours"), Kind.number if counted else None
        )
    return Row(key, cells)
