import re
from zipfile import ZipFile

import pytest

from promotion import sheets
from promotion.sheets.wording import cell_text
from tests.sheets.test_writer import hostile
from tests.support.workbooks import HOSTILE, differences, formulas, opened, small, words

pytestmark = pytest.mark.office


def test_recalculation_gives_the_stored_values(tmp_path, convert):
    file = tmp_path / "small.xlsx"
    sheets.write(small(), file)
    count, wrong = differences(file, convert, tmp_path / "again")
    assert count == 24
    assert not wrong


def test_the_recalculation_would_notice_a_wrong_stored_value(tmp_path, convert):
    right, wrong = tmp_path / "right.xlsx", tmp_path / "wrong.xlsx"
    sheets.write(small(), right)
    with ZipFile(right) as source, ZipFile(wrong, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet2.xml":
                content = re.sub(rb"<v>3456789012340</v>", b"<v>3456789012341</v>", content, count=1)
            target.writestr(entry, content)
    found = differences(wrong, convert, tmp_path / "again")[1]
    assert len(found) == 1
    assert "01 It's!E10 =SUM(E5,E9): stored 3456789012341" in found[0]


def test_hostile_text_is_the_same_text_in_another_program(tmp_path, convert):
    file = tmp_path / "hostile.xlsx"
    sheets.write(hostile(), file)
    again = convert(file, "xlsx", tmp_path / "again")
    assert not list(formulas(opened(again)))
    assert words(again, "S") == [cell_text(text) for text in HOSTILE]
