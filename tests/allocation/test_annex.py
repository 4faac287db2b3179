"""The annex of a decision on both engines: pasted, looked at, corrected, proposed once, booked by the head."""

from html import unescape
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from promotion.allocation.annex import list_annex
from promotion.allocation.drafts import AnnexDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.ledger import verify
from promotion.ledger.models import Act, Envelope, Proposal
from promotion.projects.models import Project
from tests.support.lists import pasted, projects_of
from tests.support.treasury import balances, code_of

BILLION = 10**9
MILLION = 10**6
PAPER = {
    "document_number": "77/QĐ-BCT",
    "document_date": "28/05/2024",
    "document_issuer": "Bộ Công Thương",
    "business_date": "28/05/2024",
    "reason": "",
    "unit": "",
    "numbers": "vi",
}


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def planned(office):
    """A national fund of 2024 with 130 bn approved."""
    return office.planned()


def test_an_annex_is_pasted_its_faults_shown_corrected_proposed_and_booked(office, planned, window):
    projects_of(office, 3)
    officer, head = window(Role.agency, "agency", language="vi"), window(Role.head, "agency")
    address = f"/funds/{planned.public_id}/annex"
    officer.open(f"/funds/{planned.public_id}/list")
    assert address in officer.html
    wrong = pasted([("KC-0001", "500"), ("KC-9999", "1,5 tỷ"), ("KC-0003", "x"), ("KC-0001", "7")])
    before = count(Envelope)
    officer.open(address).send(address, step="check", text=wrong, **PAPER)
    assert officer.status == 422
    for row, words in ((3, "KC-9999"), (3, "1,5 tỷ"), (4, "không phải là số"), (5, "dòng 2")):
        place = officer.html.index(f'id="row-{row}"')
        assert words in officer.html[place : officer.html.index("</tr>", place)], (row, words)
    assert "KC-9999" in officer.html[officer.html.index("<textarea") :]
    assert (count(Envelope), count(Proposal)) == (before, 1)

    right = pasted([("KC-0001", "500"), ("KC-0002", "1.500"), ("", ""), ("KC-0003", "0,5")], total="2.000,5")
    officer.send(address, step="check", text=right, **PAPER)
    assert officer.status == 200
    assert "2.000.500.000" in officer.words
    assert (count(Envelope), count(Proposal)) == (before, 1)
    officer.send(address, step="send", text=right, **PAPER)
    assert officer.address.startswith("/proposals/")
    assert "2.000.500.000" in officer.words
    proposal = officer.address
    head.open(proposal).send(f"{proposal}/book")
    assert head.address.startswith("/acts/")
    db.session.rollback()
    lines = db.session.scalars(select(Envelope).where(Envelope.kind == "line").order_by(Envelope.id)).all()
    assert [line.listed for line in lines] == [500 * MILLION, 1_500 * MILLION, 500_000]
    assert {line.content_code for line in lines} == {"ND3A"}
    assert balances(office.treasury.top(planned))["to_list"] == 130 * BILLION - 2_000_500_000
    assert verify.differences() == []


