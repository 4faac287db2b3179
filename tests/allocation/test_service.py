"""The plan's verbs on both engines: who may ask, who may book, what is refused, what is kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from promotion.allocation import service
from promotion.allocation.drafts import OpenDraft, ReversalDraft
from promotion.allocation.queries import acts, effects, funds, lines, proposals, written
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.errors import Forbidden, Invalid, NotFound
from promotion.ledger import service as ledger
from promotion.ledger import verify
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Act, Envelope, Proposal
from promotion.ledger.refusals import CeilingReached
from tests.support.treasury import balances, code_of, envelope_ids

BILLION = 10**9


def fields(error: Invalid) -> set[str]:
    return {fault.field for fault in error.faults}


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def code_now(who, draft) -> str | None:
    return getattr(effects.refusal_now(who.scope, draft), "code", None)


# ---------------------------------------------------------------- funds


def test_the_agency_opens_the_national_fund_and_a_department_the_local_one(office):
    national = office.fund("agency")
    local = office.fund("department-2024-91", by=office.clerk)
    assert (national.code, national.level, national.home) == ("KCQG-2024", "national", None)
    assert (local.code, local.level, local.home) == ("KCDP-2024-91-2024", "local", "2024-91")
    assert national.two_person
    assert local.two_person


@pytest.mark.parametrize(
    "unit, who, refused",
    [("agency", "clerk", Forbidden), ("department-2024-91", "agency", Forbidden),
     ("department-2024-91", "stranger", Forbidden), ("centre-2024-91", "clerk", Invalid), ("ipc1", "agency", Invalid)],
)  # fmt: skip
def test_nobody_opens_a_fund_for_another_unit_or_for_one_that_owns_none(office, unit, who, refused):
    with pytest.raises(refused):
        office.fund(unit, by=getattr(office, who))


def test_a_fund_is_opened_once_and_by_a_unit_of_its_year(office):
    office.fund()
    assert code_of(office.fund) == "fund.exists"
    with pytest.raises(Invalid) as refused:
        office.fund("department-2024-91", year=2026, by=office.clerk)
    assert fields(refused.value) == {"owner"}
    with pytest.raises(Invalid):
        unit_of_work.run(lambda: service.open_fund(office.agency, OpenDraft(2024, "no such unit")))


def test_only_the_owners_head_changes_the_two_person_rule(office):
    fund = office.fund()

    def change(who):
        return unit_of_work.run(lambda: service.set_two_person(who, fund.public_id, two_person=False))

    for who in (office.agency, office.clerk, office.chief):
        with pytest.raises((Forbidden, NotFound)):
            change(who)
    assert not change(office.head).two_person


# ---------------------------------------------------------------- propose, book, return, withdraw


def test_an_officer_proposes_and_the_head_books(office):
    fund = office.fund()
    proposal = office.approve(fund, 130 * BILLION)
    assert isinstance(proposal, Proposal)
    assert not balances(office.treasury.top(fund))
    act = office.book(proposal)
    assert (act.proposed_by, act.booked_by, act.number) == (office.agency.user_id, office.head.user_id, 1)
    assert balances(office.treasury.top(fund)) == {"to_list": 130 * BILLION, "to_release": 130 * BILLION}


def test_whoever_proposed_does_not_book_and_an_officer_books_nothing(office):
    fund = office.fund()
    own = office.approve(fund, BILLION, by=replace(office.head, user_id=99))
    assert code_of(lambda: office.book(own, by=replace(office.head, user_id=99))) == "act.two_people"
    with pytest.raises(Forbidden):
        office.book(office.approve(fund, BILLION), by=office.agency)


def test_one_person_proposes_and_books_where_the_fund_allows_it(office):
    fund = office.fund()
    unit_of_work.run(lambda: service.set_two_person(office.head, fund.public_id, two_person=False))
    assert isinstance(office.approve(fund, BILLION, by=office.head), Act)
    assert isinstance(office.approve(fund, BILLION, number="2/QĐ"), Proposal)


def test_a_proposal_comes_back_with_a_reason(office):
    proposal = office.approve(office.fund(), BILLION)
    with pytest.raises(Invalid) as refused:
        unit_of_work.run(lambda: service.send_back(office.head, proposal.public_id, ""))
    assert fields(refused.value) == {"reason"}
    with pytest.raises(Forbidden):
        unit_of_work.run(lambda: service.send_back(office.agency, proposal.public_id, "no"))
    returned = unit_of_work.run(lambda: service.send_back(office.head, proposal.public_id, "wrong number"))
    assert (returned.state, returned.decision_reason) == ("returned", "wrong number")
    assert code_of(lambda: office.book(proposal)) == "proposal.decided"


def test_only_its_author_withdraws_a_proposal(office):
    proposal = office.approve(office.fund(), BILLION)
    assert (
        code_of(lambda: unit_of_work.run(lambda: service.withdraw(office.head, proposal.public_id)))
        == "proposal.owner"
    )
    assert unit_of_work.run(lambda: service.withdraw(office.agency, proposal.public_id)).state == "withdrawn"
    assert code_of(lambda: office.book(proposal)) == "proposal.decided"


def test_two_heads_who_book_at_once_make_one_act(app, office):
    proposal = office.approve(office.fund(), BILLION)

    def book(who):
        with app.app_context():
            return code_of(lambda: office.book(proposal, by=who))

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(book, (office.head, office.other_head)))
    assert sorted(outcomes, key=str) == [None, "proposal.decided"]
    assert count(Act) == 1
    assert verify.differences() == []


# ---------------------------------------------------------------- release


def test_35_percent_of_130_billion_is_kept_with_its_amount(office):
    fund = office.planned()
    proposal = office.release(fund, percent=Decimal(35))
    assert proposal.amount == 45_500_000_000
    assert from_json(proposal.draft).percent == "35"
    act = office.book(proposal)
    assert act.percent == "35"
    assert balances(office.treasury.top(fund))["money"] == 45_500_000_000


def test_after_45_billion_35_percent_are_half_a_billion(office):
    fund = office.planned()
    office.book(office.release(fund, amount=45 * BILLION))
    assert office.release(fund, percent=Decimal(35)).amount == BILLION // 2


def test_a_percentage_is_of_the_plan_on_the_business_date(office):
    fund = office.planned(100 * BILLION)
    office.book(office.approve(fund, 30 * BILLION, number="2/QĐ", day=date(2024, 9, 1)))
    before = office.release(fund, percent=Decimal(10), paper=office.paper(day=date(2024, 8, 31)))
    since = office.release(fund, percent=Decimal(10), paper=office.paper(day=date(2024, 9, 1)))
    assert (before.amount, since.amount) == (10 * BILLION, 13 * BILLION)


@pytest.mark.parametrize("percent", ["34.6", "30", "0"])
def test_a_percentage_below_what_is_released_is_refused(office, percent):
    fund = office.planned()
    office.book(office.release(fund, amount=45 * BILLION))
    with pytest.raises(Invalid) as refused:
        office.release(fund, percent=Decimal(percent))
    assert fields(refused.value) == {"percent"}


@pytest.mark.parametrize("draft", [{}, {"amount": 1, "percent": Decimal(35)}])
def test_one_of_amount_and_percentage_is_asked_for(office, draft):
    with pytest.raises(Invalid) as refused:
        office.release(office.planned(), **draft)
    assert fields(refused.value) == {"amount"}


def test_what_was_shown_must_still_hold_when_it_is_sent(office):
    fund = office.planned()
    assert code_of(lambda: office.release(fund, percent=Decimal(35), shown=45 * BILLION)) == "release.moved"
    assert office.release(fund, percent=Decimal(35), shown=45_500_000_000).amount == 45_500_000_000


def test_a_percentage_is_not_booked_once_it_means_another_amount(office):
    fund = office.planned()
    first, second = (
        office.release(fund, percent=Decimal(35), paper=office.paper(number)) for number in ("7", "8")
    )
    office.book(first)
    assert code_of(lambda: office.book(second)) == "release.moved"
    assert code_now(office.head, from_json(second.draft)) == "release.moved"


def test_no_release_beyond_the_plan_is_proposed_unless_another_proposal_makes_room(office):
    fund = office.planned(100 * BILLION)
    with pytest.raises(CeilingReached) as refused:
        office.release(fund, amount=101 * BILLION)
    assert (refused.value.available, refused.value.envelope_id) == (100 * BILLION, office.treasury.top(fund))
    early = office.release(fund, amount=101 * BILLION, paper=office.paper(anyway=True))
    assert code_of(lambda: office.book(early)) == "ceiling.fund.to_release"
    assert code_now(office.head, from_json(early.draft)) == "ceiling.fund.to_release"
    office.book(office.approve(fund, BILLION, number="2/QĐ"))
    assert code_now(office.head, from_json(early.draft)) is None
    assert office.book(early).number == 3


# ---------------------------------------------------------------- days and documents


@pytest.mark.parametrize(
    "day, code",
    [
        (today() + timedelta(days=1), "day.future"),
        (date(2025, 2, 1), "day.year"),
        (date(2023, 8, 31), "day.year"),
    ],
)
def test_a_business_date_belongs_to_the_year_and_not_to_the_future(office, day, code):
    fund = office.planned()
    document = office.paper()
    assert code_of(lambda: office.release(fund, amount=1, paper=replace(document, business_date=day))) == code


def test_a_document_has_a_number_an_issuer_and_no_day_to_come(office):
    fund = office.planned()
    paper = office.paper()
    empty = replace(
        paper, document=replace(paper.document, number="", issuer="", day=today() + timedelta(days=1))
    )
    with pytest.raises(Invalid) as refused:
        office.release(fund, amount=1, paper=empty)
    assert fields(refused.value) == {"document_number", "document_issuer", "document_date"}


# ---------------------------------------------------------------- listing and sharing out


@pytest.fixture
def spread(office):
    """A national fund with two shares and three lines, released to 35 %."""
    fund = office.planned(100 * BILLION)
    shares = [office.treasury.share(fund, unit) for unit in ("centre-2024-91", "centre-2024-89")]
    rows = [office.treasury.line(share, number) for number, share in enumerate((*shares, shares[0]), 1)]
    office.book(
        office.rows("list_lines", fund, dict(zip(rows, (2 * BILLION, 3 * BILLION, 5 * BILLION), strict=True)))
    )
    office.book(office.release(fund, percent=Decimal(35)))
    return fund, shares, rows


def test_lines_are_listed_together_and_no_more_than_the_plan(office, spread):
    fund, _shares, rows = spread
    assert balances(rows[0]) == {"to_assign": 2 * BILLION, "to_commit": 2 * BILLION}
    with pytest.raises(CeilingReached) as refused:
        office.rows("list_lines", fund, {rows[0]: 60 * BILLION, rows[1]: 31 * BILLION})
    assert (refused.value.params["available"], refused.value.params["asked"]) == (90 * BILLION, 91 * BILLION)


def test_shares_are_given_pro_rata_and_add_up(office, spread):
    fund, shares, _rows = spread
    head = funds.head(office.agency, "en", fund.public_id)
    rows = lines.share_rows(office.agency.scope, "en", head)
    due = {row.envelope_id: row.entitled for row in rows}
    assert due == {shares[0]: 2_450_000_000, shares[1]: 1_050_000_000}
    office.book(office.rows("share_out", fund, due))
    head = funds.head(office.agency, "en", fund.public_id)
    assert (head.position.shared, head.position.unshared) == (3_500_000_000, 31_500_000_000)
    assert verify.differences() == []


def test_a_unit_new_to_the_fund_gets_its_share_with_the_proposal(office, spread):
    fund, shares, _rows = spread
    proposal = office.rows("share_out", fund, {shares[0]: 10}, newcomer=(office.unit("ipc1"), 5))
    assert proposal.amount == 15
    office.book(proposal)
    (share,) = envelope_ids(kind="share", unit_id=office.treasury.units["ipc1"])
    assert balances(share) == {"released": 5, "money": 5}
    with pytest.raises(Invalid) as refused:
        office.rows("share_out", fund, {}, newcomer=(office.unit("ipc1"), 5))
    assert fields(refused.value) == {"unit"}


def test_no_more_is_shared_out_than_is_released_and_something_must_be(office, spread):
    fund, shares, _rows = spread
    with pytest.raises(CeilingReached):
        office.rows("share_out", fund, {shares[0]: 35 * BILLION + 1})
    with pytest.raises(Invalid):
        office.rows("share_out", fund, {})


def test_a_row_of_another_fund_or_kind_is_missing(office, spread):
    fund, shares, rows = spread
    other = office.fund(year=2023)
    for verb, row in (("share_out", rows[0]), ("list_lines", shares[0])):
        with pytest.raises(NotFound):
            office.rows(verb, fund, {row: 1})
    with pytest.raises(NotFound):
        office.rows("list_lines", other, {rows[0]: 1}, paper=office.paper(day=date(2023, 5, 5)))


# ---------------------------------------------------------------- whose money it is


def test_a_province_touches_no_plan_of_the_nation(office, spread):
    fund, shares, rows = spread
    attempts = [
        lambda who: office.approve(fund, 1, by=who),
        lambda who: office.release(fund, amount=1, by=who),
        lambda who: office.rows("list_lines", fund, {rows[0]: 1}, by=who),
        lambda who: office.rows("share_out", fund, {shares[0]: 1}, by=who),
    ]
    before = count(Proposal)
    for attempt in attempts:
        for who in (office.clerk, office.chief):
            with pytest.raises(Forbidden):
                attempt(who)
    open_now = office.release(fund, amount=1)
    with pytest.raises(NotFound):
        office.book(open_now, by=office.chief)
    assert count(Proposal) == before + 1


def test_a_foreign_provinces_fund_is_like_a_missing_one(office):
    local = office.fund("department-2024-91", by=office.clerk)
    act = office.book(office.approve(local, BILLION, by=office.clerk), by=office.chief)
    waiting = office.approve(local, BILLION, by=office.clerk, number="2/QĐ")
    for attempt in (
        lambda: office.approve(local, 1, by=office.stranger),
        lambda: office.book(waiting, by=office.stranger),
        lambda: funds.head(office.stranger, "en", local.public_id),
        lambda: proposals.view(office.stranger, "en", waiting.public_id),
        lambda: unit_of_work.run(
            lambda: service.reverse(office.stranger, act.public_id, ReversalDraft(office.paper()))
        ),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(Forbidden):
        office.approve(local, 1, by=office.agency)


def test_a_province_sees_its_part_of_the_national_fund_only(office, spread):
    fund, shares, rows = spread
    office.book(office.rows("share_out", fund, {shares[0]: 700, shares[1]: 900}))
    head = funds.head(office.clerk, "en", fund.public_id)
    assert not head.whole
    assert not head.may_propose
    assert (head.position.listed, head.position.shared) == (7 * BILLION, 700)
    assert [row.received for row in lines.share_rows(office.clerk.scope, "en", head)] == [700]
    seen = lines.line_rows(office.clerk.scope, "en", head)
    assert [row.envelope_id for row in seen.rows] == [rows[0], rows[2]]


# ---------------------------------------------------------------- taking back


def test_an_act_is_taken_back_once_by_two_people_with_a_reason(office):
    fund = office.planned()
    act = office.book(office.release(fund, amount=BILLION))

    def back(**paper):
        draft = ReversalDraft(office.paper("9/QĐ", **paper))
        return unit_of_work.run(lambda: service.reverse(office.agency, act.public_id, draft))

    assert code_of(back) == "act.reason"
    proposal = back(reason="entered twice")
    office.book(proposal)
    assert balances(office.treasury.top(fund)) == {"to_list": 130 * BILLION, "to_release": 130 * BILLION}
    assert code_of(lambda: back(reason="again")) == "act.reversed"
    assert verify.differences() == []


def test_what_was_passed_on_is_not_taken_back(office, spread):
    fund, shares, _rows = spread
    office.book(office.rows("share_out", fund, {shares[0]: BILLION}))
    release = db.session.scalars(select(Act).where(Act.kind == "release")).one()
    draft = ReversalDraft(office.paper(reason="withdrawn"))
    with pytest.raises(CeilingReached):
        unit_of_work.run(lambda: service.reverse(office.agency, release.public_id, draft))
    anyway = ReversalDraft(office.paper(reason="withdrawn", anyway=True))
    proposal = unit_of_work.run(lambda: service.reverse(office.agency, release.public_id, anyway))
    with pytest.raises(CeilingReached):
        office.book(proposal)


# ---------------------------------------------------------------- reads


def test_the_inbox_tells_what_waits_for_whom(office):
    fund = office.planned()
    office.release(fund, amount=1)
    mine = proposals.inbox(office.agency, "en")
    head = proposals.inbox(office.head, "en")
    assert (len(mine.for_me), len(mine.mine), len(mine.decided)) == (0, 1, 1)
    assert (len(head.for_me), len(head.mine), head.open) == (1, 0, 1)
    assert proposals.inbox(office.clerk, "en").open == 0


def test_acts_of_the_plan_are_told_from_acts_of_spending(office, spread):
    fund, shares, rows = spread
    shared = office.book(office.rows("share_out", fund, {shares[0]: BILLION}))
    unit_of_work.run(lambda: service.set_two_person(office.head, fund.public_id, two_person=False))
    office.treasury.act("assign", fund, (rows[0], 7))
    back = ReversalDraft(office.paper(reason="withdrawn", anyway=True))
    unit_of_work.run(lambda: service.reverse(office.agency, shared.public_id, back))

    def kinds(**which):
        return [row.kind for row in acts.act_rows(office.agency.scope, fund.id, page=1, **which).rows]

    assert kinds() == ["assign", "share", "release", "list", "approve"]
    assert kinds(of_plan=True) == ["share", "release", "list", "approve"]
    assert kinds(of_plan=False) == ["assign"]


def test_a_line_waits_since_its_counter_rose_from_nothing(office, spread):
    fund, _shares, rows = spread
    head = funds.head(office.agency, "en", fund.public_id)
    assert head.waiting == 3
    page = lines.line_rows(office.agency.scope, "en", head, waiting=True, page=1)
    assert {row.envelope_id: row.since for row in page.rows} == dict.fromkeys(rows, date(2024, 5, 20))


def test_the_same_document_is_noticed(office):
    fund = office.planned()
    office.release(fund, amount=1, paper=office.paper("5/QĐ"))
    same = from_json(office.release(fund, amount=2, paper=office.paper("5/QĐ")).draft)
    assert len(proposals.twins(office.agency, same)) == 2


def test_what_an_act_of_spending_draws_on_is_shown_before_and_after(office, spread):
    fund, shares, rows = spread
    office.book(office.rows("share_out", fund, {shares[0]: 700}))
    draft = office.treasury.draft("assign", fund, (rows[0], 900))
    worked = effects.rehearsed(office.clerk.scope, draft)[1]
    read = written.places_of(office.clerk.scope, "en", fund, draft.places)
    shown = effects.counter_effects(worked, read)
    assert {(effect.label, effect.before, effect.after) for effect in shown} == {
        ("Waiting for money", 2 * BILLION, 2 * BILLION - 900),
        ("Money held", 700, -200),
    }
    assert code_now(office.clerk, draft) == "ceiling.share.money"


def test_nothing_is_written_by_asking_what_would_be_refused(office, spread):
    fund, shares, _rows = spread
    draft = office.treasury.draft("share", fund, (shares[0], 1))
    before = count(Act)
    assert code_now(office.head, draft) is None
    assert isinstance(unit_of_work.run(lambda: ledger.propose(office.agency, draft)), Proposal)
    assert count(Act) == before
    assert db.session.get_one(Envelope, shares[0]).released == 0
