"""Pages of money going out: the forms, their refusals in good words, what happens next."""

import pytest
from sqlalchemy import func, select

from promotion.database.handle import db
from promotion.disbursement import service
from promotion.kernel.choices import ProjectState
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Entry, Proposal
from tests.support.desk import MILLION, client_of, hidden, send, text_of

pytestmark = [pytest.mark.data("desk"), pytest.mark.one_engine]

PAPER = {"number": "RDT-77", "day": "20/05/2024", "issuer": "Kho bạc Nhà nước Kiên Giang"}


def written():
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) for table in (Proposal, Entry)]


@pytest.fixture
def clerk(app, desk):
    return client_of(app, "clerk")


@pytest.fixture
def contract(desk):
    return desk.committed(300 * MILLION, 200 * MILLION, 250 * MILLION)[1]


def test_a_payment_above_the_ceiling_reads_well_and_writes_nothing(clerk, contract):
    before = written()
    page = send(clerk, f"/commitments/{contract.public_id}/pay", **PAPER, amount="210 triệu", reason="vì")
    assert page.status_code == 422
    words = (
        "Dòng kinh phí chỉ còn 200.000.000 đồng vốn đã giao, trong khi cần chi 210.000.000 đồng. "
        "Vui lòng giảm số chi, hoặc giao thêm vốn đã được phân bổ cho dòng kinh phí trước."
    )
    text = page.get_data(as_text=True)
    assert text.count(words) == 2
    assert 'href="#amount"' in text
    assert 'value="210 triệu"' in text
    assert written() == before


def test_a_proposal_says_who_must_book_it_and_the_amount_in_words(app, desk, clerk, contract):
    fields = {
        **hidden(clerk.get(f"/commitments/{contract.public_id}/advance")),
        **PAPER,
        "amount": "105.000.000",
    }
    first = clerk.post(f"/commitments/{contract.public_id}/advance", data=fields)
    second = clerk.post(f"/commitments/{contract.public_id}/advance", data=fields)
    assert (first.status_code, second.location) == (303, first.location)
    page = text_of(clerk.get(first.location))
    assert "105.000.000 đồng" in page
    assert "Bằng chữ: Một trăm lẻ năm triệu đồng." in page
    assert "qzpag head (lãnh đạo đơn vị) cần ghi sổ." in page
    shown = text_of(clerk.get(f"/commitments/{contract.public_id}"))
    assert "Đang chờ ghi sổ Tạm ứng: 105.000.000 đồng" in shown
    assert client_of(app, "foreign clerk").get(first.location).status_code == 404


@pytest.mark.parametrize(
    "decision,words",
    [
        ("book", "Đã ghi sổ."),
        ("return", "Đã bị trả lại: Sai chứng từ"),
        ("withdraw", "Đã rút lại."),
    ],
)
def test_the_confirmation_tells_what_became_of_it(desk, clerk, contract, decision, words):
    done = desk.spend(service.accept, contract, 5 * MILLION)
    number, head, own = done.outcome.public_id, desk.actor("head"), desk.actor("clerk")
    verbs = {
        "book": lambda: acts.book_proposal(head, number),
        "return": lambda: acts.return_proposal(head, number, "Sai chứng từ"),
        "withdraw": lambda: acts.withdraw_proposal(own, number),
    }
    desk.run(verbs[decision])
    assert words in text_of(clerk.get(f"/sent/{number}"))


def test_the_advance_form_names_the_rule_or_says_that_there_is_none(desk, clerk, contract):
    page = text_of(clerk.get(f"/commitments/{contract.public_id}/advance"))
    assert "tạm ứng lần đầu tối đa 50 % giá trị hợp đồng, tức 125.000.000 đồng" in page
    above = send(clerk, f"/commitments/{contract.public_id}/advance", **PAPER, amount="125.000.001")
    assert above.status_code == 422
    assert "quy định cho phép tối đa 125.000.000 đồng" in text_of(above)
    assert 'href="#reason"' in above.get_data(as_text=True)