def test_the_same_sending_twice_proposes_once(office, planned, window):
    projects_of(office, 2)
    officer = window(Role.agency, "agency")
    address = f"/funds/{planned.public_id}/annex"
    officer.open(address)
    keys = {name: officer.value(name) for name in ("csrf_token", "idempotency_key")}
    text = pasted([("KC-0001", "500"), ("KC-0002", "7")])
    data = PAPER | keys | {"step": "send", "text": text}
    with officer.client.application.app_context():
        answers = [officer.client.post(address, data=data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count(Proposal) == 2
    assert count(select(Envelope).where(Envelope.kind == "line").subquery()) == 2
    officer.open(address).send(address, step="check", text=text, **PAPER)
    assert "same document is entered already" in officer.words


@pytest.mark.parametrize("size", [100, 500])
def test_a_long_annex_goes_in_whole_with_a_bounded_number_of_statements(office, planned, window, size):
    projects_of(office, size)
    officer = window(Role.agency, "agency")
    address = f"/funds/{planned.public_id}/annex"
    rows = [(f"KC-{number:04}", "7,5") for number in range(1, size + 1)]
    text = pasted(rows, total=str(size * 7.5).replace(".", ","))
    officer.open(address).send(address, step="check", text=text, **PAPER)
    assert officer.status == 200, officer.words[:500]
    officer.send(address, step="send", text=text, **PAPER)
    db.session.rollback()
    office.book(db.session.scalars(select(Proposal).order_by(Proposal.id.desc())).first())
    act = db.session.scalars(select(Act).where(Act.kind == "list")).one()
    assert (
        count(select(Envelope).where(Envelope.kind == "line", Envelope.to_assign == 7_500_000).subquery())
        == size
    )
    assert act.number == 2


def test_above_the_plan_it_says_by_how_much_and_a_wrong_total_stops_it(office, planned, window):
    projects_of(office, 2)
    officer = window(Role.agency, "agency")
    address = f"/funds/{planned.public_id}/annex"
    over = pasted([("KC-0001", "130.000"), ("KC-0002", "1")])
    officer.open(address).send(address, step="check", text=over, **PAPER)
    assert officer.status == 422
    assert "exceeds the plan by 1,000,000" in officer.words
    assert 'name="anyway"' in officer.html
    wrong = pasted([("KC-0001", "100"), ("KC-0002", "1")], total="102")
    officer.send(address, step="send", text=wrong, **PAPER)
    assert officer.status == 422
    assert "rows add up to 101,000,000 đồng (difference 1,000,000)" in officer.words
    assert count(Proposal) == 1


def test_projects_are_found_by_name_and_province_and_asked_back_when_several_fit(office, planned, window):
    projects_of(office, 1, name="Máy sấy thóc")
    projects_of(office, 1, name="Máy sấy thóc", home="2024-89", first=2)
    officer = window(Role.agency, "agency")
    address = f"/funds/{planned.public_id}/annex"

    def send(province):
        text = f"Tên đề án\tTỉnh\tKinh phí (triệu)\nMÁY SẤY THÓC\t{province}\t5\n"
        return officer.open(address).send(address, step="check", text=text, **PAPER)

    assert "KC-0001, KC-0002" in send("").words
    assert officer.status == 422
    assert send("Tỉnh An Giang").status == 200
    assert "KC-0002" in officer.words
    assert "KC-0001" not in officer.words
    assert "not in “Hà Nội”" in send("Hà Nội").words


def test_a_province_lists_its_own_projects_only(office, window):
    fund = office.fund("department-2024-91", by=office.clerk)
    office.book(office.approve(fund, BILLION, by=office.clerk), by=office.chief)
    projects_of(office, 1, level="local")
    projects_of(office, 1, level="local", home="2024-89", first=2)
    projects_of(office, 1, first=3)
    clerk = window(Role.clerk, "department-2024-91")
    address = f"/funds/{fund.public_id}/annex"
    text = pasted([("KC-0001", "5"), ("KC-0002", "5"), ("KC-0003", "5")])
    clerk.open(address).send(address, step="check", text=text, **PAPER)
    assert clerk.status == 422
    assert "“KC-0002” is known to you" in clerk.words  # like a code that does not exist
    assert "does not pay for this project" in clerk.words
    assert window(Role.clerk, "department-2024-89").open(address).status == 404
    assert window(Role.auditor).open(address).status == 403


def test_the_service_asks_again_what_the_page_asked(office, planned):
    projects = projects_of(office, 2)
    project = projects[0]

    def propose(*lines, by=None):
        draft = AnnexDraft(office.paper(), tuple(lines))
        return unit_of_work.run(lambda: list_annex(by or office.agency, planned.public_id, draft))

    for lines, refused in (
        ([("missing", "ND3A", 5)], NotFound),
        ([(project, "nothing", 5)], Refused),
        ([(project, "ND3A", 5), (project, "ND3A", 6)], Invalid),
        ([], Invalid),
    ):
        with pytest.raises(refused):
            propose(*lines)
    assert code_of(lambda: propose((project, "ND3A", 131 * BILLION))) == "ceiling.fund.to_list"
    with pytest.raises((Forbidden, NotFound)):
        propose((project, "ND3A", 5), by=office.clerk)
    unit_of_work.run(lambda: db.session.execute(
        Project.__table__.update().where(Project.public_id == projects[1]).values(state="stopped")))  # fmt: skip
    with pytest.raises(Refused):
        propose((projects[1], "ND3A", 5))
    assert count(select(Envelope).where(Envelope.kind == "line").subquery()) == 0
    propose((project, "ND3A", 5))


def workbook(rows) -> BytesIO:
    """Return an .xlsx file: a cover sheet, then the list."""
    book, file = Workbook(), BytesIO()
    book.active.append(["Quyết định"])
    sheet = book.create_sheet("Phụ lục")
    for row in rows:
        sheet.append(row)
    book.save(file)
    file.seek(0)
    return file


def upload(officer, address, file, name):
    keys = {field: officer.open(address).value(field) for field in ("csrf_token", "idempotency_key")}
    with officer.client.application.app_context():
        data = PAPER | keys | {"step": "check", "text": "", "file": (file, name)}
        return officer._take(officer.client.post(address, data=data, content_type="multipart/form-data"))


def test_an_annex_is_uploaded_and_goes_the_same_way(office, planned, window):
    projects_of(office, 2)
    officer = window(Role.agency, "agency", language="vi")
    address = f"/funds/{planned.public_id}/annex"
    rows: list[list[object]] = [
        ["Mã đề án", "Kinh phí (triệu đồng)"],
        ["KC-0001", 500.5],
        [None, None],
        ["KC-0002", "x"],
    ]
    upload(officer, address, workbook(rows), "phu luc.xlsx")
    assert officer.status == 422
    assert 'id="row-4"' in officer.html
    assert "KC-0001\t500,5" in officer.html  # to be corrected in place
    rows[3][1] = 1500
    upload(officer, address, workbook(rows), "phu luc.xlsx")
    assert officer.status == 200, officer.words
    text = unescape(officer.html.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0])
    officer.send(address, step="send", text=text.lstrip("\r\n"), **PAPER)
    assert officer.address.startswith("/proposals/")
    assert "2.000.500.000" in officer.words
    csv = BytesIO("Mã đề án;Kinh phí (triệu đồng)\nKC-0001;7,5\n".encode())
    assert "7.500.000" in upload(officer, address, csv, "phu luc.csv").words
    for content, name in ((b"\x89PNG", "scan.png"), (b"PK\x03\x04broken", "a.xlsx"), (b"", "leer.csv")):
        assert upload(officer, address, BytesIO(content), name).status == 422, name
    officer.send(address, step="check", text="", **PAPER)
    assert officer.status == 422
    assert "Hãy dán danh mục, hoặc chọn tệp" in officer.words
