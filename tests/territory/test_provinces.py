"""The provinces that come with the program, read from the database of each engine."""

import csv
from datetime import date

import pytest

from config import ROOT
from promotion.kernel.choices import Region
from promotion.territory.drafts import ProvinceQuestion
from promotion.territory.queries import atlas, listing
from promotion.territory.rules import ProvinceType, Relation

pytestmark = pytest.mark.data("reference", shared=True)

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)
DATA = ROOT / "promotion" / "data"


@pytest.fixture
def places(inside):
    return atlas()


def test_sixty_three_became_thirty_four(places):
    assert len(places.keys_on(date(2004, 1, 1))) == 63
    assert len(places.keys_on(LAST_OLD)) == 63
    assert len(places.keys_on(FIRST_NEW)) == 34
    assert len(places.steps) == 63
    assert {places.home_on(key, FIRST_NEW) for key in places.keys_on(LAST_OLD)} == set(
        places.keys_on(FIRST_NEW)
    )


def test_regions_had_28_15_20_members_and_have_15_11_8(places):
    assert [len(places.members(region, LAST_OLD)) for region in Region] == [28, 15, 20]
    assert [len(places.members(region, FIRST_NEW)) for region in Region] == [15, 11, 8]
    assert [len(places.members_ever(region)) for region in Region] == [43, 26, 28]


def test_members_come_in_vietnamese_order(places):
    names = [places.name(key, "vi") for key in places.members(Region.south, FIRST_NEW)]
    assert names == [
        *("An Giang", "Cà Mau", "Cần Thơ", "Đồng Nai", "Đồng Tháp", "Hồ Chí Minh", "Tây Ninh"),
        "Vĩnh Long",
    ]