def test_a_content_without_a_rule_is_named(desk, clerk):
    project, fund = desk.project(ProjectState.approved), desk.fund()
    line = desk.line(project, fund, "ND6")
    top = ledger.fund_envelope(fund.id).id
    for kind, place in (("approve", top), ("list", line.id)):
        desk.plan(ActKind(kind), fund, place, 10 * MILLION)
    done = desk.book(desk.commit(line, 5 * MILLION, reason="vì"))
    page = text_of(clerk.get(f"/commitments/{done.commitment.public_id}/advance"))
    assert "Chưa ghi nhận quy định về mức tạm ứng" in page


def test_the_like_payment_must_be_ticked(desk, clerk, contract):
    address = f"/commitments/{contract.public_id}/advance"
    send(clerk, address, **PAPER, amount="10 triệu")
    again = send(clerk, address, **{**PAPER, "number": "RDT-78"}, amount="10 triệu")
    assert again.status_code == 422
    assert "chứng từ RDT-77" in text_of(again)
    ticked = clerk.post(
        address, data={**hidden(again), **PAPER, "number": "RDT-78", "amount": "10 triệu", "again": "y"}
    )
    assert ticked.status_code == 303


def test_money_is_assigned_in_a_table_filled_with_a_suggestion(desk, clerk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    share = ledger.envelopes([line.parent_id])[0].public_id
    address, name = f"/shares/{share}/assign", f"line_{line.public_id}"
    page = clerk.get(address).get_data(as_text=True)
    assert 'value="200.000.000"' in page
    assert 'value="200.000.000"' not in clerk.get(f"{address}?suggest=none").get_data(as_text=True)
    above = send(clerk, address, **PAPER, **{name: "250 triệu"})
    assert above.status_code == 422
    assert "Phần kinh phí của đơn vị chỉ còn 200.000.000 đồng chưa giao" in text_of(above)
    far = send(clerk, address, **PAPER, **{name: "301 triệu"})
    assert f'href="#{name}"' in far.get_data(as_text=True)
    nothing = send(clerk, address, **PAPER, **{name: ""})
    assert "Vui lòng nhập số tiền cho ít nhất một dòng." in text_of(nothing)
    done = send(clerk, address, **PAPER, **{name: "200 triệu"})
    assert done.status_code == 303
    desk.run(lambda: acts.book_proposal(desk.actor("head"), done.location.rsplit("/", 1)[1]))
    rest = text_of(clerk.get(address))
    assert "Chờ vốn" in rest
    assert "100.000.000" in rest


def test_a_share_without_waiting_lines_says_so(desk, clerk):
    _project, line = desk.financed(100 * MILLION, 100 * MILLION)
    desk.book(desk.assign(line, 100 * MILLION))
    share = ledger.envelopes([line.parent_id])[0].public_id
    assert "Không có dòng nào chờ vốn" in text_of(clerk.get(f"/shares/{share}/assign"))


def test_a_contract_is_recorded_with_its_party_suggested(desk, clerk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    address = f"/lines/{line.public_id}/commit"
    page = clerk.get(address).get_data(as_text=True)
    assert 'value="Công ty TNHH Thanh Hà"' in page
    assert 'value="0100109106"' in page
    fields = {"kind": "contract", "number": "05/HĐ", "day": "20/05/2024", "party": "Công ty TNHH Thanh Hà"}
    early = send(clerk, address, **fields, amount="300 triệu")
    assert early.status_code == 422
    assert "mới được giao 0 đồng" in text_of(early)
    above = send(clerk, address, **fields, amount="301 triệu", reason="vì")
    assert 'href="#amount"' in above.get_data(as_text=True)
    done = send(clerk, address, **fields, amount="300 triệu", reason="Kịp vụ")
    assert done.status_code == 303
    twice = send(clerk, address, **fields, amount="1", reason="vì")
    assert "đã có hợp đồng hoặc quyết định cùng số và ngày" in text_of(twice)
    late = send(clerk, address, **{**fields, "number": "06/HĐ", "day": "20/05/2026"}, amount="1", reason="vì")
    assert 'href="#day"' in late.get_data(as_text=True)


def test_a_returned_contract_is_proposed_again_from_its_page(desk, clerk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION)
    done = desk.commit(line, 100 * MILLION, reason="vì")
    desk.run(lambda: acts.return_proposal(desk.actor("head"), done.outcome.public_id, "Sai số"))
    base = f"/commitments/{done.commitment.public_id}"
    assert "Hợp đồng này chưa được ghi sổ" in text_of(clerk.get(base))
    fields = {"kind": "assignment", "number": "07/QĐ", "day": "20/05/2024", "party": "Hợp tác xã Ba Hòn"}
    again = send(clerk, f"{base}/commit", **fields, amount="90 triệu", reason="vì")
    assert again.status_code == 303
    assert "Quyết định giao nhiệm vụ 07/QĐ" in text_of(clerk.get(base))


def test_a_reader_sees_a_contract_and_may_do_nothing(app, desk, contract):
    auditor = client_of(app, "auditor")
    page = auditor.get(f"/commitments/{contract.public_id}")
    assert page.status_code == 200
    assert "/pay" not in page.get_data(as_text=True)
    assert auditor.get(f"/commitments/{contract.public_id}/pay").status_code == 403
    stranger = client_of(app, "foreign clerk")
    for address in ("", "/pay", "/advance", "/accept", "/commit"):
        assert stranger.get(f"/commitments/{contract.public_id}{address}").status_code == 404


def test_where_one_person_is_enough_the_page_of_the_act_follows(app, desk):
    _project, line = desk.financed(300 * MILLION, 200 * MILLION, two_person=False)
    share = ledger.envelopes([line.parent_id])[0].public_id
    head = client_of(app, "head")
    done = send(head, f"/shares/{share}/assign", **PAPER, **{f"line_{line.public_id}": "5 triệu"})
    assert "/acts/" in done.location


def test_the_acceptance_form_offers_all_that_is_open(desk, clerk, contract):
    page = clerk.get(f"/commitments/{contract.public_id}/accept").get_data(as_text=True)
    assert 'value="250.000.000"' in page
    done = send(
        clerk, f"/commitments/{contract.public_id}/accept", **{**PAPER, "number": "BB-1"}, amount="250 triệu"
    )
    assert done.status_code == 303
    page = text_of(clerk.get(f"/commitments/{contract.public_id}/pay"))
    assert "Giá trị hợp đồng 250.000.000 đồng" in page


def test_accepted_work_that_an_advance_covers_is_cleared_before_it_is_paid(desk, clerk, contract):
    address = f"/commitments/{contract.public_id}"
    desk.book(desk.spend(service.advance, contract, 60 * MILLION, reason="vì"))
    told, link = "40.000.000 đồng đã nghiệm thu và đã tạm ứng", f'href="{address}/clear"'
    assert "đã tạm ứng nhưng chưa" not in text_of(clerk.get(f"{address}/pay"))
    desk.book(desk.spend(service.accept, contract, 40 * MILLION))
    for path in (address, f"{address}/pay"):
        page = clerk.get(path)
        assert told in text_of(page), path
        assert link in page.get_data(as_text=True), path
    form = clerk.get(f"{address}/clear").get_data(as_text=True)
    assert 'value="40.000.000"' in form
    page = send(clerk, f"{address}/clear", **PAPER, amount="40.000.000")
    assert page.status_code == 303
    desk.run(lambda: acts.book_proposal(desk.actor("head"), page.location.rpartition("/")[2]))
    assert "đã tạm ứng nhưng chưa" not in text_of(clerk.get(address))
