"""The succession of units: who ends, who begins, who reaches what from which day; loads keep it; taking it back."""

from datetime import date, timedelta

import pytest

from config import ROOT
from promotion.accounts import queries as accounts
from promotion.accounts import service as people
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.database import unit_of_work
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import Invalid, Refused
from promotion.territory import acts as territory
from promotion.territory.drafts import Legal, Merge
from promotion.territory.rules import ProvinceType
from promotion.units import acts, queries
from promotion.units.drafts import Succession
from promotion.units.rules import UnitKind
from promotion.units.service import load
from tests.support.people import OPERATOR

DATA = ROOT / "promotion" / "data"
LEGAL = Legal("7/QĐ", date(2025, 9, 1), "UBND tỉnh", "Quyết định 7", "Decision 7")
PAST, SOON = date(2025, 10, 1), today() + timedelta(40)
DAY = timedelta(1)
TWO = ("centre-2025-91", "centre-2025-82")


def founding(day=PAST, old=TWO, seat="2025-91", name="Trung tâm Cửu Long"):
    return Succession(day, old, name_vi=name, name_en="Cuu Long Centre", province_key=seat)


def done(draft):
    return unit_of_work.run(lambda: acts.succeed(OPERATOR, draft, LEGAL))


def back(act):
    return unit_of_work.run(lambda: acts.take_back(OPERATOR, act, LEGAL, "Nhập nhầm"))


def rows():
    found = queries.roster()
    names = sorted(found.names, key=lambda row: (row["code"], str(row["valid_from"])))
    return found.units, names, found.steps


def clerk(code):
    def arrive():
        user = people.add_user(
            OPERATOR, UserDraft(f"{code}@example.vn", "Thử", "correct horse battery staple")
        )
        people.add_grant(OPERATOR, user, GrantDraft(Role.clerk, date(2020, 1, 1), queries.unit(code).id))
        return user

    return unit_of_work.run(arrive)


def test_a_new_unit_takes_over_with_its_name_and_seat_and_its_people_reach_both(inside):
    old = [queries.unit(code).id for code in TWO]
    act = done(founding())
    new = queries.unit(act.payload["new_code"])
    assert (new.code, new.kind, new.province_key) == ("centre-2025-91-2", "provincial_centre", "2025-91")
    assert (new.valid_from, new.valid_to) == (PAST, None)
    assert queries.name(new, "vi") == "Trung tâm Cửu Long"
    for code in TWO:
        assert queries.unit(code).valid_to == PAST - DAY
        assert [name.valid_to for name in queries.unit(code).names][-1] == PAST - DAY
    assert queries.family({new.id}) >= {new.id, *old}
    actor = accounts.actor(clerk(new.code))
    assert actor.scope.units >= {new.id, *old}
    assert "2024-91" in actor.scope.homes


def test_a_unit_that_stands_takes_over_and_is_renamed(inside):
    user = clerk("centre-2025-91")
    taken, own = queries.unit("centre-2025-82").id, queries.unit("centre-2025-91").id
    assert taken not in accounts.actor(user).scope.units
    done(Succession(PAST, ("centre-2025-82",), "centre-2025-91", "Trung tâm chung", "Joint Centre"))
    assert {taken, own} <= accounts.actor(user).scope.units
    assert "2025-82" not in accounts.actor(user).scope.homes  # the unit's records, not its province
    unit = queries.unit("centre-2025-91")
    assert queries.name(unit, "vi", PAST) == "Trung tâm chung"
    assert queries.name(unit, "vi", PAST - DAY) != "Trung tâm chung"


def test_nobody_reaches_more_before_the_day(inside):
    user = clerk("centre-2025-91")
    before = accounts.actor(user).scope
    done(Succession(SOON, ("centre-2025-82",), "centre-2025-91"))
    assert accounts.actor(user).scope == before
    assert queries.unit("centre-2025-82").id in queries.family(before.units, SOON)


@pytest.mark.parametrize("day", [PAST, SOON])
def test_after_a_merge_units_of_the_new_province_reach_all_of_its_parts_from_the_day(inside, day):
    merge = Merge(day, ("2025-91", "2025-82"), ProvinceType.province, "Cửu Long", "Cuu Long", "Tỉnh Cửu Long",
                  Region.south, "95")  # fmt: skip
    merged = unit_of_work.run(lambda: territory.change(OPERATOR, merge, LEGAL))
    key = merged.payload["new_key"]
    with pytest.raises(Invalid):
        done(founding(day))  # that province ends
    code = done(founding(day, seat=key)).payload["new_code"]
    assert code == f"centre-{key}"
    parts = {"2025-91", "2025-82", "2024-82"}
    assert (parts <= accounts.actor(clerk(code)).scope.homes) is (day == PAST)
    assert not any(count.changed for count in unit_of_work.run(lambda: load(DATA)).values())
    with pytest.raises(Refused, match="rests on this one"):
        unit_of_work.run(lambda: territory.take_back(OPERATOR, merged, LEGAL, "Nhập nhầm"))


def test_loading_the_file_again_keeps_every_succession_and_changes_nothing(inside):
    done(founding())
    done(Succession(SOON, ("centre-2025-92",), "centre-2025-96", "Trung tâm chung", "Joint Centre"))
    before = rows()
    assert not any(count.changed for count in unit_of_work.run(lambda: load(DATA)).values())
    assert rows() == before


@pytest.mark.parametrize(
    "draft",
    [
        founding(),
        founding(SOON),
        Succession(PAST, ("centre-2025-82",), "centre-2025-91", "Trung tâm chung", "Joint Centre"),
        Succession(PAST, ("ipc1",), name_vi="Trung tâm mới", name_en="New", new_kind=UnitKind.other),
    ],
)
def test_what_is_taken_back_leaves_the_rows_as_they_were(inside, draft):
    before = rows()
    act = done(draft)
    assert rows() != before
    back(act)
    assert rows() == before
    with pytest.raises(Refused):
        back(act)


@pytest.mark.parametrize(
    "draft, field",
    [
        (founding(old=()), "old_codes"),
        (founding(old=("centre-2025-91", "centre-2025-91")), "old_codes"),
        (founding(old=("nobody",)), "old_codes"),
        (founding(old=("centre-2024-91",)), "old_codes"),  # ended already
        (founding(name=""), "name_vi"),
        (founding(seat=""), "province_key"),
        (founding(seat="2024-91"), "province_key"),
        (Succession(PAST, TWO, "centre-2025-91"), "successor"),
        (Succession(PAST, TWO[1:], "centre-2024-91"), "successor"),
        (Succession(PAST, TWO[1:], TWO[0], province_key="2025-82"), "province_key"),
        (Succession(PAST, TWO[1:], TWO[0], "Tên mới"), "name_en"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(inside, draft, field):
    before = rows()
    with pytest.raises(Invalid) as refusal:
        done(draft)
    assert {fault.field for fault in refusal.value.faults} == {field}
    assert rows() == before
