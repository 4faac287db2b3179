from dataclasses import replace

import pytest

from promotion import sheets
from promotion.kernel.choices import Language, Region
from promotion.reports.conference import build
from tests.support.conference import conference
from tests.support.workbooks import differences, opened

pytestmark = pytest.mark.office


@pytest.mark.parametrize(
    "language, region, least",
    [(Language.vi, Region.south, 900), (Language.en, None, 2_000)],
    ids=["south", "country"],
)
def test_recalculation_gives_the_stored_values(language, region, least, tmp_path, convert):
    made = build(conference(language, region))
    file = tmp_path / made.file_name
    sheets.write(made.workbook, file)
    count, wrong = differences(file, convert, tmp_path / "again")
    assert count > least
    assert not wrong


def test_recalculation_fails_the_same_checks(tmp_path, convert):
    given = conference(size=10)
    table = given.by_province[None]
    off = replace(table, total=replace(table.total, values={**table.total.values, "approved": 1}))
    made = build(replace(given, by_province={**given.by_province, None: off}))
    file = tmp_path / "off.xlsx"
    sheets.write(made.workbook, file)
    assert len(made.failures) == 1
    assert not differences(file, convert, tmp_path / "again")[1]
    again = opened(tmp_path / "again" / "off.xlsx", values=True)["Đối chiếu"]
    assert [cell.value for row in again.iter_rows() for cell in row].count("SAI") == 1
