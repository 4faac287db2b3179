"""The search of the trail and its workbook: each filter, what a line says, and whose lines a reader never meets."""

import re
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from urllib.parse import quote_plus

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select

from promotion.access.actor import Actor
from promotion.audit.drafts import TrailQuestion
from promotion.audit.models import AuditLine
from promotion.audit.queries import search, visible
from promotion.audit.service import columns
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.money import amount_text
from promotion.ledger.models import Act, Proposal
from promotion.projects.models import Project
from promotion.projects.trail import subject
from promotion.trails import sheet
from promotion.units import queries as units
from tests.access.walker import walker
from tests.factories import people
from tests.factories.canaries import text_of
from tests.factories.places import words
from tests.support.workbooks import HOSTILE

LATE = datetime(2026, 1, 31, 17, 30, tzinfo=UTC)  # half past midnight of 1 February in Viet Nam
ROW = re.compile(r"<tr>\s*<td data-label=.*?</tr>", re.DOTALL)


@pytest.fixture
def read(app):
    """Read the trail as somebody; return the lines of the table as plain text."""

    def ask(role, query="", status=200):
        reply = walker(app, role).client.get(f"/trail{query}")
        assert reply.status_code == status
        return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in ROW.findall(reply.text)]

    return ask


@pytest.fixture
def found(app):
    """Ask the search itself as somebody, for all lines."""

    def ask(viewer, **wanted):
        with app.test_request_context():
            viewer = viewer if isinstance(viewer, Actor) else people.actor(viewer)
            return search(viewer, TrailQuestion(**wanted), size=100_000)[0]

    return ask


def lines(app, **values):
    with app.app_context():
        return db.session.scalars(select(AuditLine).filter_by(**values).order_by(AuditLine.id)).all()


# ---------------------------------------------------------------- what a line says


@pytest.mark.data("country", shared=True)
def test_a_line_says_who_did_what_to_what_and_why(app, read):
    line = lines(app, act="projects.move")[0]
    rows = read("auditor", f"?act=projects.move&q={quote_plus(line.object_name)}")
    told = rows[-1]
    for part in (line.user_name, line.object_name, "Đề án:", "Trạng thái: từ Dự thảo thành Đã đăng ký",
                 "Lý do: Quyết định"):  # fmt: skip
        assert part in told
    assert "2024" in told or "2025" in told


@pytest.mark.data("country", shared=True)
def test_an_act_is_said_with_fund_document_and_amounts_in_dong(app, read):
    line = lines(app, act="ledger.book_pay")[0]
    (told,) = read("auditor", f"?act=ledger.book_pay&least={line.amount}&most={line.amount}")
    _envelope, amount = line.after["amounts"][0]
    assert f"{amount_text(amount, 'vi')} đồng" in told
    assert f"Nguồn kinh phí: {line.object_name.partition(' · ')[2]}" in told
    assert line.after["document"][0] in told
    assert "fund_id" not in told
    assert str(line.after["document"][1]) not in told  # days are written as people write them


@pytest.mark.data("country", shared=True)
def test_a_line_leads_to_its_object_where_the_reader_may_open_it(app):
    for role, kind, opens in (
        ("auditor", "project", True),
        ("auditor", "user", False),
        ("administrator", "user", True),
    ):
        person = walker(app, role).client
        page = person.get(f"/trail?kind={kind}").text
        links = re.findall(r'<span class="cell-note">[^<]*<a href="([^"]+)"', page)
        assert bool(links) is opens, role
        assert {person.get(link).status_code for link in links[:3]} <= {200}


