"""The conference workbook from the ledger: the command, the page and the figures say the same, to the đồng."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.support.house import command
from tests.support.people import sign_in
from tests.support.workbooks import differences

pytestmark = pytest.mark.data("practice")

ORDER = ("--region", "south", "--year", "2024", "--boundaries", "recorded")
# Column headings of the province form, Vietnamese, and the measures they show.
SHOWN = {
    "Số đề án": "projects",
    "Kế hoạch được duyệt": "approved",
    "Được phân bổ": "released",
    "Đã giao": "assigned",
    "Giải ngân": "disbursed",
    "Nghiệm thu": "accepted",
}


def provinces(source) -> dict[str, dict[str, int]]:
    """Read the form of both levels by province: stored values by label of the row."""
    page = load_workbook(source, data_only=True)["02 Theo tỉnh"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    columns = {
        SHOWN[text]: index
        for row in rows[:15]
        for index, text in enumerate(row)
        if isinstance(text, str) and text in SHOWN
    }
    assert set(columns) == set(SHOWN.values())
    return {
        row[1]: {measure: row[index] for measure, index in columns.items()}
        for row in rows
        if isinstance(row[1], str) and isinstance(row[columns["approved"]], int | float)
    }


def told(app) -> dict:
    return json.loads(
        command(app, "figures", "table", "--by", "province", *ORDER, "--as-of", "2024-09-30", "--json")
    )


@pytest.mark.office
@pytest.mark.data("practice", shared=True)
def test_the_workbook_of_the_south_is_the_figures_and_recalculates(app, tmp_path, convert):
    file = tmp_path / "south.xlsx"
    command(app, "report", "conference", *ORDER, "--to", "2024-09-30", "--lang", "vi", "--out", str(file))
    answer, shown = told(app), provinces(file)
    for row in answer["rows"]:
        if row["kind"] == "row":
            assert shown[row["label"]] == {measure: row[measure] for measure in SHOWN.values()}
    assert shown["TỔNG CỘNG"] == {measure: answer["total"][measure] for measure in SHOWN.values()}
    assert {"Kiên Giang", "Bình Dương", "Long An"} <= set(shown)
    assert answer["total"]["approved"] == 91_300_000_000
    count, wrong = differences(file, convert, tmp_path / "again")
    assert count > 1_000
    assert not wrong


def test_the_page_gives_the_same_workbook_as_the_command(app, tmp_path):
    file = tmp_path / "south.xlsx"
    command(app, "report", "conference", *ORDER, "--to", "2024-09-30", "--lang", "vi", "--out", str(file))
    browser = sign_in(app, "auditor", "vi")
    asked = {"region": "south", "year": "2024", "to": "30/09/2024", "boundaries": "recorded", "lang": "vi"}
    preview = browser.get("/reports/conference", query_string=asked)
    assert "91.300" in preview.get_data(as_text=True)
    answer = browser.get("/reports/conference/workbook", query_string=asked)
    assert answer.headers["Content-Disposition"].endswith("KC_TongHop_MienNam_2024_20240930.xlsx")
    assert provinces(BytesIO(answer.data)) == provinces(file)


def test_what_cannot_be_read_is_said_and_no_workbook_comes(app):
    browser = sign_in(app, "auditor", "vi")
    for fault in ("year=20x4", "to=31/02/2024", "boundaries=heute", "region=west"):
        answer = browser.get(f"/reports/conference/workbook?{fault}")
        assert answer.mimetype == "text/html"
        assert fault.split("=")[1] in answer.get_data(as_text=True)
