"""Templates: who may replace them, for whom they hold, how every version is kept, and what is never stored."""

import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select, text

from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from promotion.papers import gathering, queries, service
from promotion.papers.drafts import ReturnDraft, TemplateDraft
from promotion.papers.models import PaperTemplate
from promotion.papers.rules import PaperKind
from promotion.units import queries as units
from tests.papers.conftest import document, words
from tests.support.desk import client_of, hidden, text_of

pytestmark = [pytest.mark.data("desk"), pytest.mark.one_engine]
LETTER = PaperKind.letter
PAGE = "/papers/templates/letter/centre-2025-91"
OWN, OTHER, NATIONAL = (document(f"{name}: {{{{ ten_de_an }}}}") for name in ("Trung tâm", "Bản hai", "Cục"))


@pytest.fixture
def put(desk):
    """Put a template into force for a unit."""

    def act(role, code, content, seen=0):
        draft = TemplateDraft("mau.docx", content, seen)
        unit, actor = units.unit(code), desk.actor(role)
        return desk.run(lambda: service.replace(actor, unit, LETTER, draft, frozenset({"ten_de_an"})))

    return act


def letter(desk, **changes):
    project = desk.project(**changes)
    scope = desk.actor("agency").scope
    about = gathering.about_project(scope, project.public_id, None, date(2024, 6, 3))
    return words(service.paper(scope, LETTER, about))


def upload(client, content, **changes):
    fields = hidden(client.get(PAGE)) | changes
    return client.post(f"{PAGE}/new", data={**fields, "file": (BytesIO(content), "Mẫu của tôi.docx")})


def rows():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PaperTemplate))


def test_the_own_template_holds_before_the_agencys_and_that_before_the_programs(desk, put):
    assert "TỜ TRÌNH" in letter(desk)
    put("agency head", "agency", NATIONAL)
    assert letter(desk).startswith("Cục: ")
    put("head", "centre-2025-91", OWN)
    assert letter(desk).startswith("Trung tâm: ")
    assert queries.in_force(units.unit("centre-2025-82"))[LETTER].owner.code == "agency"
    assert queries.in_force(units.unit("centre-2025-91"))[PaperKind.contract].version is None


