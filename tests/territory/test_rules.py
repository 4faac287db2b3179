"""The atlas in plain Python, on small made-up grounds."""

from datetime import date

import pytest

from promotion.kernel.choices import Region
from promotion.kernel.errors import NotFound
from promotion.territory.periods import covers, standing
from promotion.territory.rules import Atlas, Membership, Province, ProvinceType, Relation, Step, Style
from promotion.territory.spellings import folded

CUT, SECOND_CUT = date(2025, 7, 1), date(2030, 1, 1)
BEFORE, AFTER, LATE = date(2025, 6, 30), date(2025, 7, 1), date(2031, 5, 5)


def province(key, name, region=Region.north, first=None, last=None, aliases=()):
    edition, code = key.split("-")
    return Province(
        key=key,
        edition=edition,
        code=code,
        slug=name.lower(),
        name_vi=name,
        name_en=name,
        full_name_vi=f"Tỉnh {name}",
        aliases=aliases,
        sort_key=name,
        valid_from=first,
        valid_to=last,
        natural_region_code="X",
        natural_region_vi="Vùng",
        natural_region_en="Region",
        styles=(Style(ProvinceType.province, name, name, f"Tỉnh {name}", first, last),),
        memberships=(Membership(region, first, last),),
    )


def step(old, new, relation=Relation.name_dropped, day=CUT):
    return Step(old, new, day, relation, "Nghị quyết", "Resolution")


@pytest.fixture
def places():
    """A and B merge into B, C stays, D is split into E and F; then all of B and C become G."""
    end, second_end = date(2025, 6, 30), date(2029, 12, 31)
    return Atlas(
        (
            province("2024-01", "A", Region.south, None, end),
            province("2024-02", "B", Region.central, None, end, ("Bê", "B B")),
            province("2024-03", "C", Region.north, None, end),
            province("2024-04", "D", Region.north, None, end),
            province("2025-01", "B", Region.central, CUT, second_end),
            province("2025-03", "C", Region.north, CUT, second_end),
            province("2025-04", "E", Region.north, CUT),
            province("2025-05", "F", Region.north, CUT),
            province("2030-01", "G", Region.central, SECOND_CUT),
        ),
        (
            step("2024-01", "2025-01"),
            step("2024-02", "2025-01", Relation.name_kept),
            step("2024-03", "2025-03", Relation.unchanged),
            step("2024-04", "2025-04"),
            step("2024-04", "2025-05"),
            step("2025-01", "2030-01", day=SECOND_CUT),
            step("2025-03", "2030-01", day=SECOND_CUT),
        ),
    )


def test_old_goes_over_to_new_through_every_edition(places):
    assert places.home_on("2024-01", BEFORE) == "2024-01"
    assert places.home_on("2024-01", AFTER) == "2025-01"
    assert places.home_on("2024-01", LATE) == "2030-01"
    assert places.home_on("2025-03", LATE) == "2030-01"


def test_new_goes_back_only_where_nothing_was_touched(places):
    assert places.home_on("2025-03", BEFORE) == "2024-03"
    assert places.home_on("2025-01", BEFORE) is None
    assert places.home_on("2030-01", AFTER) is None
    assert places.home_on("2030-01", BEFORE) is None


def test_a_split_province_has_no_one_successor_and_its_parts_no_one_past(places):
    assert places.successor("2024-04") is None
    assert places.home_on("2024-04", AFTER) is None
    assert places.home_on("2025-04", BEFORE) is None
    assert places.family("2025-04") == {"2025-04", "2024-04"}


def test_families_reach_all_the_way_back(places):
    assert places.family("2030-01") == {"2030-01", "2025-01", "2025-03", "2024-01", "2024-02", "2024-03"}
    assert places.family("2024-01") == {"2024-01"}


def test_regions_follow_the_day_and_the_ground(places):
    assert places.region_of("2024-01") is Region.south
    assert places.region_of("2024-01", LATE) is Region.south
    assert places.members(Region.central, BEFORE) == ("2024-02",)
    assert places.members(Region.central, AFTER) == ("2025-01",)
    assert places.members_ever(Region.central) == {"2024-02", "2025-01", "2030-01"}
    assert places.regions_of_undivided("2025-01", BEFORE) == {Region.south, Region.central}
    assert places.regions_of_undivided("2025-03", BEFORE) == {Region.north}
    assert places.regions_of_undivided("2030-01", BEFORE) == set(Region)