@pytest.mark.parametrize(
    "code, old, new",
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_seven_codes_changed_their_meaning(places, code, old, new):
    assert places.name(f"2024-{code}", "vi") == old
    assert places.name(f"2025-{code}", "vi") == new
    assert places.find(code, edition="2024") == places.find(old, edition="2024") == f"2024-{code}"
    assert places.find(code, edition="2025") == places.find(new, edition="2025") == f"2025-{code}"
    assert places.find(code) is None
    assert places.other_meanings(f"2025-{code}") == (f"2024-{code}",)
    assert places.other_meanings(f"2024-{code}") == (f"2025-{code}",)


def test_no_other_code_changed_its_meaning(places):
    changed = {province.key for province in places.provinces if places.other_meanings(province.key)}
    assert {key.split("-")[1] for key in changed} == {"15", "24", "44", "52", "80", "82", "91"}


@pytest.mark.parametrize(
    "old, new, before, after",
    [
        ("Bình Thuận", "Lâm Đồng", Region.south, Region.central),
        ("Kiên Giang", "An Giang", Region.south, Region.south),
        ("Bình Dương", "Hồ Chí Minh", Region.south, Region.south),
        ("Long An", "Tây Ninh", Region.south, Region.south),
        ("Thanh Hóa", "Thanh Hóa", Region.north, Region.central),
        ("Nghệ An", "Nghệ An", Region.north, Region.central),
        ("Hà Tĩnh", "Hà Tĩnh", Region.north, Region.central),
    ],
)
def test_old_provinces_go_over_with_their_regions(places, old, new, before, after):
    key = places.find(old, edition="2024")
    home = places.home_on(key, FIRST_NEW)
    assert places.name(home, "vi") == new
    assert places.successor(key) == home
    assert key in places.family(home)
    assert places.region_of(key, LAST_OLD) is before
    assert places.region_of(home, FIRST_NEW) is after


def test_merged_lam_dong_is_not_divisible_and_spans_two_regions(places):
    assert places.home_on("2025-68", LAST_OLD) is None
    assert places.regions_of_undivided("2025-68", LAST_OLD) == {Region.central, Region.south}
    assert places.family("2025-68") == {"2025-68", "2024-60", "2024-67", "2024-68"}


def test_eleven_untouched_provinces_go_back(places):
    back = [key for key in places.keys_on(FIRST_NEW) if places.home_on(key, LAST_OLD) is not None]
    assert len(back) == 11
    assert all(places.home_on(places.home_on(key, LAST_OLD), FIRST_NEW) == key for key in back)
    unchanged = {step.new_key for step in places.steps if step.relation is Relation.unchanged}
    assert set(back) == unchanged
    assert places.home_on("2025-46", LAST_OLD) == "2024-46"


def test_hue_became_a_city_on_new_years_day(places):
    last, first = places.style("2024-46", date(2024, 12, 31)), places.style("2024-46", date(2025, 1, 1))
    assert (last.type, last.full_name_vi) == (ProvinceType.province, "Tỉnh Thừa Thiên Huế")
    assert (first.type, first.full_name_vi) == (ProvinceType.city, "Thành phố Huế")
    assert first.source_vi == "Nghị quyết 175/2024/QH15"
    assert places.name("2024-46", "vi") == "Thừa Thiên Huế"
    assert places.name("2024-46", "vi", date(2025, 3, 1)) == "Huế"
    assert places.find("TP. Huế", edition="2024") == "2024-46"
    assert places.style("2025-46", FIRST_NEW).type is ProvinceType.city


@pytest.mark.parametrize(
    "key, name, day",
    [
        ("2025-75", "Đồng Nai", date(2026, 4, 30)),
        ("2025-22", "Quảng Ninh", date(2026, 9, 1)),
        ("2025-24", "Bắc Ninh", date(2026, 9, 20)),
    ],
)
def test_three_became_cities_in_2026(places, key, name, day):
    before = places.style(key, date.fromordinal(day.toordinal() - 1))
    after = places.style(key, day)
    assert (before.type, before.full_name_vi) == (ProvinceType.province, f"Tỉnh {name}")
    assert (after.type, after.full_name_vi) == (ProvinceType.city, f"Thành phố {name}")


def test_cities_are_counted_by_day(places):
    def cities(day):
        return sum(places.style(key, day).type is ProvinceType.city for key in places.keys_on(day))

    assert [cities(date(2024, 12, 31)), cities(date(2025, 1, 1)), cities(FIRST_NEW)] == [5, 6, 6]
    assert cities(date(2026, 12, 31)) == 9


@pytest.mark.parametrize(
    "written, key",
    [
        ("kien giang", "2024-91"),
        ("TP.HCM", "2025-79"),
        ("TPHCM", "2025-79"),
        ("Sài Gòn", "2025-79"),
        ("Ho Chi Minh City", "2025-79"),
        ("Đắc Lắc", "2025-66"),
        ("BR-VT", "2024-77"),
        ("Bà Rịa – Vũng Tàu", "2024-77"),
        ("Thừa Thiên - Huế", "2024-46"),
        ("Hoà Bình", "2024-17"),
        ("HOA BINH", "2024-17"),
        ("tỉnh Lâm đồng", "2025-68"),
        ("2024-91", "2024-91"),
        ("Kiến", None),
    ],
)
def test_provinces_are_found_by_what_people_write(places, written, key):
    assert places.find(written) == key


def test_every_name_finds_its_own_province(places):
    for province in places.provinces:
        for name in (province.name_vi, province.name_en, province.full_name_vi, *province.aliases):
            assert places.find(name, edition=province.edition) == province.key, name


def test_the_succession_agrees_with_the_list_of_predecessors(places):
    with (DATA / "provinces_2025.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            before = {step.old_key for step in places.steps_to(f"2025-{row['code']}")}
            assert before == {f"2024-{code}" for code in row["predecessor_codes"].split("|")}


def test_lists_answer_questions(places):
    everything = listing(ProvinceQuestion(FIRST_NEW))
    assert len(everything) == 34
    assert [line.region for line in everything] == sorted(
        (line.region for line in everything), key=list(Region).index
    )
    assert len(listing(ProvinceQuestion(FIRST_NEW, edition="2024"))) == 63
    found = listing(ProvinceQuestion(LAST_OLD, region=Region.south, search="giang kien"))
    assert [line.province.key for line in found] == ["2024-91"]
    assert found[0].after is not None
    assert found[0].after.key == "2025-91"
    assert not found[0].untouched
    lam_dong = next(line for line in everything if line.province.key == "2025-68")
    assert [before.name_vi for before in lam_dong.before] == ["Bình Thuận", "Đắk Nông", "Lâm Đồng"]
    assert listing(ProvinceQuestion(FIRST_NEW, search="%")) == ()
