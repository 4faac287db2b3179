"""A treasury statement of 5,000 rows: read, checked and matched with 5,000 acts, against the same file read plain.

The rows hold what makes matching work: other spellings, days apart, transfers for several acts, other amounts, doubles,
and payees without a common voucher. Processor time, medians, ways taken in turns.
"""

import gc
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from importlib import metadata
from io import BytesIO
from statistics import median
from time import process_time

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks._results import Result, note
from promotion.treasury.checking import Checked, check
from promotion.treasury.drafts import StatementDraft
from promotion.treasury.matching import Item, Outcome, match
from promotion.treasury.rules import tax_codes

ROWS, ROUNDS = 5_000, 7
SECONDS, GROWTH = 5.0, 2.6
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
HEAD = ("STT", "Số chứng từ", "Ngày hạch toán", "Đơn vị thụ hưởng", "Nội dung", "Ghi nợ", "Ghi có")


def measure() -> bool:
    """Note the processor time of the whole, its ratio to a plain reading, and how matching grows."""
    acts = _acts(ROWS)
    content = _file(acts)
    draft = StatementDraft(1, None, "KBNN", "1", FIRST, LAST, "a.xlsx", content)
    whole, plain = _in_turns(lambda: _whole(draft, acts), lambda: _plain(content))
    checked = check(draft)
    outcome = _match(checked, acts)
    assert checked.clean
    assert len(checked.rows) == ROWS
    assert len(outcome.matched) > ROWS // 2
    assert outcome.differing
    assert outcome.theirs
    assert outcome.ours
    print(
        f"{len(outcome.matched):,} matched, {len(outcome.differing):,} differ, {len(outcome.theirs):,} theirs only"
    )
    version = f"python-calamine {metadata.version('python-calamine')}"
    size = f"statement of {ROWS:,} rows read, checked and matched with {ROWS:,} acts"
    fast = note(
        Result(
            "P21",
            f"{size}, processor time",
            version,
            f"{whole:.1f} s",
            f"≤ {SECONDS:.0f} s",
            whole <= SECONDS,
        )
    )
    note(Result("P21", f"{size}, against the file read plain", version, f"{whole / plain:.1f} × the time"))
    double = _acts(2 * ROWS)
    more, fewer = _items(double), _items(acts)
    twice, once = _in_turns(lambda: match(more, double, (), ()), lambda: match(fewer, acts, (), ()))
    grown = twice / once
    even = note(Result("P21", f"matching {2 * ROWS:,} with {2 * ROWS:,}, against {ROWS:,} with {ROWS:,}", version,
                       f"{grown:.2f} × the time", f"≤ {GROWTH} ×", grown <= GROWTH))  # fmt: skip
    return fast and even


def _acts(count: int) -> list[Item]:
    chance = random.Random(1945)
    firms = [f"Công ty TNHH Cơ khí số {number}" for number in range(count // 20)]
    return [
        Item(
            number,
            f"UNC {number:05}/2025",
            FIRST + timedelta(days=chance.randrange(360)),
            chance.randrange(1, 900) * 500_000,
            chance.choice(firms),
        )
        for number in range(count)
    ]


def _rows(acts: list[Item]) -> list[tuple[str, date, str, int]]:
    """Return what a treasury says of these acts: one in ten otherwise than we do."""
    chance, rows = random.Random(2025), []
    for act in acts:
        voucher, day, payee, amount = act.voucher, act.day, act.payee, act.amount
        match chance.randrange(50):
            case 0:
                voucher = f"unc{act.key}-2025"
            case 1:
                day = min(day + timedelta(days=chance.randrange(1, 5)), LAST)
            case 2:
                amount += 500_000
            case 3:
                voucher = f"LCT {act.key}"
            case 4:
                voucher, payee = f"LCT {act.key}", ""
            case _:
                pass
        rows.append((voucher, day, payee, amount))
    return rows


def _file(acts: list[Item]) -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "remove_timezone": True})
    sheet, days = book.add_worksheet("Sao kê"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEAD)
    for number, (voucher, day, payee, amount) in enumerate(_rows(acts), 1):
        sheet.write_number(number, 0, number)
        sheet.write_string(number, 1, voucher)
        sheet.write_datetime(number, 2, datetime.combine(day, time(), UTC), days)
        sheet.write_string(number, 3, payee)
        sheet.write_string(number, 4, f"Thanh toán đợt {number}")
        sheet.write_number(number, 5, amount)
    book.close()
    return content.getvalue()


def _whole(draft: StatementDraft, acts: list[Item]) -> None:
    _match(check(draft), acts)


def _match(checked: Checked, acts: list[Item]) -> Outcome:
    rows = [
        Item(
            one.number,
            one.voucher,
            one.day,
            one.amount,
            one.payee,
            tax_codes(f"{one.payee} · {one.content}"),
        )
        for one in checked.rows
    ]
    return match(rows, acts, (), ())


def _items(acts: list[Item]) -> list[Item]:
    return [
        Item(number, voucher, day, amount, payee)
        for number, (voucher, day, payee, amount) in enumerate(_rows(acts))
    ]


def _plain(content: bytes) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        book.get_sheet_by_index(0).to_python()


def _in_turns(*ways: Callable[[], object]) -> list[float]:
    """Return the median processor time of each way, taken in turns."""
    times: list[list[float]] = [[] for _way in ways]
    for _round in range(ROUNDS):
        for kept, way in zip(times, ways, strict=True):
            gc.collect()
            start = process_time()
            way()
            kept.append(process_time() - start)
    return [median(kept) for kept in times]
