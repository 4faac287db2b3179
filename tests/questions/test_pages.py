"""Pages of questions as people use them: from a figure to the form, to the answer, to the list and its workbook."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from promotion.kernel.calendar import today
from tests.access.posts import post
from tests.access.walker import walker

pytestmark = [pytest.mark.data("country"), pytest.mark.one_engine]

FIGURE = "measure=disbursed&year=2025&by=province&row=2025-91"
ASK = f"/questions/ask?{FIGURE}"


def day(days):
    return f"{today() + timedelta(days):%d/%m/%Y}"


@pytest.fixture
def agency(app):
    return walker(app, "agency")


@pytest.fixture
def clerk(app):
    return walker(app, "clerk")


def asked(agency, key="ask", **more):
    """Put a question; return its address."""
    fields = {"units": ["centre-2025-91"], "due": day(10), "text": "Vì sao số này thấp?", **more}
    reply = post(agency, ASK, fields, key)
    assert reply.status_code == 303
    return reply.headers["Location"]


def test_from_the_figure_to_the_form_to_the_answer_and_the_end(agency, clerk):
    why = agency.client.get(f"/figures/why?{FIGURE}").text
    link = re.search(r'href="(/questions/ask\?[^"]+)"', why)
    assert link is not None
    form = agency.client.get(link[1].replace("&amp;", "&")).text
    box = re.search(r'<input[^>]*value="centre-2025-91"[^>]*>', form)
    assert box is not None
    assert "checked" in box[0]
    assert "/questions/ask" not in clerk.client.get(f"/figures/why?{FIGURE}").text
    page = asked(agency)
    assert "Vì sao số này thấp?" in clerk.client.get(page).text
    assert "Vì sao số này thấp?" in clerk.client.get("/notices").text
    answer = {"text": "Đã đối chiếu", "version": "1"}
    assert post(clerk, f"{page}/answer", answer, "answer").status_code == 303
    assert f"{page}/close" in agency.client.get(page).text
    end = {"outcome": "explained", "text": "Đã rõ", "version": "2"}
    assert post(agency, f"{page}/close", end, "close").status_code == 303
    assert "/answer" not in clerk.client.get(page).text


def test_a_form_sent_twice_asks_once_and_answers_once(agency, clerk):
    fields = {"units": ["centre-2025-91"], "due": day(10), "text": "Hỏi một lần"}
    first, second = (post(agency, ASK, fields, "same") for _turn in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    page, answer = first.headers["Location"], {"text": "Một lần", "version": "1"}
    assert [post(clerk, f"{page}/answer", answer, "same").status_code for _turn in range(2)] == [303, 303]
    assert clerk.client.get(page).text.count("Một lần") == 1


@pytest.mark.parametrize(
    "fields",
    [{"due": "31/02/2026"}, {"due": "01/01/2020"}, {"text": ""}, {"text": "x" * 2001}, {"units": []},
     {"units": ["centre-2025-82"]}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(agency, fields):
    sent = {"units": ["centre-2025-91"], "due": day(10), "text": "Giữ nguyên nội dung này", **fields}
    reply = post(agency, ASK, sent, "bad")
    assert reply.status_code == 422
    assert 'id="error-summary"' in reply.text
    assert (fields.get("text", "Giữ nguyên nội dung này")) in reply.text


def test_two_at_once_the_second_sees_what_was_added_and_keeps_the_own_text(app, agency, clerk):
    page, head = asked(agency), walker(app, "agency head")
    move = {"due": day(20), "text": "Lùi hạn theo đề nghị", "version": "1"}
    assert post(agency, f"{page}/due", move, "one").status_code == 303
    late = post(head, f"{page}/due", {**move, "text": "Lùi hạn lần hai"}, "two")
    assert late.status_code == 409
    assert "Lùi hạn theo đề nghị" in late.text
    assert "Lùi hạn lần hai" in late.text
    same = post(head, f"{page}/due", {**move, "text": "Lùi hạn lần hai", "version": "2"}, "three")
    assert same.status_code == 422
    further = {**move, "due": day(25), "text": "Lùi hạn lần hai", "version": "2"}
    again = post(head, f"{page}/due", further, "four")
    assert again.status_code == 303


def test_who_comes_too_late_reads_why_and_loses_nothing(agency, clerk):
    page = asked(agency)
    assert (
        post(
            agency, f"{page}/close", {"outcome": "withdrawn", "text": "Rút", "version": "1"}, "x"
        ).status_code
        == 303
    )
    late = post(clerk, f"{page}/answer", {"text": "Câu trả lời muộn", "version": "1"}, "late")
    assert late.status_code == 422
    assert "Câu trả lời muộn" in late.text
    assert "<textarea" not in clerk.client.get(f"{page}/answer").text


def test_the_workbook_holds_the_rows_of_the_page_and_says_whose_it_is(agency):
    asked(agency, text="Câu hỏi trong sổ")
    page = agency.client.get("/questions?year=2025&state=open").text
    reply = agency.client.get("/questions/workbook?year=2025&state=open", buffered=True)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(reply.data)).active.iter_rows()]
    texts = [str(value) for row in rows for value in row if value is not None]
    assert any("2025" in text and ":" in text for text in texts[:6])
    listed = set(re.findall(r'href="/questions/([\w-]{22})"', page))
    numbered = [row for row in rows if str(row[0]).isdigit()]
    assert len(numbered) == len(listed) > 0
    assert any("Câu hỏi trong sổ" in text for text in texts)


def test_looking_for_an_act_sends_nothing_and_keeps_what_was_typed_and_chosen(agency, clerk):
    page = asked(agency)
    offered = re.findall(r'type="radio" value="([\w-]{22})"', clerk.client.get(f"{page}/answer").text)
    typed = {"text": "Đang tìm chứng từ", "version": "1", "act": offered[-1], "step": "find"}
    for sought in ("khong co gi", "31/02/2025", "%_'\"<b>"):
        found = post(clerk, f"{page}/answer", {**typed, "find": sought}, sought)
        assert found.status_code == 200
        assert "Đang tìm chứng từ" in found.text
        kept = re.findall(r'<input[^>]*value="([\w-]{22})"[^>]*>', found.text)
        assert kept == [offered[-1]]
        assert re.search(rf'<input[^>]*checked[^>]*value="{offered[-1]}"', found.text)
    wrong = post(clerk, f"{page}/answer", {"text": "x", "version": "1", "act": "A" * 22}, "wrong")
    assert wrong.status_code == 422
    assert 'href="#act-0"' in wrong.text


def test_an_address_that_asks_about_nothing_leads_to_the_figures(agency):
    assert "/figures" in agency.client.get("/questions/ask").text
    for query in (
        "measure=disbursed_of_released&year=2025",
        "measure=released&year=2025&by=region&row=rest:central",
    ):
        reply = agency.client.get(f"/questions/ask?{query}")
        assert reply.status_code == 200
        assert "<textarea" not in reply.text
    assert agency.client.get("/questions/ask?measure=nothing").status_code == 404
    assert agency.client.get(f"/questions/ask?contract={'A' * 22}").status_code == 404
