"""Loading units, letting them follow their provinces, recording further ones."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from config import ROOT
from promotion.audit.queries import history
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.database.reference import Counts, current_mark
from promotion.kernel.errors import Invalid
from promotion.territory.service import load as load_provinces
from promotion.units import queries
from promotion.units.drafts import UnitDraft
from promotion.units.models import Unit, UnitSuccession
from promotion.units.rules import UnitKind, seat_fault
from promotion.units.service import load, record
from tests.support.people import OPERATOR

DATA = ROOT / "promotion" / "data"
DRAFT = UnitDraft(
    "ipc3", UnitKind.regional_centre, "Trung tâm 3", "Centre No. 3", valid_from=date(2026, 1, 1)
)


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be changed."""
    return shutil.copytree(DATA, tmp_path / "data")


def change(folder, old, new):
    path = folder / "units.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def loaded(folder):
    return unit_of_work.run(lambda: load(folder))


def recorded(draft):
    return unit_of_work.run(lambda: record(OPERATOR, draft))


@pytest.mark.data("empty", shared=True)
def test_before_the_first_load_families_are_only_themselves(inside):
    assert queries.family([7]) == {7}


@pytest.mark.data("empty")
def test_the_first_load_adds_and_the_second_changes_nothing(inside):
    unit_of_work.run(lambda: load_provinces(DATA))
    assert loaded(DATA) == {
        "unit": Counts(added=198),
        "unit_name": Counts(added=199),
        "unit_succession": Counts(added=126),
    }
    mark = current_mark()
    assert loaded(DATA) == {
        "unit": Counts(unchanged=198),
        "unit_name": Counts(unchanged=199),
        "unit_succession": Counts(unchanged=126),
    }
    assert current_mark() == mark


def test_a_changed_name_is_updated_and_a_new_one_added(inside, folder):
    change(folder, "ipc2,regional_centre,Trung tâm Khuyến công và", "ipc2,regional_centre,Trung tâm KC và")
    change(
        folder,
        "mof,ministry,Bộ Tài chính,Ministry of Finance,,,,yes",
        "mof,ministry,Bộ Tài chính,Ministry of Finance,,,2027-12-31,yes\n"
        "mof,ministry,Bộ Tài chính và Kế hoạch,Ministry of Finance and Planning,,2028-01-01,,no",
    )
    counts = loaded(folder)
    assert counts["unit"] == Counts(updated=2, unchanged=196)
    assert counts["unit_name"] == Counts(added=1, updated=2, unchanged=197)
    ministry = queries.unit("mof")
    assert queries.name(ministry, "en", date(2027, 12, 31)) == "Ministry of Finance"
    assert queries.name(ministry, "en") == "Ministry of Finance and Planning"
    assert queries.unit("ipc2").names[0].name_vi.startswith("Trung tâm KC và")
    assert loaded(DATA)["unit_name"] == Counts(updated=2, removed=1, unchanged=197)


def test_an_office_that_merged_on_another_day_keeps_its_day(inside):
    later = date(2025, 12, 1)

    def merge_later():
        for succession in db.session.scalars(select(UnitSuccession)):
            succession.effective_date = later

    unit_of_work.run(merge_later)
    assert loaded(DATA)["unit_succession"] == Counts(unchanged=126)
    days = {relative.effective_date for relative in queries.predecessors(queries.unit("centre-2025-91").id)}
    assert days == {later}


@pytest.mark.data("reference", shared=True)  # nothing is kept of a load that fails
@pytest.mark.parametrize(
    "old, new, words",
    [
        ("ipc1,regional_centre", "ipc1,club", ("line 4", "column kind", "“club”")),
        ("Ministry of Finance,,", "Ministry of Finance,2025-01,", ("line 6", "province", "no province")),
        ("Hanoi Industrial Promotion Centre,2024-01", "Hanoi Centre,", ("line 7", "province", "needs its")),
        ("Hanoi Industrial Promotion Centre,2024-01", "Hanoi Centre,Hà Nội", ("line 7", "“Hà Nội”")),
        (",,2025-03-01,,yes", ",,2025-02-28,,yes", ("line 3", "valid_from", "overlap")),
        (",,,2025-02-28,yes", ",,,,yes", ("line 3", "valid_from", "overlap")),
        ("ipc1,regional_centre,Trung tâm", ",regional_centre,Trung tâm", ("line 4", "column code", "empty")),
        (",,,,yes", ",,,,maybe", ("line 4", "verified", "yes or no")),
    ],
)
def test_a_broken_row_is_named_by_file_line_and_column(inside, folder, old, new, words):
    change(folder, old, new)
    with pytest.raises(Invalid) as refusal:
        loaded(folder)
    for word in ("units.csv", *words):
        assert word in str(refusal.value)


def test_a_further_central_unit_is_recorded_and_survives_a_load(inside):
    mark = current_mark()
    unit = recorded(DRAFT)
    assert queries.unit("ipc3") is unit
    assert queries.name(unit, "vi") == "Trung tâm 3"
    assert not queries.name_of(unit).verified
    assert unit in queries.central_units()
    assert current_mark() != mark
    line = history("unit", unit.id)[0]
    assert line.act == "units.record"
    assert line.after == {"code": "ipc3", "name_vi": "Trung tâm 3", "name_en": "Centre No. 3"}
    assert loaded(DATA)["unit_name"].changed is False
    assert queries.name(queries.unit("ipc3"), "en") == "Centre No. 3"


def test_a_further_provincial_unit_names_its_province(inside):
    draft = replace(
        DRAFT, code="centre-b", kind=UnitKind.provincial_centre, province_key="2025-91", valid_from=None
    )
    assert recorded(draft).province_key == "2025-91"
    other = replace(draft, code="club", kind=UnitKind.other, verified=True)
    assert queries.name_of(recorded(other)).verified


@pytest.mark.data("reference", shared=True)
@pytest.mark.parametrize(
    "change, field",
    [
        ({"code": "agency"}, "code"),
        ({"code": "Ipc 3"}, "code"),
        ({"code": "x"}, "code"),
        ({"name_vi": " \u200b "}, "name_vi"),
        ({"name_en": ""}, "name_en"),
        ({"province_key": "2025-91"}, "province_key"),
        ({"kind": UnitKind.department}, "province_key"),
        ({"kind": UnitKind.other, "province_key": "2025-99"}, "province_key"),
        ({"kind": UnitKind.other, "province_key": "An Giang"}, "province_key"),
        ({"valid_to": date(2025, 12, 31)}, "valid_to"),
    ],
)
def test_what_cannot_be_recorded_is_told_by_field(inside, change, field):
    with pytest.raises(Invalid) as refusal:
        recorded(replace(DRAFT, **change))
    assert [fault.field for fault in refusal.value.faults] == [field]
    assert len(db.session.scalars(select(Unit)).all()) == 198


def test_seats_by_kind():
    assert seat_fault(UnitKind.other, None) is None
    assert seat_fault(UnitKind.other, "2025-91") is None
    assert seat_fault(UnitKind.ministry, None) is None
    assert seat_fault(UnitKind.ministry, "2025-91") is not None
    assert seat_fault(UnitKind.provincial_centre, "2025-91") is None
    assert seat_fault(UnitKind.provincial_centre, None) is not None
