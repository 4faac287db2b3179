"""The checks: totals of the forms held against each other and against totals counted elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from promotion.kernel.choices import Level
from promotion.kernel.text import mark as N_
from promotion.reports.conference import form as forms
from promotion.reports.conference.frame import (
    CHECKS,
    CONTENT_MONEY,
    CONTENTS,
    COUNTRY,
    LEVEL_FORMS,
    LIST,
    MONEY,
    PROJECTS,
    SUMMARY,
    TOTAL,
    Frame,
)
from promotion.reports.conference.projects import AMOUNTS
from promotion.reports.conference.provinces import GRAND, SHOWN
from promotion.sheets import blocks
from promotion.sheets.cells import Amount, Cell, Count, Difference, Kind, Ref, Same, Sum, Text, Verdict
from promotion.sheets.declaration import Column, Row, RowLevel, Sheet, Table

_COLUMN = {None: "both", Level.national: "national", Level.local: "local"}


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures that must agree (or the left at most the right), and where each stands."""

    what: str
    left_at: str
    left: Cell
    right_at: str
    right: Cell
    relation: Literal["=", "<="] = "="


def checks(frame: Frame) -> Sheet:
    """Declare the sheet of checks."""
    columns = (
        Column(forms.NO, frame.t(N_("No.")), 10, Kind.centred),
        Column(forms.NAME, frame.t(N_("What must agree")), 66),
        Column("left_at", frame.t(N_("Stands in")), 34, Kind.centred, band=frame.t(N_("One figure"))),
        Column("left", frame.t(N_("Amount or number")), 30, Kind.dong, frame.t(N_("One figure"))),
        Column("right_at", frame.t(N_("Stands in")), 34, Kind.centred, band=frame.t(N_("The other figure"))),
        Column("right", frame.t(N_("Amount or number")), 30, Kind.dong, frame.t(N_("The other figure"))),
        Column("difference", frame.t(N_("Difference")), 28, Kind.dong),
        Column("verdict", frame.t(N_("Verdict")), 18, Kind.centred),
    )
    rows: list[Row] = []
    for letter, (name, members) in enumerate(groups(frame), start=1):
        words: dict[str, Cell] = {forms.NO: Text(forms.letter(letter)), forms.NAME: Text(name)}
        rows.append(Row(f"group:{letter}", words, RowLevel.section))
        rows += [_row(frame, f"{letter}.{number}", check) for number, check in enumerate(members, start=1)]
    head = (
        *blocks.title(columns, frame.title(CHECKS).upper(), (f"{frame.scope}, {frame.period}", frame.as_of)),
        *blocks.unit_line(columns, frame.t(N_("Unit: VND"))),
    )
    table = Table(tuple(rows), numbered=False, size=10, least=14)
    return Sheet(CHECKS, frame.tab(CHECKS), columns, (*head, table), frozen=forms.NAME)


def verdicts(frame: Frame) -> tuple[Ref, ...]:
    """Name the cells that hold the verdicts."""
    return tuple(
        Ref(f"check:{letter}.{number}", "verdict", CHECKS)
        for letter, (_, members) in enumerate(groups(frame), start=1)
        for number, _ in enumerate(members, start=1)
    )


def passed(frame: Frame) -> str:
    """Say that a check holds."""
    return frame.t(N_("Agrees"))


def _row(frame: Frame, number: str, check: Check) -> Row:
    key = f"check:{number}"
    left, right = Ref(key, "left"), Ref(key, "right")
    return Row(
        key,
        {
            forms.NO: Text(number.rpartition(".")[2]),
            forms.NAME: Text(check.what),
            "left_at": Text(check.left_at),
            "left": check.left,
            "right_at": Text(check.right_at),
            "right": check.right,
            "difference": Difference(left, right),
            "verdict": Verdict(left, right, passed(frame), frame.t(N_("DIFFERS")), check.relation),
        },
    )


def groups(frame: Frame) -> list[tuple[str, list[Check]]]:
    """Give all checks of the workbook, in groups; a group without checks is left out."""
    found = [
        (frame.t(N_("Sums of the provinces against totals counted by themselves")), _counted(frame)),
        (frame.t(N_("The summary against the forms by province")), _summary(frame)),
        (frame.t(N_("Contents against provinces")), _contents(frame)),
        (frame.t(N_("The region among the regions")), _regions(frame)),
        (frame.t(N_("The list of projects against the forms by province")), _projects(frame)),
        (frame.t(N_("Totals brought from elsewhere")), _controls(frame)),
    ]
    return [(name, members) for name, members in ((name, list(checks)) for name, checks in found) if members]


def _given(key: str, value: int) -> Cell:
    return Count(value) if key == PROJECTS else Amount(value)


def _counted(frame: Frame) -> Iterator[Check]:
    own = frame.t(N_("Counted by itself"))
    for level, form in LEVEL_FORMS.items():
        total = frame.given.by_province[level].total.values
        for key in SHOWN:
            value = _given(key, total.get(key, 0))
            yield Check(frame.label(key), frame.code(form), _grand(key, form), own, value)


def _summary(frame: Frame) -> Iterator[Check]:
    for level, form in LEVEL_FORMS.items():
        for key in SHOWN:
            left = Same(Ref(key, _COLUMN[level], SUMMARY))
            yield Check(frame.label(key), frame.code(SUMMARY), left, frame.code(form), _grand(key, form))


def _contents(frame: Frame) -> Iterator[Check]:
    for key in CONTENT_MONEY:
        yield Check(
            frame.label(key),
            frame.code(CONTENTS),
            _grand(key, CONTENTS),
            frame.code(TOTAL),
            _grand(key, TOTAL),
        )


def _regions(frame: Frame) -> Iterator[Check]:
    if not frame.has_country:
        return
    row = frame.given.region or GRAND
    for key in MONEY:
        left = Same(Ref(row, key, COUNTRY))
        provinces = Sum(tuple(Ref(province.key, key, TOTAL) for province in frame.provinces))
        right = provinces if frame.given.region else _grand(key, TOTAL)
        yield Check(frame.label(key), frame.code(COUNTRY), left, frame.code(TOTAL), right)


def _projects(frame: Frame) -> Iterator[Check]:
    """Hold the list against the provinces; what is listed may be less than what is approved."""
    for key in AMOUNTS:
        if key in MONEY:
            right: Cell = _grand(key, TOTAL)
            where = frame.code(TOTAL)
        else:
            right = Same(Ref(key, "both", SUMMARY))
            where = frame.code(SUMMARY)
        relation: Literal["=", "<="] = "<=" if key == "approved" else "="
        what = frame.label(key)
        if relation == "<=":
            what = frame.t(N_("%(measure)s: listed at most what is approved"), measure=what)
        yield Check(what, frame.code(LIST), _grand(key, LIST), where, right, relation)


def _controls(frame: Frame) -> Iterator[Check]:
    own = frame.t(N_("Brought from elsewhere"))
    for control in frame.given.checks:
        form = LEVEL_FORMS[control.level]
        value = _given(control.measure, control.value)
        yield Check(control.label, frame.code(form), _grand(control.measure, form), own, value)


def _grand(key: str, form: str) -> Cell:
    return Same(Ref(GRAND, key, form))
