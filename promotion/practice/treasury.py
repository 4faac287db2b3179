"""Treasury statements of one centre: that of an earlier quarter signed off, the last one with every kind of slip.

They come in through the ordinary verbs, from a file made of what the centre paid: nothing here is written by rows.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import StringIO

from promotion.access.actor import Actor
from promotion.kernel.calendar import date_text
from promotion.practice.ground import Ground
from promotion.practice.people import actor_of
from promotion.practice.plan import MERGER
from promotion.treasury import arriving, cash, service, signing
from promotion.treasury.cash import Cash
from promotion.treasury.comparing import compare
from promotion.treasury.drafts import ExplanationDraft, StatementDraft
from promotion.treasury.models import Statement
from promotion.treasury.rules import Reason

CENTRE = "centre-2025-91"
OFFICE, ACCOUNT = "Kho bạc Nhà nước khu vực XIX", "9527.3.1105822"
MANY = 8
"""With fewer payments not every slip can be shown."""
_BACK = 8  # so many quarters are looked through
_FEE = 22_000
_HEAD = ("STT", "Số chứng từ", "Ngày hạch toán", "Đơn vị thụ hưởng", "Nội dung", "Ghi nợ", "Ghi có")


@dataclass(frozen=True)
class _Line:
    """One row of a file: đồng paid out, below nothing what came back."""

    voucher: str
    day: date
    payee: str
    content: str
    amount: int


def write(ground: Ground, day: date) -> int:
    """Enter the statements; return how many. There are none while the centre has paid too little."""
    desk = ground.desks[CENTRE]
    clerk, head = actor_of(desk.clerk), actor_of(desk.head)
    unit = ground.units[CENTRE].id
    newest: tuple[date, date, list[Cash]] | None = None
    for first, last in _quarters(day):
        asked = Statement(unit_id=unit, account="", first_day=first, last_day=last, level=None)
        acts = list(cash.in_period(asked).values())
        if newest is None and len(acts) >= MANY:
            newest = first, last, acts
        elif newest is not None and acts:
            _sign(clerk, head, _store(clerk, unit, first, last, [*_said(acts), _fee(last)]))
            _store(clerk, unit, *newest[:2], _slips(newest[2], newest[1]))
            return 2
    if newest is not None:
        _store(clerk, unit, *newest[:2], _slips(newest[2], newest[1]))
    return int(newest is not None)


def _quarters(day: date) -> list[tuple[date, date]]:
    """Return the last quarters that have ended, the newest first; none before the centre came into being."""
    start = date(day.year, day.month - (day.month - 1) % 3, 1)
    found = []
    for _turn in range(_BACK):
        last = start - timedelta(days=1)
        start = date(last.year, last.month - 2, 1)
        found.append((start, last))
    return [one for one in found if one[0] >= MERGER]


def _said(acts: Sequence[Cash]) -> list[_Line]:
    """Return what the treasury says of acts when it says the same as we."""
    return [
        _Line(
            act.voucher,
            act.day,
            act.contracts[0].party if act.contracts else "",
            f"Chi theo {act.voucher}",
            act.amount,
        )
        for act in acts
    ]


def _fee(last: date) -> _Line:
    return _Line(f"PHI{last:%m%y}", last, OFFICE, "Phí chuyển tiền", _FEE)


def _slips(acts: Sequence[Cash], last: date) -> list[_Line]:
    """Return a statement in which something differs: a spelling, a day, an amount, a transfer for two, a row and an act
    too many.
    """
    spelt, late, other, one, two, _missing, *rest = _said(acts)
    joined = replace(
        one, voucher=f"LCG {last:%m}/{last:%y}", amount=one.amount + two.amount, content="Chi gộp hai hồ sơ"
    )
    return [
        replace(spelt, voucher=f" {spelt.voucher.lower()} "),
        replace(late, day=min(late.day + timedelta(days=1), last)),
        replace(other, amount=other.amount - other.amount % 1_000_000 + 500_000),
        joined,
        *rest,
        _fee(last),
        _Line(f"UNC {last:%m}99", last, "Công ty TNHH Thương mại Phú Tân", "Chi chưa rõ hồ sơ", 18_600_000),
    ]


def _store(clerk: Actor, unit: int, first: date, last: date, lines: Sequence[_Line]) -> Statement:
    draft = StatementDraft(
        unit, None, OFFICE, ACCOUNT, first, last, f"sao-ke-{first:%Y%m}-{last:%Y%m}.csv", _file(lines)
    )
    return arriving.store(clerk, arriving.send(clerk, draft).public_id, {})


def _file(lines: Sequence[_Line]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([OFFICE.upper(), "SAO KÊ TÀI KHOẢN"])
    writer.writerow(_HEAD)
    for number, line in enumerate(sorted(lines, key=lambda line: (line.day, line.voucher)), 1):
        debit, credit = max(line.amount, 0) or "", max(-line.amount, 0) or ""
        writer.writerow(
            [number, line.voucher, date_text(line.day, "vi"), line.payee, line.content, debit, credit]
        )
    return out.getvalue().encode()


def _sign(clerk: Actor, head: Actor, statement: Statement) -> None:
    keys = [case.key for case in compare(statement).cases if case.wanting]
    service.explain(
        clerk, statement.public_id, keys, ExplanationDraft(Reason.fee, "Phí chuyển tiền hằng quý")
    )
    signing.sign(head, statement.public_id, "Đã đối chiếu với Kho bạc", compare(statement).mark)
