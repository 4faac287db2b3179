"""Shares of beneficiaries, and money among lines: one act each, on both engines."""

from dataclasses import replace

import pytest

from promotion.access.actor import EVERYTHING
from promotion.disbursement import queries, service
from promotion.disbursement.groups.drafts import SharesDraft
from promotion.disbursement.groups.service import commit_shares
from promotion.disbursement.moving.drafts import MoveDraft
from promotion.disbursement.moving.service import move
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.refusals import CeilingReached
from promotion.ledger.verify import differences
from promotion.projects import queries as projects
from promotion.projects import records
from promotion.projects.drafts import BeneficiaryDraft
from promotion.projects.rules import ProjectKind
from tests.support.desk import DAY, MILLION, client_of, send, text_of

pytestmark = pytest.mark.data("desk")
NAMES = ("Cơ sở Ba Hòn", "Hợp tác xã Hòn Đất")


@pytest.fixture
def group(desk):
    """A group project of three beneficiaries with a line of 300 million, 200 of them assigned."""
    project, line = desk.financed(300 * MILLION, 200 * MILLION)
    clerk = desk.actor("clerk")
    for name in NAMES:
        desk.run(
            lambda name=name: records.add_beneficiary(
                clerk, project.public_id, BeneficiaryDraft(name, "", "")
            )
        )
    desk.book(desk.assign(line, 200 * MILLION))
    return project, line, projects.beneficiaries(project)


def shares(desk, line, parties, *amounts, role="clerk", **changes):
    pairs = tuple(
        (party.public_id, amount * MILLION) for party, amount in zip(parties, amounts, strict=False) if amount
    )
    draft = SharesDraft(
        CommitmentKind.assignment, desk.voucher("07/QĐ-TTKC"), pairs, "Hỗ trợ máy móc", "Theo danh sách"
    )
    actor, draft = desk.actor(role), replace(draft, **changes)
    return desk.run(lambda: commit_shares(actor, line.public_id, draft))


def contracts_of(line):
    held = ledger.commitments(EVERYTHING, [line.id])
    return [queries.contract(EVERYTHING, envelope.public_id) for envelope in held]


