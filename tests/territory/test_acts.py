"""Acts on the map: what they change and from which day, what a load keeps, what may not be, and taking back."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text

from config import ROOT
from promotion.access.actor import NOTHING, Actor, Right
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.database.reference import current_mark
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import Forbidden, Invalid, Refused
from promotion.territory import acts, queries
from promotion.territory.drafts import Legal, Merge, Move, Rename, Retype
from promotion.territory.queries import atlas, ground
from promotion.territory.rules import ProvinceType, Relation
from promotion.territory.service import load
from tests.support.people import OPERATOR

DATA = ROOT / "promotion" / "data"
LEGAL = Legal("9/NQ", date(2025, 9, 1), "Quốc hội", "Nghị quyết 9", "Resolution 9")
PAST, SOON = date(2025, 10, 1), today() + timedelta(40)
DAY = timedelta(1)
ADMIN = OPERATOR


def merge(day=PAST, old=("2025-91", "2025-82"), name="An Giang", code="", region=Region.south):
    return Merge(day, old, ProvinceType.province, name, name, f"Tỉnh {name}", region, code)


def done(draft, legal=LEGAL, actor=ADMIN):
    return unit_of_work.run(lambda: acts.change(actor, draft, legal))


def back(act, reason="Nhập nhầm"):
    return unit_of_work.run(lambda: acts.take_back(ADMIN, act, LEGAL, reason))


def rows():
    found = ground()
    key = lambda row: (row["province_key"], str(row["valid_from"]))  # noqa: E731 - short
    steps = sorted(found.steps, key=lambda row: (row["old_key"], row["new_key"]))
    return found.provinces, sorted(found.types, key=key), sorted(found.regions, key=key), steps


def test_a_merge_makes_a_province_of_an_edition_of_its_own_and_the_old_fold_into_it(inside):
    mark = current_mark()
    act = done(merge())
    places = atlas()
    assert act.payload["new_key"] == "202510-91"  # edition 2025 began on another day
    new = places.province("202510-91")
    assert (new.valid_from, new.valid_to, new.natural_region_code) == (PAST, None, "MRD")
    assert places.keys_on(PAST - DAY).count("2025-91") == 1
    assert {"2025-91", "2025-82"}.isdisjoint(places.keys_on(PAST))
    assert len(places.keys_on(PAST)) == len(places.keys_on(PAST - DAY)) - 1
    for old in ("2024-91", "2024-89", "2025-91", "2025-82", "2024-82", "2024-87"):
        assert places.home_on(old, PAST) == "202510-91"
        assert places.home_on(old, PAST - DAY) in {"2025-91", "2025-82"}
    assert places.home_on("202510-91", PAST - DAY) is None  # new to old is never guessed
    assert places.family("202510-91") >= {"2024-91", "2025-82", "2025-91"}
    assert {step.old_key: step.relation for step in places.steps_to("202510-91")} == {
        "2025-91": Relation.name_kept, "2025-82": Relation.name_dropped,
    }  # fmt: skip
    assert places.find("An Giang") == "202510-91"
    assert places.style("202510-91").source_vi == "Nghị quyết 9"
    assert "202510-91" in places.members(Region.south, today())
    assert current_mark() != mark
    line = db.session.scalars(select(AuditLine).where(AuditLine.object_kind == "reorganisation")).one()
    assert (line.act, line.object_id) == ("territory.merge", act.id)


def test_nothing_changes_before_the_day_of_an_act(inside):
    before, south = atlas(), atlas().members_ever(Region.south)
    key = done(merge(SOON, name="Cửu Long", code="95")).payload["new_key"]
    done(Move(SOON, "2025-68", Region.south))
    done(Rename(SOON, "2025-01", "Thăng Long", "Thang Long", "Thành phố Thăng Long"))
    places = atlas()
    assert places.keys_on(today()) == before.keys_on(today())
    assert places.find("Cửu Long") is None
    assert places.members_ever(Region.south) == south
    assert places.family(key) == {key}
    assert places.region_of("2025-68") is Region.central
    assert places.name("2025-01", "vi") == "Hà Nội"
    then = ground().atlas(SOON)
    assert then.home_on("2025-91", SOON) == then.find("Cửu Long") == key
    assert key in then.members_ever(Region.south)
    assert then.region_of("2025-68") is Region.south
    assert then.name("2025-01", "vi") == "Thăng Long"


def test_names_regions_and_types_hold_from_their_day(inside):
    done(Rename(PAST, "2025-80", "Long An", "Long An", "Tỉnh Long An"))
    done(Retype(PAST + DAY, "2025-80", ProvinceType.city, "Thành phố Long An"))
    done(Move(PAST, "2025-80", Region.central))
    places = atlas()
    assert [(s.name_vi, s.type, s.full_name_vi) for s in places.province("2025-80").styles] == [
        ("Tây Ninh", ProvinceType.province, "Tỉnh Tây Ninh"),
        ("Long An", ProvinceType.province, "Tỉnh Long An"),
        ("Long An", ProvinceType.city, "Thành phố Long An"),
    ]
    assert places.name("2025-80", "vi") == "Long An"
    assert places.region_of("2025-80", PAST - DAY) is Region.south
    assert places.region_of("2025-80", PAST) is Region.central


def test_loading_the_files_again_keeps_every_act_and_changes_nothing(inside):
    act = done(merge(name="Cửu Long", code="95"))
    done(Rename(PAST, "2025-80", "Long An", "Long An", "Tỉnh Long An"))
    done(Move(SOON, act.payload["new_key"], Region.central))
    standing, mark = rows(), current_mark()
    counts = unit_of_work.run(lambda: load(DATA))
    assert not any(count.changed for count in counts.values())
    assert rows() == standing
    assert current_mark() == mark


@pytest.mark.parametrize(
    "draft",
    [
        merge(),
        merge(SOON, name="Cửu Long", code="95"),
        Rename(PAST, "2025-80", "Long An", "Long An", "Tỉnh Long An"),
        Move(SOON, "2025-80", Region.north),
        Retype(PAST, "2025-80", ProvinceType.city, "Thành phố Tây Ninh"),
    ],
)
def test_what_is_taken_back_leaves_the_rows_as_they_were_and_both_acts_on_record(inside, draft):
    before = rows()
    act = done(draft)
    assert rows() != before
    undone = back(act)
    assert rows() == before
    assert (undone.undoes_id, undone.reason) == (act.id, "Nhập nhầm")
    assert queries.in_force(queries.acts()) == []
    assert not any(count.changed for count in unit_of_work.run(lambda: load(DATA)).values())
    with pytest.raises(Refused, match="taken back already"):
        back(queries.act(act.public_id))
    assert done(draft).payload == act.payload  # and may be done again, rightly


def test_only_the_last_act_on_a_place_is_taken_back_and_never_without_a_reason(inside):
    first = done(Rename(PAST, "2025-80", "Long An", "Long An", "Tỉnh Long An"))
    second = done(merge(PAST + DAY, ("2025-80", "2025-91"), "Vàm Cỏ", "95"))
    third = done(Rename(SOON, second.payload["new_key"], "Vàm", "Vam", "Tỉnh Vàm"))
    for act in (first, second):
        with pytest.raises(Refused, match="rests on this one"):
            back(act)
    with pytest.raises(Invalid):
        back(third, " ")
    for act in (third, second, first):
        back(act)


@pytest.mark.parametrize(
    "draft, field",
    [
        (merge(old=("2025-91",)), "old_keys"),
        (merge(old=("2025-91", "2025-91")), "old_keys"),
        (merge(old=("2025-91", "2024-91")), "old_keys"),  # does not stand then
        (merge(old=("2025-91", "2025-00")), "old_keys"),
        (merge(date(2025, 7, 1)), "old_keys"),  # nobody stood the day before
        (merge(date(2026, 1, 1), old=("2025-91", "2025-75")), "old_keys"),  # its type changes later
        (merge(name="Hà Nội"), "name_vi"),
        (Rename(PAST, "2025-91", "", "An Giang", "Tỉnh An Giang"), "name_vi"),
        (merge(code="1"), "code"),
        (Rename(PAST, "2025-91", "Hà Nội", "Hanoi", "Tỉnh Hà Nội"), "name_vi"),
        (Rename(PAST, "2025-91", "An Giang", "An Giang", "Tỉnh An Giang"), "name_vi"),
        (Rename(PAST, "2025-00", "A", "A", "A"), "key"),
        (Move(PAST, "2025-91", Region.south), "region"),
        (Move(PAST, "2024-91", Region.north), "key"),
        (Retype(PAST, "2025-91", ProvinceType.province, "Tỉnh"), "type"),
        (Retype(PAST, "2025-91", ProvinceType.city, ""), "full_name_vi"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_changes_nothing(inside, draft, field):
    before = rows()
    with pytest.raises(Invalid) as refusal:
        done(draft)
    assert {fault.field for fault in refusal.value.faults} == {field}
    assert rows() == before
    assert queries.acts() == []


def test_a_code_is_given_once_in_an_edition(inside):
    day = date(2031, 3, 1)
    assert done(merge(day, code="95")).payload["new_key"] == "2031-95"
    with pytest.raises(Invalid) as refusal:
        done(merge(day, ("2025-01", "2025-04"), "Thăng Long", "95"))
    assert refusal.value.faults[0].field == "code"
    assert (
        done(merge(day + DAY, ("2025-01", "2025-04"), "Thăng Long", "95")).payload["new_key"] == "203103-95"
    )
    third = done(merge(day + 2 * DAY, ("2025-08", "2025-11"), "Tây Bắc", "95"))
    assert third.payload["new_key"] == "20310303-95"


def test_an_act_needs_an_administrator_and_its_instrument(inside):
    head = Actor(5, "Head", "head@example.vn", (Right(Role.head, frozenset({1}), NOTHING),))
    with pytest.raises(Forbidden):
        done(merge(), actor=head)
    with pytest.raises(Invalid) as refusal:
        done(merge(), Legal("", date(2025, 9, 1), " ", "x", ""))
    assert {fault.field for fault in refusal.value.faults} == {"number", "issuer", "source_en"}


def test_nobody_changes_or_deletes_a_recorded_act(inside):
    done(merge())
    for statement in ("UPDATE reorganisation SET reason = 'x'", "DELETE FROM reorganisation"):
        with pytest.raises(Refused, match="never changed"):
            unit_of_work.run(partial(db.session.execute, text(statement)))
    assert len(queries.acts()) == 1
