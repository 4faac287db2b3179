"""The layout `opening-figures`: published totals, one figure a row, as printed. Plain Python."""

from dataclasses import dataclass

from promotion.imports.numbers import Written, read_value
from promotion.imports.rows import Known, Row
from promotion.imports.rules import (
    read_code,
    read_day,
    read_edition,
    read_level,
    read_period,
    read_scope,
    read_text,
    read_year,
)
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_
from promotion.publications.rules import EDITIONS, Period, PlaceScope, Printed, PublishedLevel
from promotion.sheets.layouts import Field, Finding, Layout, Record

LAYOUT = Layout(
    key="opening-figures",
    title=N_("Published figures of past years"),
    fields=(
        Field("year", N_("Year of the figure, from 2000 on."), read_year, ("năm",), width=8, example="2024"),
        Field("period", N_("Part of the year: year, 6m, 9m, 11m, q1, q2, q3, q4."), read_period,
              ("kỳ", "kỳ số liệu"), width=9, example="6m", choices=tuple(Period)),
        Field("scope", N_("Kind of place: country, region, province, unit."), read_scope,
              ("phạm vi",), width=11, example="country",
              choices=tuple(PlaceScope)),
        Field("place", N_("Empty for the country; north, central, south; a province's key (2024-91) or its name in "
                          "the edition; a unit's code."), read_code, ("địa bàn", "nơi"), required=False, width=16,
              example="vn"),
        Field("edition", N_("Boundaries that the figure counts on: 2024 (63 provinces) or 2025 (34)."), read_edition,
              ("địa giới", "boundaries"), width=9, example="2024",
              choices=EDITIONS),
        Field("level", N_("Whose money: national, local, total (both), counterpart."), read_level,
              ("cấp",), width=12, example="national", choices=tuple(PublishedLevel)),
        Field("measure", N_("What is counted: a stage of money (approved, released, accepted, disbursed …), projects, "
                            "an indicator's code, or a share such as accepted/approved, local.approved/total.approved; "
                            "approved/approved@-1 is the plan over that of the year before."), read_code,
              ("chỉ tiêu",), width=24, example="released"),
        Field("value", N_("The number as printed. A change of +40.5 % is the share 140.5."), read_value,
              ("giá trị", "số liệu"), width=12, example="45"),
        Field("unit", N_("dong, thousand, million, billion, percent, or count (projects, people, products …)."),
              read_code, ("đơn vị tính", "đvt"), width=10, example="billion"),
        Field("as_of", N_("The day of which the figure tells, if it was printed."), read_day,
              ("số liệu đến ngày", "đến ngày", "as of"), required=False, width=12, example="2024-06-30"),
        Field("source", N_("Where it was printed: document, number and date, or address."), read_text,
              ("nguồn", "nguồn số liệu"), width=40, example="Báo cáo số …/BC-… ngày …"),
        Field("note", N_("What the source says besides, such as “about”."), read_text,
              ("ghi chú",), required=False, width=24),
    ),
    help_sheets=("Hướng dẫn", "Help"),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row of the file, and the figure it gives when nothing is wrong with it."""

    record: Record
    figure: Printed | None


def figures(records: list[Record], known: Known) -> tuple[list[Entry], list[Finding]]:
    """Return the figure of each row, and everything that is wrong between the cells of a row and between rows."""
    findings: list[Finding] = []
    entries: list[Entry] = []
    commas = any(
        isinstance(value := record.values.get("value"), Written) and value.commas for record in records
    )
    first: dict[tuple[object, ...], int] = {}
    for record in records:
        row = Row(record, known)
        figure = row.figure()
        findings += row.findings
        if figure is not None:
            findings += _again(record, figure, first)
            if commas and _is_doubtful(record):
                findings.append(_doubt(record, figure))
        entries.append(Entry(record, figure))
    return entries, findings


def _again(record: Record, figure: Printed, first: dict[tuple[object, ...], int]) -> list[Finding]:
    """Say when a figure of the same question and source stands in an earlier row, with this value or another."""
    row = first.setdefault(figure.identity, record.row)
    if row == record.row:
        return []
    error = Invalid(
        N_("The same figure of %(year)s stands in row %(row)s already, from the same source."),
        {"year": str(figure.year), "row": str(row)},
        cure=N_("Leave one of the two rows, or tell them apart by their day or their source."),
    )
    return [record.finding("year", error)]


def _is_doubtful(record: Record) -> bool:
    value = record.values.get("value")
    return isinstance(value, Written) and value.doubtful


def _doubt(record: Record, figure: Printed) -> Finding:
    error = Invalid(
        N_("Read with a decimal point, while the file also writes decimals with a comma."),
        {"plain": figure.value.replace(".", "")},
        cure=N_("If thousands are meant, write %(plain)s."),
    )
    return record.finding("value", error, severity="note")
