"""The main work of a conference organiser: region and period, a preview, the workbook, in three clicks."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.journeys.desk import Desk
from tests.support import house

pytestmark = [pytest.mark.browser, pytest.mark.data("stage"), pytest.mark.one_engine]

TOTALS = ("approved", "released", "assigned", "committed", "advanced", "accepted", "disbursed", "waiting")
FOREIGN = ("Thái Nguyên", "Tân Cương")


def test_the_workbook_of_the_region_in_three_clicks_says_what_the_screen_says(app, desk, tmp_path):
    organiser = desk("organiser.south")
    organiser.go("Biểu hội nghị")  # one
    organiser.fill("Năm ngân sách", "2024")
    organiser.fill("Số liệu đến hết ngày", "30/09/2024")
    organiser.press("Xem trước")  # two
    organiser.sees("Biểu này qua mọi phép kiểm tra")
    file = _download(organiser, tmp_path)  # three
    assert file.name == "KC_TongHop_MienNam_2024_20240930.xlsx"

    organiser.go("đồng")
    shown = organiser.row("Tổng cộng").locator("td").all_inner_texts()
    counted = json.loads(
        house.command(
            app, *("figures", "table", "--by", "province", "--year", "2024", "--region", "south"),
            *("--as-of", "2024-09-30", "--boundaries", "recorded", "--json"),
        )
    )  # fmt: skip
    assert [int(text.replace(".", "")) for text in shown[: len(TOTALS)]] == [
        counted["total"][key] for key in TOTALS
    ]
    assert counted["total"]["disbursed"] == 590_000_000

    texts, numbers = _read(file)
    for key in ("approved", "released", "assigned", "accepted", "disbursed"):
        assert counted["total"][key] in numbers
    for word in FOREIGN:
        organiser.misses(word)
        assert not [text for text in texts if word in text]


def test_other_regions_are_nowhere_for_an_organiser(desk):
    organiser = desk("organiser.south")
    organiser.go("Đề án")
    organiser.sees("Máy đóng chai nước mắm Phú Quốc", "Hỗ trợ dây chuyền xay xát gạo Cao Lãnh")
    organiser.misses(*FOREIGN)
    organiser.page.goto("/reports/conference?region=north&year=2024&to=30/09/2024")
    organiser.misses("Tân Cương", "420,00", "420.000.000")
    organiser.page.goto("/figures?year=2024&by=project")
    organiser.misses(*FOREIGN)


def _download(organiser: Desk, folder: Path) -> Path:
    with organiser.page.expect_download() as waiting:
        organiser.go("Tải biểu về")
    download = waiting.value
    file = folder / download.suggested_filename
    download.save_as(file)
    return file


def _read(file: Path) -> tuple[set[str], set[int]]:
    """Return all texts of a workbook and all whole numbers, as they were counted when it was written."""
    book = load_workbook(file, data_only=True)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = {value for value in cells if isinstance(value, str)}
    return texts, {
        int(value) for value in cells if isinstance(value, int | float) and float(value).is_integer()
    }
