"""Loading provinces: the same files change nothing, a changed row is counted, a broken row is named."""

import shutil

import pytest
from sqlalchemy import delete, select

from config import ROOT
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.database.reference import Counts, ReferenceVersion, current_mark
from promotion.kernel.errors import Invalid
from promotion.territory.models import ProvinceRow
from promotion.territory.queries import atlas
from promotion.territory.service import load

DATA = ROOT / "promotion" / "data"


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to be changed."""
    return shutil.copytree(DATA, tmp_path / "data")


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def loaded(folder):
    return unit_of_work.run(lambda: load(folder))


@pytest.mark.data("empty")
def test_an_empty_database_knows_no_province(inside):
    assert atlas().provinces == ()


@pytest.mark.data("empty")
def test_the_first_load_adds_and_the_second_changes_nothing(inside):
    assert loaded(DATA) == {
        "province": Counts(added=97),
        "province_type": Counts(added=101),
        "province_region": Counts(added=97),
        "succession": Counts(added=63),
    }
    mark, places = current_mark(), atlas()
    assert len(places.provinces) == 97
    assert loaded(DATA) == {
        "province": Counts(unchanged=97),
        "province_type": Counts(unchanged=101),
        "province_region": Counts(unchanged=97),
        "succession": Counts(unchanged=63),
    }
    assert current_mark() == mark
    assert atlas() is places


def test_a_changed_row_is_updated_counted_and_seen_by_every_process(inside, folder):
    old = atlas()
    change(
        folder, "provinces_2025.csv", "An Giang,Tỉnh An Giang,An Giang", "An Giang,Tỉnh An Giang,An Giang II"
    )
    counts = loaded(folder)
    assert counts["province"] == Counts(updated=1, unchanged=96)
    assert counts["province_type"] == Counts(updated=1, unchanged=100)
    assert counts["succession"].changed is False
    assert atlas() is not old
    assert atlas().name("2025-91", "en") == "An Giang II"
    assert atlas() is atlas()


def test_a_new_change_of_type_cuts_the_time_of_a_province(inside, folder):
    change(
        folder,
        "province_changes.csv",
        "2025,75,2026-04-30",
        "2025,04,2027-01-01,centrally-run city,Cao Bằng,Cao Bang,Thành phố Cao Bằng,NQ 1,Res. 1\n"
        "2025,75,2026-04-30",
    )
    counts = loaded(folder)
    assert counts["province_type"] == Counts(added=1, updated=1, unchanged=100)
    styles = atlas().province("2025-04").styles
    assert [style.full_name_vi for style in styles] == ["Tỉnh Cao Bằng", "Thành phố Cao Bằng"]
    assert loaded(DATA)["province_type"] == Counts(updated=1, removed=1, unchanged=100)


def test_a_load_that_fails_leaves_everything_as_it_was(inside, folder):
    before = atlas()
    change(folder, "provinces_2024.csv", "Tỉnh Hà Giang", "Tỉnh Hà Giang II")
    change(folder, "province_succession.csv", "02,Hà Giang,08", "02,Hà Giang,99")
    with pytest.raises(Invalid):
        loaded(folder)
    assert atlas() is before
    assert db.session.get_one(ProvinceRow, "2024-02").full_name_vi == "Tỉnh Hà Giang"


def test_without_a_mark_nothing_is_kept_in_memory(inside):
    unit_of_work.run(lambda: db.session.execute(delete(ReferenceVersion)))
    assert atlas().provinces == ()


@pytest.mark.data("empty", shared=True)  # nothing is kept of a load that fails
@pytest.mark.parametrize(
    "file, old, new, words",
    [
        ("provinces_2024.csv", ",north,VN-HN", ",east,VN-HN", ("line 2", "conference_region", "“east”")),
        ("provinces_2024.csv", "02,Hà Giang", "01,Hà Giang", ("line 3", "column code", "another line")),
        ("provinces_2025.csv", "2025-07-01,Hanoi", "1/7/2025,Hanoi", ("line 2", "valid_from", "“1/7/2025”")),
        ("provinces_2025.csv", "04,Cao Bằng,Tỉnh", "04,,Tỉnh", ("line 3", "name_vi", "empty")),
        ("provinces_2025.csv", ",province,NMM", ",kingdom,NMM", ("line 3", "column type", "“kingdom”")),
        ("province_changes.csv", "2025,22,", "2025,23,", ("line 4", "column code", "no province")),
        (
            "province_changes.csv",
            "2024,46,2025-01-01",
            "2024,46,2025-08-01",
            ("line 2", "changed_on", "outside"),
        ),
        ("province_changes.csv", "2025,22,2026", "2025,22,2024", ("line 4", "changed_on", "outside")),
        ("province_succession.csv", "02,Hà Giang,08", "03,Hà Giang,08", ("line 3", "old_code", "“03”")),
        (
            "province_succession.csv",
            "04,Cao Bằng,unchanged",
            "04,Cao Bằng,same",
            ("line 4", "relation", "“same”"),
        ),
        ("province_succession.csv", "effective_date", "day", ("line 1", "effective_date", "heading")),
    ],
)
def test_a_broken_row_is_named_by_file_line_and_column(inside, folder, file, old, new, words):
    change(folder, file, old, new)
    with pytest.raises(Invalid) as refusal:
        loaded(folder)
    for word in (file, *words):
        assert word in str(refusal.value)
    assert db.session.scalars(select(ProvinceRow)).all() == []
