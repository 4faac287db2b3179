"""Pages of statements as people use them: send, look, store, tick, explain, sign, print, take as a workbook."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from promotion.database.handle import db
from promotion.treasury.comparing import compare
from promotion.treasury.models import Statement
from promotion.treasury.rules import Group
from promotion.units import queries as units
from tests.access.posts import post
from tests.access.walker import walker
from tests.factories.statements import csv
from tests.treasury.conftest import UNIT, Bank

pytestmark = [pytest.mark.data("country"), pytest.mark.one_engine]

SENT = {
    "unit": "centre-2025-91", "account": "77", "office": "Kho bạc", "level": "", "first": "01/08/2025",
    "last": "31/08/2025", "opening": "", "closing": "", "numbers": "vi",
}  # fmt: skip


@pytest.fixture
def rows(app):
    """What the treasury says when it says what we say; read before any page, which has a context of its own."""
    with app.test_request_context():
        return Bank(units.unit(UNIT).id).rows()


@pytest.fixture
def clerk(app):
    return walker(app, "clerk")


@pytest.fixture
def head(app):
    return walker(app, "head")


def fee(number=99):
    return (number, f"PHI {number}", "15/08/2025", "", "Phí dịch vụ", "11.000", "")


def send(person, rows, key="send", **more):
    return post(person, "/treasury/new", {**SENT, **more, "file": csv(*rows)}, key)


def stored(person, rows, account="77"):
    """Send a file and store it; return the address of the statement."""
    reply = send(person, rows, f"send {account}", account=account)
    assert reply.status_code == 303
    reply = post(person, reply.headers["Location"], {}, f"store {account}")
    assert reply.status_code == 303
    return reply.headers["Location"]


def test_a_file_is_sent_looked_at_and_stored_and_then_opened_instead_of_taken_again(rows, clerk):
    rows = [*rows, rows[0]]
    reply = send(clerk, rows)
    preview = clerk.client.get(reply.headers["Location"]).text
    assert 'name="double_1"' in preview
    assert post(clerk, reply.headers["Location"], {"double_1": ""}, "undecided").status_code == 422
    done = post(clerk, reply.headers["Location"], {"double_1": "leave"}, "store")
    assert done.status_code == 303
    again = send(clerk, rows, "again", account="78")
    assert again.headers["Location"] == done.headers["Location"]
    assert clerk.client.get(reply.headers["Location"]).status_code == 404


def test_a_file_with_faults_says_where_and_offers_nothing_to_store(rows, clerk):
    reply = send(clerk, [(1, "A1", "31/02/2025", "", "", "5", "")])
    page = clerk.client.get(reply.headers["Location"]).text
    assert "C3" in page
    assert "31/02/2025" in page
    assert 'type="submit" class="btn btn-primary">Lưu' not in page
    assert post(clerk, reply.headers["Location"], {}, "store").status_code == 422


def test_nothing_typed_is_lost_when_a_field_is_wrong(rows, clerk):
    reply = send(clerk, rows, first="x")
    assert reply.status_code == 422
    assert 'value="77"' in reply.text
    reply = post(clerk, "/treasury/new", {**SENT, "file": b"khong co gi"}, "no table")
    assert reply.status_code == 422
    assert "tiêu đề" in reply.text


def test_what_is_ticked_is_explained_and_stays_ticked_on_a_fault(rows, clerk):
    address = stored(clerk, [*rows, fee()])
    page = clerk.client.get(address).text  # opens with what wants an explanation
    key = re.findall(r'name="pick" value="(r\d+)"', page)[0]
    wrong = post(
        clerk, f"{address}/explain?group=theirs", {"pick": [key], "reason": "other", "note": ""}, "a"
    )
    assert wrong.status_code == 422
    assert re.search(rf'value="{key}" checked', wrong.text)
    right = post(
        clerk, f"{address}/explain?group=theirs", {"pick": [key], "reason": "fee", "note": "Quý III"}, "b"
    )
    assert right.status_code == 303
    assert "Quý III" in clerk.client.get(right.headers["Location"]).text


def test_rows_are_joined_and_split_on_their_pages(rows, clerk):
    address = stored(clerk, [*rows[1:], fee()])
    page = clerk.client.get(f"{address}/match").text
    keys = re.findall(r'name="pick" value="([ra]\d+)"', page)
    assert len(keys) == 2
    assert (
        "PHI 99"
        not in clerk.client.get(f"{address}/match?q={rows[0][1]}").text.split('<form method="post"')[-1]
    )
    assert post(clerk, f"{address}/match", {"pick": keys[:1]}, "one").status_code == 422
    assert post(clerk, f"{address}/match", {"pick": keys}, "both").status_code == 303
    assert keys[0] not in clerk.client.get(f"{address}/match").text
    differ = clerk.client.get(f"{address}?group=differ").text
    split = re.findall(r"/split\?key=(r\d+)", differ)[0]
    assert clerk.client.get(f"{address}/split?key={split}").status_code == 200
    assert post(clerk, f"{address}/split?key={split}", {"key": split}, "split").status_code == 303
    assert clerk.client.get(f"{address}/split?key={split}").status_code == 404


def test_a_head_signs_and_then_no_page_offers_a_change(rows, clerk, head):
    address = stored(clerk, rows)
    assert clerk.client.get(f"{address}/sign").status_code == 403
    page = head.client.get(f"{address}/sign").text
    shown = re.findall(r'name="shown"[^>]*value="([0-9a-f]{32})"', page)[0]
    assert post(head, f"{address}/sign", {"note": "Khớp", "shown": "0" * 32}, "blind").status_code == 422
    assert post(head, f"{address}/sign", {"note": "Khớp", "shown": shown}, "sign").status_code == 303
    for person in (clerk, head):
        page = person.client.get(address).text
        assert f"{address}/match" not in page
        assert f"{address}/remove" not in page
        for door in ("match", "sign", "remove"):
            assert person.client.get(f"{address}/{door}").status_code == 403


def test_groups_are_paged(rows, clerk):
    rows = [(number, f"X{number}", "15/08/2025", "", "", "1.000", "") for number in range(150)]
    address = stored(clerk, rows)
    first = clerk.client.get(f"{address}?group=theirs").text
    second = clerk.client.get(f"{address}?group=theirs&page=2").text
    found = [re.findall(r'name="pick" value="(r\d+)"', page) for page in (first, second)]
    assert [len(keys) for keys in found] == [100, 50]
    assert not set(found[0]) & set(found[1])


def test_the_workbook_holds_every_case_and_sums_that_add_up(rows, clerk, app):
    other = [*rows[1]]
    other[5] = "1.000"
    address = stored(clerk, [other, *rows[2:], fee()])
    book = load_workbook(BytesIO(clerk.client.get(f"{address}/statement.xlsx").data), data_only=True)
    assert len(book.sheetnames) == 1 + len(Group)
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    with app.test_request_context():
        query = select(Statement).where(Statement.public_id == address.rpartition("/")[2])
        comparison = compare(db.session.scalars(query).one())
        for side in ("theirs", "ours", "difference"):
            assert getattr(comparison.total, side) in cells
        for sheet, group in zip(book.worksheets[1:], Group, strict=True):
            texts = {
                str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
            }
            for case in comparison.of(group):
                assert {one.voucher for one in (*case.rows, *case.acts)} <= texts


def test_the_page_for_paper_names_everything_and_the_file_is_given_back_as_it_was(rows, clerk):
    rows = [*rows, fee()]
    address = stored(clerk, rows)
    paper = clerk.client.get(f"{address}?print=yes").text
    assert all(voucher in paper for _number, voucher, *_others in rows)
    assert paper.count('class="signature"') == 3
    assert clerk.client.get(f"{address}/file").data == csv(*rows)


def test_a_cell_that_looks_like_a_formula_stays_text(rows, clerk):
    row = (1, "=1+1", "15/08/2025", "=HYPERLINK(1)", "<b>đậm</b>", "5.000", "")
    address = stored(clerk, [row])
    page = clerk.client.get(f"{address}?group=theirs").text
    assert "<b>đậm" not in page
    book = load_workbook(BytesIO(clerk.client.get(f"{address}/statement.xlsx").data))
    cells = [cell for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
