"""The units that come with the program, read from the database of each engine."""

from datetime import date

import pytest

from promotion.database.handle import db
from promotion.kernel.errors import NotFound
from promotion.units import queries
from promotion.units.drafts import UnitQuestion
from promotion.units.rules import UnitKind

pytestmark = [pytest.mark.data("reference", shared=True), pytest.mark.usefixtures("inside")]

CUT = date(2025, 7, 1)


def codes(found):
    return {unit.code for unit in found}


def test_the_agency_has_two_names_by_day():
    agency = queries.unit("agency")
    old, new = "Cục Công Thương địa phương", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
    assert queries.name(agency, "vi", date(2025, 2, 28)) == old
    assert queries.name(agency, "vi", date(2025, 3, 1)) == new
    assert queries.name(agency, "vi") == new
    assert queries.name(agency, "en", date(1999, 1, 1)) == "Agency for Regional Industry and Trade"
    assert queries.name_of(agency).verified
    assert agency.kind == UnitKind.agency
    assert (agency.valid_from, agency.valid_to, agency.province_key) == (None, None, None)


def test_centres_and_departments_follow_their_provinces():
    for prefix in ("centre", "department"):
        merged = queries.unit(f"{prefix}-2025-91")
        own = queries.family([merged.id])
        assert codes(queries.by_ids(own).values()) == {
            f"{prefix}-2025-91",
            f"{prefix}-2024-89",
            f"{prefix}-2024-91",
        }
        before = queries.predecessors(merged.id)
        assert [relative.unit.code for relative in before] == [f"{prefix}-2024-89", f"{prefix}-2024-91"]
        assert {relative.effective_date for relative in before} == {CUT}
        after = queries.successors(before[0].unit.id)
        assert [relative.unit.code for relative in after] == [f"{prefix}-2025-91"]
        assert queries.successors(merged.id) == ()


def test_families_are_of_what_was_asked_and_nobody_else():
    old = queries.unit("centre-2024-91")
    assert queries.family([old.id]) == {old.id}
    assert queries.family([]) == frozenset()
    three = queries.family([queries.unit("centre-2025-68").id, queries.unit("agency").id])
    assert codes(queries.by_ids(three).values()) == {
        *("centre-2025-68", "centre-2024-60", "centre-2024-67", "centre-2024-68", "agency")
    }


def test_families_are_asked_without_going_back_to_the_tables(monkeypatch):
    unit_id = queries.unit("centre-2025-91").id
    first = queries.family([unit_id])
    monkeypatch.setattr(db.session(), "execute", None)
    assert queries.family([unit_id]) == first


def test_units_are_found_by_code_row_and_public_id():
    centre = queries.unit("centre-2024-91")
    assert queries.by_id(centre.id) is centre
    assert queries.by_public_id(centre.public_id) is centre
    assert queries.by_ids([centre.id, 0, centre.id]) == {centre.id: centre}
    for ask in (
        lambda: queries.unit("nobody"),
        lambda: queries.by_id(0),
        lambda: queries.by_public_id("nobody"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_central_units_have_no_province():
    assert codes(queries.central_units()) == {"agency", "ipc1", "ipc2", "mof"}
    assert codes(queries.of_province("2024-91")) == {"centre-2024-91", "department-2024-91"}
    assert queries.of_province("2024-99") == []


def test_the_directory_counts_all_and_shows_a_page():
    first = queries.directory(UnitQuestion())
    assert (first.total, len(first.units), first.page) == (198, 50, 1)
    last = queries.directory(UnitQuestion(), page=4)
    assert (len(last.units), last.page) == (48, 4)
    assert queries.directory(UnitQuestion(), page=99).page == 4
    assert queries.directory(UnitQuestion(), page=-5).page == 1
    pages = [queries.directory(UnitQuestion(), page=number).units for number in (1, 2, 3, 4)]
    assert len({unit.id for page in pages for unit in page}) == 198


def test_the_directory_is_in_vietnamese_order():
    units = queries.directory(UnitQuestion(kind=UnitKind.department, day=CUT), size=100).units
    names = [queries.name(unit, "vi").removeprefix("Sở Công Thương ") for unit in units]
    assert len(names) == 34
    assert names[:4] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng"]
    assert names[-1] == "Vĩnh Long"


@pytest.mark.parametrize(
    "question, expected",
    [
        (UnitQuestion(search="kiên giang"), {"centre-2024-91", "department-2024-91"}),
        (UnitQuestion(search="GIANG kien  sở"), {"department-2024-91"}),
        (UnitQuestion(search="dia phuong"), {"agency"}),
        (UnitQuestion(search="IPC1"), {"ipc1"}),
        (UnitQuestion(search="100%"), set()),
        (UnitQuestion(search="_"), set()),
        (UnitQuestion(kind=UnitKind.regional_centre), {"ipc1", "ipc2"}),
        (UnitQuestion(provinces=("2025-91", "2024-91"), day=date(2025, 6, 30), kind=UnitKind.department),
         {"department-2024-91"}),
        (UnitQuestion(provinces=("2025-91",), day=CUT), {"centre-2025-91", "department-2025-91"}),
        (UnitQuestion(provinces=("2025-91",), day=date(2025, 6, 30)), set()),
        (UnitQuestion(provinces=()), set()),
    ],
)  # fmt: skip
def test_the_directory_answers_questions(question, expected):
    found = queries.directory(question)
    assert codes(found.units) == expected
    assert found.total == len(expected)
    assert found.page == 1
