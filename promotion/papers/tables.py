"""The rows of the lists that a paper may write, each column a text; None where nothing is recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from promotion.catalogue import queries as catalogue
from promotion.disbursement.queries import Contract
from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Language
from promotion.kernel.money import amount_text, number_text
from promotion.ledger.deeds import ActKind
from promotion.projects import queries
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.projects.money import Money
from promotion.projects.rules import OtherKind, Stage
from promotion.web.languages import words

Rows = list[dict[str, str | None]]
_VI = str(Language.vi)
_CASH: Mapping[str, int] = {
    **dict.fromkeys((ActKind.advance, ActKind.pay, ActKind.final_pay), 1),
    **dict.fromkeys((ActKind.refund, ActKind.fail), -1),
}
"""Acts by which money went out on a contract, or came back."""


@dataclass(frozen=True)
class Speech:
    """How a paper says choices and contents: in Vietnamese, read once for all of it."""

    said: Callable[[str], str]
    contents: Mapping[str, str]


def speech() -> Speech:
    """Return the words of choices and the names of contents."""
    return Speech(words(_VI), {row.code: row.name_vi for row in catalogue.contents()})


def lines(sums: Money, speech: Speech) -> Rows:
    """Return the lines of money in the order in which they were made."""
    return [
        {
            "stt": str(number),
            "nam": str(found.fund.budget_year),
            "nguon": found.fund.code,
            "noi_dung": speech.contents.get(found.line.content_code or ""),
            "so_tien": amount_text(found.line.listed, _VI),
            "da_giao": amount_text(found.line.assigned, _VI),
        }
        for number, found in enumerate(sums.lines, 1)
    ]


def others(found: Sequence[OtherMoney], speech: Speech) -> Rows:
    """Return counterpart and other money, oldest first."""
    return [
        {
            "stt": str(number),
            "loai": speech.said(OtherKind(one.kind).label),
            "don_vi": one.payer,
            "so_tien": amount_text(one.amount, _VI),
        }
        for number, one in enumerate(found, 1)
    ]


def parties(found: Sequence[Beneficiary]) -> Rows:
    """Return the beneficiaries in the order in which they were entered."""
    return [
        {"stt": str(number), "ten": one.name, "dia_chi": one.address, "ma_so_thue": one.tax_code}
        for number, one in enumerate(found, 1)
    ]


def indicators(project: Project, sums: Money) -> Rows:
    """Return the indicators of the project's contents, and any that has a value."""
    values = queries.indicator_values(project)
    contents = {found.line.content_code for found in sums.lines} | {content for content, _code, _of in values}

    def value(content: str, code: str, stage: Stage) -> str | None:
        held = values.get((content, code, str(stage)))
        return None if held is None else number_text(held.value, _VI)

    rows = [row for row in catalogue.indicators() if row.content_code in contents]
    return [
        {
            "stt": str(number),
            "ten": row.name_vi,
            "don_vi": row.unit_vi,
            "ke_hoach": value(row.content_code, row.code, Stage.plan),
            "thuc_hien": value(row.content_code, row.code, Stage.actual),
        }
        for number, row in enumerate(rows, 1)
    ]


def spent(contract: Contract, speech: Speech) -> Rows:
    """Return the advances and payments of a contract that stand, oldest first."""
    booked = [one for one in reversed(contract.money.acts) if one.act.kind in _CASH and not one.reversed]
    return [
        {
            "stt": str(number),
            "ngay": day_text(one.act.business_date),
            "loai": speech.said(ActKind(one.act.kind).label),
            "chung_tu": one.act.document_number,
            "so_tien": amount_text(one.amount * _CASH[one.act.kind], _VI),
        }
        for number, one in enumerate(booked, 1)
    ]


def day_text(day: date | None) -> str | None:
    """Return a day as papers write it in a row or a sentence: dd/mm/yyyy."""
    return date_text(day, _VI) if day else None