@pytest.mark.data("country")
def test_a_stand_in_is_said_and_a_command_has_no_request_number(app, read):
    def plant():
        project = db.session.scalars(select(Project).order_by(Project.id)).first()
        row = {"at": LATE, "user_id": 3, "user_name": "Trần Văn Một", "act": "projects.revise",
               "stands_in_for": "Lê Thị Hai", **columns(subject(project))}  # fmt: skip
        db.session.execute(insert(AuditLine).values(**row, request_number="0a1b2c3d"))

    with app.app_context():
        unit_of_work.run(plant)
    told = read("auditor", "?act=projects.revise")[0]
    assert "Trần Văn Một, làm thay Lê Thị Hai" in told
    assert "Yêu cầu 0a1b2c3d" in told
    assert "00:30 01/02/2026" in told  # in Viet Nam it is the next day
    assert len(read("auditor", "?first=01/02/2026&last=01/02/2026")) == 1
    assert read("auditor", "?first=31/01/2026&last=31/01/2026") == []


# ---------------------------------------------------------------- filters


@pytest.mark.data("country", shared=True)
def test_each_filter_finds_its_lines_and_no_others(app, found):
    every = found("auditor")
    assert len(every) == len(lines(app))
    assert [line.id for line in every] == sorted((line.id for line in every), reverse=True)
    with app.app_context():
        centre = units.unit("centre-2025-91").id
    for wanted, fits in (
        ({"unit_id": centre}, lambda line: line.unit_id == centre),
        ({"kind": "commitment"}, lambda line: line.object_kind == "commitment"),
        ({"act": "ledger.book_release"}, lambda line: line.act == "ledger.book_release"),
        (
            {"least": 200_000_000, "most": 500_000_000},
            lambda line: 200_000_000 <= (line.amount or 0) <= 500_000_000,
        ),
        ({"people": frozenset({7})}, lambda line: line.user_id == 7),
        ({"people": frozenset()}, lambda line: False),
        (
            {"text": "UNG DUNG qzxdtl"},
            lambda line: "qzxdtl" in line.object_name and line.object_kind == "project",
        ),
        ({"kind": "act", "least": 1}, lambda line: line.object_kind == "act"),
        ({"first": date(2090, 1, 1)}, lambda line: False),
    ):
        expected = [line.id for line in every if fits(line)]
        assert [line.id for line in found("auditor", **wanted)] == expected, wanted
        assert expected or fits(every[0]) is False


