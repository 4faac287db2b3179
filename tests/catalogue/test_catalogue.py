"""Contents, norms, advance rates and programmes that come with the program, on each engine."""

from datetime import date
from decimal import Decimal

import pytest

from promotion.catalogue import queries
from promotion.kernel.choices import Region
from promotion.kernel.errors import NotFound

pytestmark = [pytest.mark.data("reference", shared=True), pytest.mark.usefixtures("inside")]

OLD_RULES, NEW_RULES = date(2018, 5, 10), date(2018, 5, 11)


def codes(found):
    return [one.code for one in found]


def test_contents_are_a_dated_tree_in_the_order_of_the_decree():
    assert codes(queries.contents())[:5] == ["ND1", "ND2", "ND3", "ND3A", "ND3B"]
    assert len(queries.contents()) == 20
    assert codes(queries.contents(date(2012, 7, 4))) == []
    assert "ND10" not in codes(queries.contents(date(2025, 10, 14)))
    assert "ND10" in codes(queries.contents(date(2025, 10, 15)))
    parents = {content.code: content.parent_code for content in queries.contents()}
    assert parents["ND3A"] == "ND3"
    assert parents["ND1"] is None


def test_leaves_are_what_money_stands_under():
    ends = codes(queries.leaves())
    assert len(ends) == 17
    assert not {"ND3", "ND4", "ND7"} & set(ends)
    assert "ND10" not in codes(queries.leaves(date(2024, 1, 1)))


def test_one_content_says_its_name_and_whether_it_was_seen():
    content = queries.content("ND3A")
    assert content.name("vi") == "Mô hình trình diễn kỹ thuật"
    assert content.name("en") == "Technical demonstration models"
    assert content.verified is False
    with pytest.raises(NotFound):
        queries.content("ND99")


def test_contents_have_several_indicators_each():
    assert codes(queries.indicators("ND1")) == ["workers_trained", "classes", "workers_with_job"]
    assert queries.indicators("ND3") == []
    assert len(queries.indicators()) == 31


def test_norms_are_those_of_the_day():
    assert [norm.cap_dong for norm in queries.norms("ND3A", OLD_RULES) if norm.scope == "national"] == [
        500_000_000
    ]
    national = [norm for norm in queries.norms("ND3A", NEW_RULES) if norm.scope == "national"]
    assert [norm.cap_dong for norm in national] == [1_000_000_000]
    assert national[0].rate_percent == Decimal(30)
    assert national[0].instrument_vi == "Thông tư 28/2018/TT-BTC"
    assert national[0].verified
    assert queries.norms("ND3A", date(2014, 4, 7)) == []
    assert queries.norms("ND1") == []


def test_a_content_brings_the_norms_of_its_parts():
    assert {norm.content_code for norm in queries.norms("ND3")} == {"ND3A", "ND3B", "ND3C"}
    assert codes(queries.norms("ND7B")) == ["N12", "N13"]
    assert len(queries.norms()) == 21
    assert queries.norms("ND2")[0].rate_percent is None


@pytest.mark.parametrize(
    "province, day, provincial",
    [
        ("2024-30", date(2024, 1, 1), ["N19", "N20"]),
        ("2024-30", date(2026, 1, 1), []),
        ("2025-31", date(2024, 1, 1), ["N19", "N20"]),
        ("2024-54", date(2026, 1, 1), ["N17", "N18"]),
        ("2025-66", date(2026, 1, 1), ["N17", "N18"]),
        ("2024-49", date(2026, 1, 1), ["N21"]),
        ("2025-48", date(2026, 1, 1), ["N21"]),
        ("2024-48", date(2024, 1, 1), []),
        ("2025-91", date(2026, 1, 1), []),
        ("2024-30", None, ["N19", "N20"]),
    ],
)
def test_a_province_meets_its_own_norms_and_those_on_its_ground(province, day, provincial):
    found = queries.norms("ND3", day, province)
    assert [norm.code for norm in found if norm.province_key is not None] == provincial
    assert any(norm.province_key is None for norm in found)


def test_a_province_that_does_not_exist_has_no_norms_to_give():
    with pytest.raises(NotFound):
        queries.norms(province="2025-99")


def test_no_rule_is_none_and_never_zero():
    rate = queries.advance_rate("ND1", date(2024, 1, 1))
    assert rate is not None
    assert rate.max_percent == Decimal(70)
    assert rate.verified
    unseen = queries.advance_rate("ND3A", date(2024, 1, 1))
    assert unseen is not None
    assert not unseen.verified
    assert unseen.condition_vi
    assert queries.advance_rate("ND6", date(2024, 1, 1)) is None
    assert queries.advance_rate("ND3", date(2024, 1, 1)) is None
    assert queries.advance_rate("ND1", date(2014, 2, 9)) is None
    assert queries.advance_rate("ND99", date(2024, 1, 1)) is None


def test_advance_rates_come_in_the_order_of_the_contents():
    order = codes(queries.contents())
    found = [rate.content_code for rate in queries.advance_rates()]
    assert found == sorted(found, key=order.index)
    assert len(found) == 11
    assert queries.advance_rates(date(2014, 2, 9)) == []
    assert len(queries.advance_rates(date(2014, 2, 10))) == 11


def test_money_that_was_not_seen_is_none():
    newest, running = queries.programmes()[:2]
    assert (newest.code, newest.total_dong, newest.share_national_percent) == (
        "CT-KCQG-2026-2030",
        None,
        None,
    )
    assert (running.total_dong, running.share_national_percent) == (1_436_000_000_000, Decimal("36.6"))
    assert len(queries.programmes()) == 4


def test_known_conferences_come_newest_first():
    south = queries.conferences(Region.south)
    assert [(one.ordinal, one.held_on) for one in south] == [
        (15, date(2025, 10, 20)),
        (14, date(2024, 10, 10)),
    ]
    assert (south[1].host_key, south[1].next_host_key) == ("2024-91", "2024-80")
    assert len(queries.conferences()) == 7
    assert next(one for one in queries.conferences(Region.north) if one.ordinal == 18).held_on is None
