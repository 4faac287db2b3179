"""Notices on both engines: to whom a release and a share are told, with which figures, and who has read them."""

import pytest
from sqlalchemy import func, select

from promotion.allocation import service as allocation
from promotion.allocation.drafts import ReversalDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.kernel.errors import Forbidden, NotFound
from promotion.ledger import verify
from promotion.ledger.models import Act, Envelope
from promotion.notices import queries, service
from promotion.notices.models import Notice
from promotion.units.models import Unit
from tests.support.treasury import code_of

BILLION = 10**9
KG, AG, DT = "centre-2024-91", "centre-2024-89", "centre-2024-87"


def told(code: str | None = None) -> list[tuple[str, dict]]:
    """Return kind and facts of the notices to a unit, oldest first."""
    db.session.rollback()
    query = select(Notice).join(Unit, Unit.id == Notice.unit_id).order_by(Notice.id)
    found = db.session.scalars(query.where(Unit.code == code) if code else query)
    return [(one.kind, one.facts) for one in found]


@pytest.fixture
def fund(office):
    """A national fund of 130 bn: Kiên Giang listed with 4 bn, An Giang with 2 bn, Đồng Tháp with an empty share."""
    fund = office.planned()
    shares = {code: office.treasury.share(fund, code) for code in (KG, AG, DT)}
    lines = [office.treasury.line(shares[code], number) for number, code in enumerate((KG, KG, AG), 1)]
    office.book(office.rows("list_lines", fund, dict.fromkeys(lines, 2 * BILLION)))
    office.shares = shares
    return fund


def test_a_release_is_told_once_to_each_unit_with_lines_and_says_where_the_unit_stands(office, fund):
    assert told() == []
    proposal = office.release(fund, amount=45 * BILLION)
    assert told() == []  # a proposal is no news
    office.book(proposal)
    assert [len(told(code)) for code in (KG, AG, DT)] == [1, 1, 0]
    kind, facts = told(KG)[0]
    assert kind == "release"
    assert facts | {"fund_id": "", "act_id": ""} == {
        "fund": "KCQG-2024", "fund_id": "", "act_id": "", "document": "1/QĐ", "amount": 45 * BILLION,
        "listed": 4 * BILLION, "received": 0, "waiting": 4 * BILLION, "released": 45 * BILLION,
        "approved": 130 * BILLION,
    }  # fmt: skip


def test_a_share_is_told_to_the_units_that_got_one_and_taking_back_is_told_too(office, fund):
    office.book(office.release(fund, amount=45 * BILLION))
    act = office.book(office.rows("share_out", fund, {office.shares[KG]: 3 * BILLION}))
    assert [kind for kind, _facts in told(KG)] == ["release", "share"]
    assert [kind for kind, _facts in told(AG)] == ["release"]
    assert told(KG)[1][1]["amount"] == told(KG)[1][1]["received"] == 3 * BILLION
    draft = ReversalDraft(office.paper("3/QĐ", reason="wrong unit"))
    office.book(unit_of_work.run(lambda: allocation.reverse(office.agency, act.public_id, draft)))
    assert told(KG)[2][0] == "share_back"
    assert told(KG)[2][1]["received"] == 0
    assert len(told(AG)) == 1


def test_a_release_that_reaches_projects_tells_each_unit_what_it_gets_of_it(office, fund):
    treasury, share = office.treasury, office.shares[KG]
    line = db.session.scalars(select(Envelope.id).where(Envelope.parent_id == share).limit(1)).one()
    parts = (("release", treasury.top(fund), 45), ("share", share, 3), ("assign", line, 2))
    steps = tuple(treasury.part(step, place, amount * BILLION) for step, place, amount in parts)
    act = office.book(treasury.propose("release", fund, by=office.agency, parts=steps))
    assert not verify.differences()
    assert [(kind, facts["amount"] // BILLION) for kind, facts in told(KG)] == [("release", 45), ("share", 3)]
    assert (told(KG)[1][1]["received"], told(KG)[1][1]["waiting"]) == (3 * BILLION, 2 * BILLION)
    assert [kind for kind, _facts in told(AG)] == ["release"]
    back = ReversalDraft(office.paper("3/QĐ", reason="entered twice"))
    office.book(unit_of_work.run(lambda: allocation.reverse(office.agency, act.public_id, back)))
    assert [kind for kind, _facts in told(KG)[2:]] == ["release_back", "share_back"]
    assert [kind for kind, _facts in told(AG)[1:]] == ["release_back"]


def test_what_is_not_booked_is_not_told(office, fund):
    late = office.release(fund, amount=131 * BILLION, paper=office.paper(anyway=True))
    assert code_of(lambda: office.book(late)) == "ceiling.fund.to_release"
    assert told() == []


def test_one_persons_fund_tells_too(office, fund):
    unit_of_work.run(lambda: allocation.set_two_person(office.head, fund.public_id, two_person=False))
    assert isinstance(office.release(fund, amount=5, by=office.head), Act)
    assert len(told(KG)) == 1


def test_notices_are_read_person_by_person_and_by_the_units_people_only(office, fund):
    office.book(office.release(fund, amount=45 * BILLION))
    own = [office.clerk, office.chief]
    assert [queries.unread(actor) for actor in own] == [1, 1]
    for other in (office.head, office.other_head):  # the agency sees all money, not what others are told
        assert queries.unread(other) == 0
    notice = queries.notices(office.clerk, "vi").rows[0].public_id
    for _time in range(2):
        unit_of_work.run(lambda: service.read(office.clerk, notice))
    assert [queries.unread(actor) for actor in own] == [0, 1]
    with pytest.raises(NotFound):
        unit_of_work.run(lambda: service.read(office.stranger, notice))
    assert queries.notices(office.stranger, "vi").total == 1  # An Giang's own
    unit_of_work.run(lambda: service.read_all(office.chief))
    assert queries.unread(office.chief) == 0
    assert queries.unread(office.stranger) == 1


def test_people_of_the_successor_see_what_their_predecessors_were_told(office, fund, window):
    office.book(office.release(fund, amount=45 * BILLION))
    merged = window(Role.clerk, "centre-2025-91", language="vi").open("/notices")
    assert merged.words.count("45.000.000.000 đồng của KCQG-2024") == 2  # Kiên Giang's and An Giang's
    assert "34,6" in merged.words
    assert window(Role.clerk, DT).open("/notices").words.count("KCQG-2024") == 0
    assert window(Role.auditor).open("/notices").status == 403


def test_the_first_page_and_the_menu_tell_what_is_new_until_it_is_read(office, fund, window):
    office.book(office.release(fund, amount=45 * BILLION))
    clerk, colleague = window(Role.clerk, KG), window(Role.head, KG)
    assert "1 new notice" in clerk.open("/").words
    assert "Notices 1 new" in clerk.words
    clerk.open("/notices")
    public_id = clerk.html.split('action="/notices/')[2].split("/read")[0]
    clerk.send(f"/notices/{public_id}/read")
    assert clerk.status == 200
    assert "No new notice" in clerk.open("/notices?unread=yes").words
    assert "new notice" not in clerk.open("/").words
    assert "1 new notice" in colleague.open("/").words
    colleague.open("/notices").send("/notices/read")
    assert "new notice" not in colleague.open("/").words


def test_forbidden_without_the_permission(office):
    with pytest.raises(Forbidden):
        unit_of_work.run(
            lambda: service.read_all(office.treasury.clerk.__class__(9, "x", "x@example.vn", ()))
        )
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