@pytest.mark.data("country", shared=True)
def test_words_are_searched_without_accents_and_people_by_name(read):
    assert read("auditor", "?q=" + quote_plus("ứng dụng máy móc"))
    assert read("auditor", "?q=" + quote_plus("ung dung may moc")) == read("auditor", "?q=UNG+DUNG+MAY+MOC")
    rows = read("auditor", "?person=qzpdt")
    assert rows
    assert all("qzpdt" in row for row in rows)
    assert all("operator" in row for row in read("auditor", "?person=operator"))
    assert read("auditor", "?person=" + quote_plus("không ai cả")) == []


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize(
    "query, field",
    [
        ("?first=31/02/2025", "first"),
        ("?least=1,5", "least"),
        ("?most=nhiều", "most"),
        ("?kind=x", "kind"),
        ("?act=y", "act"),
        ("?place=centre-1999-01", "place"),
        ("?first=02/02/2025&last=01/02/2025", "last"),
        ("?least=2 tỷ&most=1 tỷ", "most"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_listed(app, query, field):
    person = walker(app, "auditor").client
    for path in ("/trail", "/trail.xlsx"):
        reply = person.get(path + query)
        assert reply.status_code == 200
        assert f'href="#filter-{field}"' in reply.text
        assert not ROW.findall(reply.text)


@pytest.mark.data("country", shared=True)
def test_amounts_are_read_as_in_every_money_field(read):
    assert read("auditor", "?least=1 triệu") == read("auditor", "?least=1.000.000")


@pytest.mark.data("country", shared=True)
def test_pages_follow_each_other_and_an_empty_one_says_so(app, read, found):
    first, second = read("auditor"), read("auditor", "?page=2")
    assert len(first) == len(second) == 50
    told = found("auditor")
    assert told[49].user_name in first[-1]
    assert told[50].user_name in second[0]
    person = walker(app, "auditor").client
    assert (
        "Trang này không có gì" in person.get("/trail?page=9999").text
        or "empty-state" in person.get("/trail?page=9999").text
    )
    assert "Không có dòng nào phù hợp" in person.get("/trail?q=khongcogi").text


# ---------------------------------------------------------------- whose lines


@pytest.mark.data("country", shared=True)
def test_planted_words_are_met_by_those_who_may_only(app, found):
    """In names, values and reasons of all lines that a search without filter finds."""
    ours = {"qzxagn", "qzxagl", "qzxkgn", "qzxkgl"}
    for role, met in (("auditor", set(words()) - {"qzxipl"}), ("clerk", ours), ("sister head", ours),
                      ("administrator", set())):  # fmt: skip
        text = repr([(one.object_name, one.before, one.after, one.reason) for one in found(role)]).lower()
        assert {word for word in words() if word in text} == met, role


@pytest.mark.data("country", shared=True)
def test_a_reader_finds_the_lines_of_the_own_scope_and_of_nothing_else(app, found):
    everything = lines(app)
    scoped = {"project", "fund", "proposal", "act", "commitment", "ledger_complete", "import_file"}
    for role in ("clerk", "sister head", "foreign clerk", "central clerk", "finance", "organiser"):
        with app.app_context():
            scope = people.actor(role).scope
        told = {line.id for line in found(role) if line.object_kind in scoped}
        expected = {
            line.id
            for line in everything
            if line.object_kind in scoped - {"import_file"}
            and scope.covers(home=line.home, unit_id=line.unit_id, level=line.level)
            and not (scope.national_only and line.level is None)
        }
        assert told == expected, role
        assert 0 < len(told) < len([line for line in everything if line.object_kind in scoped])


@pytest.mark.data("country", shared=True)
def test_every_line_of_a_proposal_stands_where_the_proposal_does(app):
    """The trail shows an object exactly to those whom its own page shows it to."""
    with app.app_context():
        rows = {one.id: one for one in db.session.scalars(select(Proposal))}
    for line in lines(app, object_kind="proposal"):
        row = rows[line.object_id]
        place = (line.unit_id, line.home, line.level, line.amount)
        assert place == (row.unit_id, row.home, row.level, row.amount)


@pytest.mark.data("country", shared=True)
def test_administrators_meet_no_money(found, read):
    told = found("administrator")
    assert {line.object_kind for line in told} == {
        "user",
        "reorganisation",
        "publication_import",
        "reference",
    }
    assert {line.amount for line in told} == {None}
    assert read("administrator", "?least=1") == []


@pytest.mark.data("country", shared=True)
def test_heads_find_what_concerns_their_people_and_clerks_only_themselves(app, found):
    with app.app_context():
        own = {role: people.actor(role) for role in ("head", "clerk", "foreign head")}
    told = [line for line in found("head") if line.object_kind == "user"]
    managed = own["head"].units_for("accounts:manage")
    assert {line.unit_id for line in told if line.object_id != own["head"].user_id} <= managed
    assert len({line.object_id for line in told}) > 1
    assert {line.object_id for line in found("clerk") if line.object_kind == "user"} == {own["clerk"].user_id}
    assert not {line.id for line in told} & {
        line.id for line in found("foreign head") if line.object_kind == "user"
    }


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("role", ["finance", "organiser"])
def test_who_reads_no_histories_does_not_come_in(app, role):
    person = walker(app, role).client
    assert person.get("/trail").status_code == 403
    assert person.get("/trail.xlsx").status_code == 403


@pytest.mark.data("country", shared=True)
def test_an_act_seen_in_part_tells_no_history_of_the_rest(app):
    """A national act over several provinces: its page shows a province its part, its line holds all amounts."""
    with app.test_request_context():
        lists = db.session.scalars(
            select(AuditLine).where(
                AuditLine.act == "ledger.book_list", AuditLine.level == "national", AuditLine.home.is_(None)
            )
        ).all()
        assert lists
        seen = visible(people.actor("clerk"))
        assert not db.session.scalars(
            select(AuditLine.id).where(AuditLine.id.in_([line.id for line in lists]), seen)
        ).all()
        touched = db.session.scalars(
            select(Act.public_id).where(Act.id.in_([line.object_id for line in lists]))
        ).all()
    person = walker(app, "clerk")
    pages = [person.client.get(f"/acts/{public_id}") for public_id in touched]
    assert "Nhật ký không có dòng nào" in "".join(page.text for page in pages if page.status_code == 200)


# ---------------------------------------------------------------- the workbook


def opened(reply):
    assert reply.status_code == 200
    assert reply.mimetype.endswith("sheet")
    return load_workbook(BytesIO(reply.data)).active


def heading(page):
    return next(row for row in page.iter_rows() if row[0].value == "STT")[0].row


@pytest.mark.data("country", shared=True)
def test_the_workbook_holds_what_the_page_shows_and_says_what_it_guarantees(app, found):
    query = "?kind=act&least=1.000.000"
    page = opened(walker(app, "clerk").client.get(f"/trail.xlsx{query}"))
    told = found("clerk", kind="act", least=1_000_000)
    first = heading(page)
    head = " ".join(str(row[0].value) for row in page.iter_rows(max_row=first - 1) if row[0].value)
    assert "Loại đối tượng: Nghiệp vụ" in head
    assert "Số tiền từ (đồng): 1.000.000" in head
    assert f"{len(told)} dòng nhật ký" in head
    assert "qzpag clerk" in head
    assert "giờ Việt Nam" in head
    assert "mới nhất" in head
    rows = [row for row in page.iter_rows(min_row=first + 1, values_only=True) if row[0]]
    assert [row[9] for row in rows] == [line.amount for line in told]
    assert [row[5] for row in rows] == [line.object_name for line in told]


@pytest.mark.data("country", shared=True)
def test_the_workbook_says_when_there_is_more_than_it_holds(app, monkeypatch):
    monkeypatch.setattr(sheet, "LIMIT", 7)
    page = opened(walker(app, "auditor").client.get("/trail.xlsx"))
    first = heading(page)
    head = " ".join(str(row[0].value) for row in page.iter_rows(max_row=first - 1) if row[0].value)
    assert "Đây chỉ là 7 dòng mới nhất" in head
    assert len([row for row in page.iter_rows(min_row=first + 1) if row[0].value]) == 7


@pytest.mark.data("country", shared=True)
@pytest.mark.parametrize("role", ["clerk", "central clerk", "administrator"])
def test_the_workbook_tells_nothing_of_others(app, role):
    person = walker(app, role)
    text = text_of(person.client.get("/trail.xlsx").data)
    assert not [word for word in person.words if word in text.lower()]
    assert not set(re.findall(r"\d[\d.,]*\d", text)) & person.amounts


@pytest.mark.data("country")
def test_text_that_people_typed_is_never_a_formula(app):
    def plant():
        project = db.session.scalars(select(Project).order_by(Project.id)).first()
        place = columns(subject(project))
        db.session.execute(
            insert(AuditLine),
            [
                {"at": LATE, "user_id": 0, "user_name": bad, "act": bad, "reason": bad,
                 "before": {"name": bad}, "after": {"name": bad, "note": bad}, **place, "object_name": bad}
                for bad in (text.replace("\x00", "").replace("\ud800", "") for text in HOSTILE)
            ],
        )  # fmt: skip

    with app.app_context():
        unit_of_work.run(plant)
    page = opened(walker(app, "auditor").client.get("/trail.xlsx?first=01/02/2026"))
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 100
    assert {cell.data_type for cell in cells} <= {"s", "n"}
