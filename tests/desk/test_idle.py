"""Idle money: where it lies, since when; the same as the overview finds; pages, workbooks and scope."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from promotion.access.actor import EVERYTHING
from promotion.database.handle import db
from promotion.desk.queries import idle as reads
from promotion.desk.rules.idle import Owing, Where, spread
from promotion.desk.views import idle as views
from promotion.disbursement import service
from promotion.figures import idle as figures
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.ledger.models import Envelope
from promotion.oversight.rules import age_of
from tests.desk.conftest import cells, ground, numbers
from tests.factories import people
from tests.support.desk import BEGIN, DAY, MILLION

SIGNED = date(2024, 6, 3)
amounts = st.integers(0, 10**12)
owing = st.lists(st.tuples(amounts, amounts), max_size=6).map(
    lambda pairs: [Owing(number, owed, paid) for number, (owed, paid) in enumerate(pairs, 1)]
)


@given(amounts, owing)
def test_the_parts_of_a_line_add_up_and_no_contract_is_given_more_than_it_owes(money, contracts):
    found = spread(money, contracts)
    assert sum(one.amount for one in found) == money
    assert all(one.amount > 0 for one in found)
    by_id = {one.envelope_id: one for one in contracts}
    for one in found:
        if one.contract is not None:
            assert one.amount <= by_id[one.contract].owed
            assert (one.where is Where.going) == bool(by_id[one.contract].paid)
    free = sum(one.amount for one in found if one.where is Where.line)
    assert free == max(0, money - sum(one.owed for one in contracts))


@pytest.mark.data("desk")
def test_money_goes_from_place_to_place_until_it_is_paid(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    nothing = dict.fromkeys(Where, 0)
    assert reads.idle(ground()).by_where == nothing | {Where.share: 200 * MILLION}
    desk.book(desk.assign(line, 150 * MILLION))
    contract = desk.book(desk.commit(line, 120 * MILLION, day=SIGNED)).commitment
    found = reads.idle(ground())
    assert found.by_where == nothing | {
        Where.share: 50 * MILLION, Where.line: 30 * MILLION, Where.contract: 120 * MILLION,
    }  # fmt: skip
    since = {one.where: one.since for one in found.parts}
    assert since == {Where.share: BEGIN, Where.line: DAY, Where.contract: SIGNED}
    assert all(one.days == (today() - one.since).days and one.age is age_of(one.days) for one in found.parts)
    assert found.by_age[age_of((today() - DAY).days)] == 200 * MILLION
    desk.book(desk.spend(service.advance, contract, 36 * MILLION, voucher=desk.voucher("R-1", SIGNED)))
    assert reads.idle(ground()).by_where == nothing | {
        Where.share: 50 * MILLION, Where.line: 30 * MILLION, Where.going: 84 * MILLION,
    }  # fmt: skip


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize(
    "asked",
    [{"year": 2024}, {"year": 2025}, {"year": 2024, "level": Level.local}, {"year": 2025, "province": "2025-91"},
     {"year": 2024, "region": Region.south}, {"year": 2024, "unit": "ipc1"}, {"year": 2024, "content": "ND3"}],
)  # fmt: skip
@pytest.mark.parametrize("role", ["agency", "clerk", "finance"])
def test_it_agrees_with_the_overview_and_with_the_counters(app, asked, role):
    with app.test_request_context():
        scope = people.actor(role).scope
        wanted = ground(scope, **asked)
        found = reads.idle(wanted)
        overview = figures.idle(scope, wanted.question.figures, "vi")
        assert found.by_where[Where.share] == overview.in_shares
        on_lines = sum(found.by_where[place] for place in (Where.line, Where.contract, Where.going))
        assert on_lines == overview.on_lines
        assert sum(found.by_age.values()) == found.total
        if scope == EVERYTHING and asked == {"year": 2024}:
            held = select(func.sum(Envelope.money)).where(Envelope.budget_year == 2024)
            assert found.total == db.session.scalar(held) > 0


@pytest.mark.data("country", shared=True)
def test_page_and_workbook_say_the_same_and_lead_to_the_books(app, read, sheet_of):
    with app.app_context():
        found = reads.idle(ground(year=2024))
        every = {one.row.public_id for one in found.parts}
        total = found.total
    text = read("agency", "/desk/idle?year=2024")
    _head, *rows, last = cells(text, "idle")
    shown = [int(row[-1].replace(".", "")) for row in rows]
    assert shown == sorted(shown, reverse=True)
    assert sum(shown) == int(last[-1].replace(".", "")) == total
    assert {address for address in every if f"/envelopes/{address}?counter=money" in text} == every
    days = [
        int(row[-2].replace(".", ""))
        for row in cells(read("agency", "/desk/idle?year=2024&sort=days"), "idle")[1:-1]
    ]
    assert days == sorted(days)
    (sheet,) = sheet_of("agency", "/desk/idle.xlsx?year=2024").values()
    assert sum(value for value in numbers(sheet) if value == total) == total
    assert [row[-1] for row in sheet if str(row[0]).isdigit()] == shown
    part = read("agency", "/desk/idle?year=2024&where=share")
    assert len(cells(part, "idle")) - 2 == len([one for one in found.parts if one.where is Where.share])
    assert "Không có khoản tồn đọng phù hợp" in read("agency", "/desk/idle?year=2024&q=khong+co+gi")
    wrong = read("agency", "/desk/idle?year=2024&where=x&age=y")
    assert wrong.count("Vui lòng chọn một mục trong danh sách") == 2


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("address", ["/desk/idle?year=2024", "/desk/idle.xlsx?year=2024"])
def test_a_centre_sees_its_own_idle_money_only(read, sheet_of, address):
    for role, seen in (("clerk", {"qzxkgn", "qzxkgl"}), ("foreign clerk", {"qzxtgn", "qzxtgl"})):
        text = str(sheet_of(role, address)) if "xlsx" in address else read(role, address)
        for word in ("qzxkgn", "qzxkgl", "qzxtgn", "qzxtgl", "qzxipn"):
            assert (word in text) == (word in seen), (role, word)


@pytest.mark.one_engine
@pytest.mark.data("country", shared=True)
def test_a_workbook_that_holds_less_than_the_list_says_so_and_so_does_the_page(
    app, read, sheet_of, monkeypatch
):
    with app.app_context():
        count = len(reads.idle(ground(year=2024)).parts)
    (whole,) = sheet_of("agency", "/desk/idle.xlsx?year=2024").values()
    assert whole[-1][0] == f"{count} dòng: toàn bộ danh sách."
    assert "tệp bảng tính chứa" not in read("agency", "/desk/idle?year=2024")
    monkeypatch.setattr(views, "LIMIT", 2)
    (cut,) = sheet_of("agency", "/desk/idle.xlsx?year=2024").values()
    assert str(cut[-1][0]).startswith(f"2 dòng đầu trong {count} dòng")
    assert "Cộng các dòng có trong tệp này" in str(cut)
    assert f"Danh sách có {count} dòng; tệp bảng tính chứa 2 dòng đầu" in read(
        "agency", "/desk/idle?year=2024"
    )
