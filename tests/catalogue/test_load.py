"""Loading the catalogue: the same files change nothing, changed rows are counted, broken rows are named."""

import shutil

import pytest

from config import ROOT
from promotion.catalogue import queries
from promotion.catalogue.service import load
from promotion.database import unit_of_work
from promotion.database.reference import Counts, current_mark
from promotion.kernel.errors import Invalid
from promotion.territory.service import load as load_provinces

DATA = ROOT / "promotion" / "data"
ROWS = {
    "content": 20,
    "indicator": 31,
    "norm": 21,
    "advance_rate": 11,
    "programme": 4,
    "known_conference": 7,
}


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
def test_the_first_load_adds_and_the_second_changes_nothing(inside):
    unit_of_work.run(lambda: load_provinces(DATA))
    assert loaded(DATA) == {table: Counts(added=rows) for table, rows in ROWS.items()}
    mark = current_mark()
    assert loaded(DATA) == {table: Counts(unchanged=rows) for table, rows in ROWS.items()}
    assert current_mark() == mark


def test_changed_norms_and_rates_are_counted_and_those_taken_out_are_removed(inside, folder):
    mark = current_mark()
    change(folder, "norms.csv", "30,1000000000,model", "35,1200000000,model")
    change(folder, "norms.csv", "N21,ND3A", "N22,ND3A")
    change(folder, "advance_rates.csv", "ND9,", "ND8,")
    change(folder, "programmes.csv", "1436000000000,36.6", ",36.65")
    counts = loaded(folder)
    assert counts["norm"] == Counts(added=1, updated=1, removed=1, unchanged=19)
    assert counts["advance_rate"] == Counts(added=1, removed=1, unchanged=10)
    assert counts["programme"] == Counts(updated=1, unchanged=3)
    assert counts["content"] == Counts(unchanged=20)
    assert current_mark() != mark
    norm = next(norm for norm in queries.norms("ND3A") if norm.code == "N4")
    assert (norm.rate_hundredths, norm.cap_dong) == (3500, 1_200_000_000)
    running = next(one for one in queries.programmes() if one.year_from == 2021)
    assert (running.total_dong, running.share_national_hundredths) == (None, 3665)


def test_contents_that_a_file_no_longer_names_stay(inside, folder):
    change(folder, "contents.csv", "ND8,,", "ND11,,")
    change(folder, "indicators.csv", "ND8,", "ND11,")
    counts = loaded(folder)
    assert counts["content"] == Counts(added=1, unchanged=19)
    assert queries.content("ND8").code == "ND8"


@pytest.mark.data("reference", shared=True)  # nothing is kept of a load that fails
@pytest.mark.parametrize(
    "file, old, new, words",
    [
        ("contents.csv", "ND3A,ND3,", "ND3A,ND99,", ("line 5", "column parent", "“ND99”", "line above")),
        ("contents.csv", "ND3A,ND3,", "ND3A,ND3A,", ("line 5", "column parent", "line above")),
        ("contents.csv", "ND2,,", "ND1,,", ("line 3", "column code", "another line")),
        ("contents.csv", "2025-10-15,,", "2025-10-15,2025-10-14,", ("line 21", "valid_to")),
        ("indicators.csv", "ND1,classes", "ND77,classes", ("line 3", "column content", "“ND77”")),
        ("indicators.csv", "ND1,classes", "ND1,workers_trained", ("line 3", "column code", "another line")),
        ("norms.csv", "N2,ND2", "N1,ND2", ("line 3", "column id", "another line")),
        ("norms.csv", "national,,30,500000000,model,Thông", "national,2024-91,3,5,model,Thông",
         ("line 4", "column province")),
        ("norms.csv", "province,2025-66,30,8", "province,2025-98,30,8", ("line 18", "2025-98")),
        ("norms.csv", "province,2025-66,30,8", "county,2025-66,30,8", ("line 18", "“county”")),
        ("norms.csv", ",,,10000000,enterprise,Thông tư liên", ",,,,enterprise,Thông tư liên",
         ("line 2", "column cap_vnd")),
        ("norms.csv", "10000000,enterprise,Thông tư liên", "10000000,head,Thông tư liên",
         ("line 2", "column cap_per", "“head”")),
        ("norms.csv", "30,1000000000", "300,1000000000", ("line 5", "rate_percent", "“300”")),
        ("norms.csv", "30,1000000000", "30,1.000.000.000", ("line 5", "cap_vnd", "“1.000.000.000”")),
        ("advance_rates.csv", "Vocational training,70", "Vocational training,", ("line 5", "first_advance")),
        ("advance_rates.csv", "ND1,", "ND2,", ("line 6", "valid_from", "another line")),
        ("programmes.csv", "CT-KCQG-2008-2012,national", "CT-KCQG-2008-2012,world", ("line 2", "level")),
        ("norms.csv", "30,1000000000", "30,0", ("line 5", "cap_vnd", "“0”")),
        ("programmes.csv", "2008,2012,", "2008,2007,", ("line 2", "column year_to", "“2007”")),
        ("programmes.csv", ",400000000000,", ",9000000000000001,", ("line 2", "column total_vnd")),
        ("conferences.csv", "south,14,2024", "south,0,2024", ("line 2", "column ordinal", "“0”")),
        ("conferences.csv", ",2024,91,", ",2025,98,", ("line 2", "host_province_code", "“98”")),
        ("conferences.csv", "south,14,2024", "west,14,2024", ("line 2", "column region", "“west”")),
    ],
)  # fmt: skip
def test_a_broken_row_is_named_by_file_line_and_column(inside, folder, file, old, new, words):
    change(folder, file, old, new)
    with pytest.raises(Invalid) as refusal:
        loaded(folder)
    for word in (file, *words):
        assert word in str(refusal.value)
