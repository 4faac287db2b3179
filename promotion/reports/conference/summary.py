"""Form 01: the chain of the money from plan to payment, with its rates, for each level."""

from promotion.figures.model import Measure, Unit
from promotion.kernel.choices import Level
from promotion.kernel.text import mark as N_
from promotion.reports.conference import form as forms
from promotion.reports.conference.data import column_sum
from promotion.reports.conference.frame import SUMMARY, Frame
from promotion.sheets.cells import Cell, Kind, Ratio, Ref, Sum, Text
from promotion.sheets.declaration import Column, Row, RowLevel, Sheet, Table

_LEVELS: dict[str, Level | None] = {"national": Level.national, "local": Level.local, "both": None}


def summary(frame: Frame) -> Sheet:
    """Declare the summary form, with the signatures of the workbook."""
    columns = (
        Column(forms.NO, frame.t(N_("No.")), 12, Kind.centred),
        Column(forms.NAME, frame.t(N_("Figure")), 82),
        Column("unit", frame.t(N_("Unit of measure")), 18, Kind.centred),
        Column("national", frame.t(N_("National")), 35, Kind.dong, frame.t(N_("Industrial promotion"))),
        Column("local", frame.t(N_("Local")), 35, Kind.dong, frame.t(N_("Industrial promotion"))),
        Column("both", frame.t(N_("Both levels")), 35, Kind.dong, frame.t(N_("Industrial promotion"))),
        *(
            Column(f"share_{key}", frame.t(level.label), 17, Kind.share, share, share_of=(key, "both"))
            for share in [frame.t(N_("Share of both"))]
            for key, level in (("national", Level.national), ("local", Level.local))
        ),
    )
    blocks = (
        *_block(frame, "A", frame.t(N_("Money")), _of(frame, Unit.dong)),
        *_block(frame, "B", frame.t(N_("Rates")), _of(frame, Unit.ratio)),
        *_block(frame, "C", frame.t(N_("Projects")), _of(frame, Unit.number)),
    )
    after = forms.remarks(
        columns,
        (frame.t(N_("A project with money of both levels counts at each level, and once in both levels.")),),
    )
    return forms.form(frame, SUMMARY, columns, Table(blocks), after=(*after, *forms.signed(frame, columns)))


def _of(frame: Frame, unit: Unit) -> list[Measure]:
    return [measure for measure in frame.measures.values() if measure.unit is unit]


def _block(frame: Frame, letter: str, name: str, measures: list[Measure]) -> list[Row]:
    words: dict[str, Cell] = {forms.NO: Text(letter), forms.NAME: Text(name)}
    head = Row(f"block:{letter}", words, RowLevel.section, rates=False)
    return [head, *(_row(frame, number, measure) for number, measure in enumerate(measures, start=1))]


def _row(frame: Frame, number: int, measure: Measure) -> Row:
    words: dict[str, Cell] = {
        forms.NO: Text(str(number)),
        forms.NAME: Text(frame.label(measure.key)),
        "unit": Text(unit(frame, measure)),
    }
    cells = {key: _cell(frame, measure, key, level) for key, level in _LEVELS.items()}
    return Row(measure.key, {**words, **cells}, rates=measure.unit is Unit.dong)


def unit(frame: Frame, measure: Measure) -> str:
    """Say what a measure counts in."""
    if measure.unit is Unit.ratio:
        return "%"
    return frame.t(N_("VND")) if measure.unit is Unit.dong else frame.t(N_("projects"))


def _cell(frame: Frame, measure: Measure, key: str, level: Level | None) -> Cell:
    """Add up the data of a level; both levels together are the two columns beside, save for counts."""
    if measure.numerator and measure.denominator:
        return Ratio(Ref(measure.numerator, key), Ref(measure.denominator, key))
    if measure.unit is Unit.number:
        found = column_sum(frame, "province", level, measure.key)
        return Sum(found.cells, Kind.number) if isinstance(found, Sum) else found
    if level is None:
        return Sum((Ref(measure.key, "national"), Ref(measure.key, "local")))
    return column_sum(frame, "province", level, measure.key)