def test_back_to_an_earlier_version_and_to_the_standard_keeps_all(desk, put):
    put("head", "centre-2025-91", OWN)
    put("head", "centre-2025-91", OTHER, seen=1)
    unit, head = units.unit("centre-2025-91"), desk.actor("head")

    def back(number, seen):
        return desk.run(lambda: service.go_back(head, unit, LETTER, ReturnDraft(number, seen)))

    assert letter(desk).startswith("Bản hai: ")
    back(1, 2)
    assert letter(desk).startswith("Trung tâm: ")
    back(0, 3)
    assert "TỜ TRÌNH" in letter(desk)
    kept = queries.versions(unit, LETTER)
    assert [(row.number, row.returns_to, row.content) for row in kept] == [
        (4, 0, None), (3, 1, OWN), (2, None, OTHER), (1, None, OWN),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        back(4, 4)
    with pytest.raises(NotFound):
        back(9, 4)
    acts = db.session.scalars(select(AuditLine.act).where(AuditLine.object_kind == "paper_template")).all()
    assert sorted(acts) == ["papers.go_back", "papers.go_back", "papers.replace", "papers.replace"]


def test_two_at_once_do_not_overwrite_each_other(desk, put):
    put("head", "centre-2025-91", OWN)
    with pytest.raises(Conflict):
        put("head", "centre-2025-91", OTHER)
    with pytest.raises(Invalid):
        put("head", "centre-2025-91", OWN, seen=1)
    assert rows() == 1


@pytest.mark.parametrize(
    "role, code",
    [("clerk", "centre-2025-91"), ("head", "department-2025-91"), ("head", "agency"), ("agency", "agency"),
     ("foreign head", "centre-2025-91"), ("auditor", "agency")],
)  # fmt: skip
def test_only_the_head_of_the_unit_replaces_its_template(desk, put, role, code):
    with pytest.raises(Forbidden):
        put(role, code, OWN)
    assert rows() == 0


@pytest.mark.parametrize("statement", ["UPDATE paper_template SET number = 9", "DELETE FROM paper_template"])
def test_versions_are_only_ever_added(desk, put, statement):
    put("head", "centre-2025-91", OWN)
    with pytest.raises(Refused, match="never changed"):
        unit_of_work.run(lambda: db.session.execute(text(statement)))
    assert rows() == 1


def test_a_head_sends_a_template_and_sees_who_sent_which(app, desk):
    head = client_of(app, "head")
    sent = upload(head, OWN)
    assert (sent.status_code, sent.location) == (303, PAGE)
    page = text_of(head.get(PAGE))
    assert "Đang dùng: bản 1 của Trung tâm Khuyến công An Giang." in page
    assert "Mẫu của tôi.docx" in page
    assert "qzpag head" in page
    again = upload(head, OWN)
    assert again.status_code == 422
    assert "Tệp này đang được sử dụng." in again.text
    found = re.findall(r"/papers/versions/[\w-]+", head.get(PAGE).text)
    assert head.get(found[0]).data == OWN
    assert client_of(app, "foreign head").get(found[0]).status_code == 404
    assert client_of(app, "foreign head").get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "content, words_of_it",
    [
        (document("{{ ten_de_ann }}"), "Không có trường “ten_de_ann”. Có phải là “ten_de_an” không?"),
        (document("{% for a in range(9) %}{% endfor %}"), "for chỉ duyệt được một trong các danh sách"),
        (document("{{ ten_de_an"), "Có chỗ viết chưa đúng gần “{{ ten_de_an”"),
        (b"PK\x03\x04 no zip", "Tài liệu bị hỏng: không giải nén được."),
    ],
    ids=["unknown field", "range", "open braces", "no zip"],
)
def test_a_bad_template_is_named_in_good_words_and_nothing_is_stored(app, desk, content, words_of_it):
    reply = upload(client_of(app, "head"), content)
    assert reply.status_code == 422
    assert words_of_it in text_of(reply)
    assert rows() == 0


def test_a_version_that_came_meanwhile_is_told(app, desk, put):
    head = client_of(app, "head")
    fields = hidden(head.get(PAGE))
    put("head", "centre-2025-91", OWN)
    reply = head.post(f"{PAGE}/new", data={**fields, "file": (BytesIO(OTHER), "x.docx")})
    assert reply.status_code in {409, 422}
    assert "người khác đã đưa một bản khác" in text_of(reply)
    assert rows() == 1


def test_back_by_the_button(app, desk, put):
    put("head", "centre-2025-91", OWN)
    head = client_of(app, "head")
    page = head.get(PAGE).text
    form = page[page.index(f'action="{PAGE}/back"') :]
    named = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form[: form.index("</form>")])
    assert head.post(f"{PAGE}/back", data=dict(named)).status_code == 303
    assert "Đang dùng: mẫu chuẩn đi kèm phần mềm." in text_of(head.get(PAGE))


def test_the_page_says_what_a_paper_lacks_and_the_file_comes(app, desk):
    project = desk.project(objective="")
    clerk = client_of(app, "clerk")
    page = text_of(clerk.get(f"/projects/{project.public_id}/papers"))
    assert "Mục tiêu" in page
    assert "Kinh phí khuyến công đề nghị; nếu chưa nhập" in page
    reply = clerk.get(f"/projects/{project.public_id}/papers/letter?day=03/06/2024")
    assert reply.headers["Content-Disposition"].endswith(f"to-trinh-de-nghi-ho-tro-{project.code}.docx")
    assert "Kiên Giang, ngày 03 tháng 06 năm 2024" in words(reply.data)
    assert "- Mục tiêu: ……………" in words(reply.data)
    assert "31/02/2024" in clerk.get(f"/projects/{project.public_id}/papers/letter?day=31/02/2024").text
    for wrong in ("advance", "x"):
        assert clerk.get(f"/projects/{project.public_id}/papers/{wrong}").status_code == 404