def test_keys_come_in_order_and_only_those_that_stood(places):
    assert places.keys_on(BEFORE) == ("2024-01", "2024-02", "2024-03", "2024-04")
    assert places.keys_on(AFTER) == ("2025-01", "2025-03", "2025-04", "2025-05")
    assert places.editions() == ("2024", "2025", "2030")


def test_what_does_not_exist_is_not_found(places):
    for ask in (places.province, places.family, places.successor, places.region_of, places.style):
        with pytest.raises(NotFound):
            ask("2024-99")
    with pytest.raises(NotFound):
        places.home_on("2024-99", BEFORE)
    with pytest.raises(NotFound):
        places.name("2024-99", "vi")


def test_a_name_is_found_in_the_newest_edition_that_knows_it(places):
    assert places.find("b") == "2025-01"
    assert places.find(" Tỉnh A ") == "2024-01"
    assert places.find("B", edition="2024") == "2024-02"
    assert places.find("bê") == "2024-02"
    assert places.find("bê", edition="2025") is None
    assert places.find("Z") is None
    assert places.find("B", edition="1999") is None
    assert places.find("") is None


def test_a_code_means_nothing_without_its_edition(places):
    assert places.find("1") is None
    assert places.find("1", edition="2024") == "2024-01"
    assert places.find("01", edition="2030") == "2030-01"
    assert places.find("77", edition="2024") is None
    assert places.find("2024-01") == "2024-01"
    assert places.find("2024-01", edition="2024") == "2024-01"
    assert places.find("2024-01", edition="2025") is None


def test_one_spelling_of_two_provinces_names_neither():
    twins = Atlas((province("2024-01", "Hà"), province("2024-02", "Há")), ())
    assert twins.find("ha") is None
    assert twins.find("Tỉnh Há") is None


def test_a_code_that_another_edition_gives_to_another_province_is_told(places):
    assert places.other_meanings("2025-01") == ("2024-01", "2030-01")
    assert places.other_meanings("2025-03") == ()
    assert places.other_meanings("2024-02") == ()


def test_an_empty_atlas_answers():
    nothing = Atlas((), ())
    assert nothing.keys_on(BEFORE) == ()
    assert nothing.editions() == ()
    assert nothing.find("Hà Nội") is None
    assert nothing.members_ever(Region.north) == frozenset()


@pytest.mark.parametrize(
    "written",
    [
        *("Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", "tp hồ chí minh", "T.P Hồ Chí Minh", "HỒ CHÍ MINH"),
        *("Ho Chi Minh City", "hồ  chí\u00a0minh", "TỈNH Hồ-Chí-Minh"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(written):
    assert folded(written) == "hochiminh"


def test_a_name_that_is_only_a_prefix_stays():
    assert folded("Tỉnh") == "tinh"
    assert folded("City") == "city"


def test_periods_hold_their_first_and_last_day_and_answer_for_days_outside():
    first = Membership(Region.north, None, date(2024, 12, 31))
    second = Membership(Region.south, date(2025, 1, 1), date(2025, 6, 30))
    assert covers(second, date(2025, 1, 1))
    assert covers(second, date(2025, 6, 30))
    assert not covers(second, date(2024, 12, 31))
    assert not covers(second, date(2025, 7, 1))
    periods = (first, second)
    assert standing(periods, date(2024, 12, 31)) is first
    assert standing(periods, date(2025, 1, 1)) is second
    assert standing(periods, date(2026, 1, 1)) is second
    assert standing(periods, None) is second
    assert standing((second,), date(2000, 1, 1)) is second


def test_names_follow_the_day():
    hue = province("2024-46", "Thừa Thiên Huế")
    styles = (
        Style(ProvinceType.province, "Thừa Thiên Huế", "Thua Thien-Hue", "Tỉnh", None, date(2024, 12, 31)),
        Style(ProvinceType.city, "Huế", "Hue", "Thành phố Huế", date(2025, 1, 1), BEFORE),
    )
    places = Atlas((Province(**{**vars(hue), "styles": styles}),), ())
    assert places.name("2024-46", "vi") == "Thừa Thiên Huế"
    assert places.name("2024-46", "en", date(2025, 1, 1)) == "Hue"
    assert places.style("2024-46", date(2024, 12, 31)).type is ProvinceType.province
    assert places.style("2024-46").type is ProvinceType.city
    assert places.find("Huế") == "2024-46"