def test_one_decision_commits_every_share_and_each_lives_by_itself(desk, group):
    _project, line, parties = group
    done = shares(desk, line, parties, 120, 90, 60)
    assert done.outcome.amount == 270 * MILLION
    desk.book(done)
    found = contracts_of(line)
    assert [(one.record.party, one.sums.value // MILLION) for one in found] == [
        (party.name, amount) for party, amount in zip(parties, (120, 90, 60), strict=True)
    ]  # fmt: skip
    assert {one.record.beneficiary_id for one in found} == {party.id for party in parties}
    assert len({one.money.acts[0].act.id for one in found}) == 1
    first = found[0].record
    desk.book(desk.spend(service.accept, first, 50 * MILLION))
    desk.book(desk.spend(service.pay, first, 50 * MILLION))
    assert [one.envelope.discharged for one in contracts_of(line)] == [50 * MILLION, 0, 0]
    assert ledger.envelopes([line.id])[0].committed == 270 * MILLION
    assert differences() == []


def test_the_project_shows_the_shares_and_their_sums(desk, app, group):
    project, line, parties = group
    desk.book(shares(desk, line, parties, 120, 90, 60))
    desk.book(desk.commit(line, 5 * MILLION, reason="Tư vấn"))
    page = text_of(client_of(app, "clerk").get(f"/projects/{project.public_id}?unit=dong"))
    table = page[page.index("Phần của từng đơn vị thụ hưởng") :]
    for words in (*NAMES, "120.000.000", "60.000.000", "Hợp đồng không ghi đơn vị thụ hưởng", "275.000.000"):
        assert words in table
    assert "Đã ký trên các dòng kinh phí của đề án: 275.000.000 đồng." in page


def test_a_list_that_came_back_is_entered_again_and_one_that_stands_is_not(desk, group):
    _project, line, parties = group
    done = shares(desk, line, parties, 120, 90)
    with pytest.raises(Refused) as refusal:
        shares(desk, line, parties, 120)
    assert refusal.value.code == "commitment.twice"
    head = desk.actor("head")
    desk.run(lambda: acts.return_proposal(head, done.outcome.public_id, "Sai số tiền"))
    desk.book(shares(desk, line, parties, 110, 95, 60))
    assert [one.sums.value // MILLION for one in contracts_of(line)] == [110, 95, 60]
    with pytest.raises(Refused):
        shares(desk, line, parties, 1)


def test_shares_stay_below_what_is_listed_and_name_parties_of_the_project(desk, group):
    _project, line, parties = group
    with pytest.raises(CeilingReached) as refusal:
        shares(desk, line, parties, 200, 101)
    assert refusal.value.params == {"available": 300 * MILLION, "asked": 301 * MILLION}
    with pytest.raises(Invalid) as faults:
        shares(desk, line, parties, 200, 1, reason=None)
    assert [fault.field for fault in faults.value.faults] == ["reason"]
    with pytest.raises(Refused) as stranger:
        shares(desk, line, parties, shares=(("nobody", 5),))
    assert stranger.value.code == "shares.party"
    with pytest.raises(Invalid):
        shares(desk, line, parties)
    for role, error in (("foreign clerk", NotFound), ("sister clerk", Forbidden)):
        with pytest.raises(error):
            shares(desk, line, parties, 1, role=role)


def test_a_beneficiary_with_a_contract_stays(desk, group):
    project, line, parties = group
    shares(desk, line, parties, 0, 90)
    clerk = desk.actor("clerk")
    desk.run(lambda: records.drop_beneficiary(clerk, project.public_id, parties[0].public_id, 1))
    with pytest.raises(Refused) as refusal:
        desk.run(lambda: records.drop_beneficiary(clerk, project.public_id, parties[1].public_id, 1))
    assert refusal.value.code == "beneficiary.contract"


def test_shares_are_entered_on_one_page(desk, app, group):
    _project, line, parties = group
    clerk, address = client_of(app, "clerk"), f"/lines/{line.public_id}/shares"
    paper = {
        "number": "07/QĐ",
        "day": "20/05/2024",
        "issuer": "Trung tâm",
        "kind": "assignment",
        "reason": "Danh sách",
    }
    empty = send(clerk, address, **paper)
    assert "Vui lòng nhập số tiền cho ít nhất một đơn vị thụ hưởng." in text_of(empty)
    names = [f"share_{party.public_id}" for party in parties]
    done = send(clerk, address, **paper, **{names[0]: "100 triệu", names[2]: "50 triệu"})
    assert done.status_code == 303
    assert "150.000.000 đồng" in text_of(clerk.get(done.location))


def other_line(desk, line, state=ProjectState.approved):
    """A second project with 100 million listed in the same fund."""
    project = desk.project(state, name="Đề án thứ hai")
    fund = ledger.fund(EVERYTHING, ledger.funds(EVERYTHING)[0].public_id)
    second = desk.line(project, fund)
    top = ledger.fund_envelope(fund.id).id
    desk.plan(ActKind.approve, fund, top, 100 * MILLION)
    desk.plan(ActKind.list, fund, second.id, 100 * MILLION)
    assert second.parent_id == line.parent_id
    return second


def moved(desk, line, taken, given=(), role="clerk", reason="Điều hòa tiến độ"):
    share = ledger.envelopes([line.parent_id])[0].public_id
    back, onward = (
        tuple((one.public_id, amount * MILLION) for one, amount in rows) for rows in (taken, given)
    )
    actor, draft = desk.actor(role), MoveDraft(back, onward, desk.voucher(), reason)
    return desk.run(lambda: move(actor, share, draft))


def test_money_goes_back_to_the_share_or_on_to_another_line(desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    desk.book(desk.assign(line, 150 * MILLION))
    second = other_line(desk, line)
    desk.book(moved(desk, line, [(line, 70)], [(second, 40)]))
    share, (one, two) = ledger.envelopes([line.parent_id])[0], ledger.envelopes([line.id, second.id])
    assert (share.money, one.money, two.money) == (80 * MILLION, 80 * MILLION, 40 * MILLION)
    assert (one.assigned, one.to_assign, two.assigned) == (80 * MILLION, 220 * MILLION, 40 * MILLION)
    for taken, given, code in (
        ([(line, 81)], [], "ceiling.line.money"),
        ([(line, 70)], [(second, 61)], "ceiling.line.to_assign"),
    ):
        with pytest.raises(CeilingReached) as refusal:
            moved(desk, line, taken, given)
        assert refusal.value.code == code
    with pytest.raises(Invalid):
        moved(desk, line, [], [(second, 1)])
    with pytest.raises(Invalid) as faults:
        moved(desk, line, [(line, 5)], [(line, 5)])
    assert faults.value.faults[0].field == f"give_{line.public_id}"
    with pytest.raises(Invalid):
        moved(desk, line, [(line, 5)], reason="")
    with pytest.raises(Forbidden):
        moved(desk, line, [(line, 5)], role="sister clerk")
    assert differences() == []


def test_the_page_shows_a_ceiling_in_its_row(desk, app):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    share = ledger.envelopes([line.parent_id])[0].public_id
    clerk, address = client_of(app, "clerk"), f"/shares/{share}/move"
    assert "Không có dòng kinh phí nào còn vốn chưa chi" in text_of(clerk.get(address))
    desk.book(desk.assign(line, 150 * MILLION))
    paper = {"number": "1/QĐ", "day": "20/05/2024", "issuer": "Trung tâm", "reason": "Thu lại"}
    take = f"take_{line.public_id}"
    above = send(clerk, address, **paper, **{take: "151 triệu"})
    assert above.status_code == 422
    assert f'href="#{take}"' in above.get_data(as_text=True)
    done = send(clerk, address, **paper, **{take: "50 triệu"})
    desk.run(lambda: acts.book_proposal(desk.actor("head"), done.location.rsplit("/", 1)[1]))
    assert ledger.envelopes([line.id])[0].money == 100 * MILLION


def test_a_point_project_shows_years_and_contents_that_add_up(desk, app):
    project = desk.project(ProjectState.approved, kind=ProjectKind.point)
    amounts = {(2024, "ND3B"): 30, (2024, "ND6"): 20, (2025, "ND3B"): 50}
    funds = {year: desk.fund(year=year) for year in (2024, 2025)}
    for (year, content), amount in amounts.items():
        line = desk.line(project, funds[year], content)
        top = ledger.fund_envelope(funds[year].id).id
        desk.plan(ActKind.approve, funds[year], top, amount * MILLION, DAY.replace(year=year))
        desk.plan(ActKind.list, funds[year], line.id, amount * MILLION, DAY.replace(year=year))
    page = text_of(client_of(app, "clerk").get(f"/projects/{project.public_id}?unit=dong"))
    table = page[page.index("Kinh phí theo năm và nội dung") :]
    places = [
        table.index(words)
        for words in ("Cộng năm 2024 50.000.000", "Cộng năm 2025 50.000.000", "Tất cả các năm")
    ]
    assert places == sorted(places)
    assert "80.000.000" in table[places[2] :]
    assert "Cộng tất cả các năm 100.000.000" in table
