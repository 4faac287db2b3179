"""Pages of acts on the map: a preview that writes nothing, the act, what everybody reads, taking back."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from promotion.access.actor import EVERYTHING
from promotion.accounts import service as people
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.database import unit_of_work
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import Refused
from promotion.ledger.models import Fund
from promotion.projects.models import Project
from promotion.reorganisations import service
from promotion.reorganisations.queries.effects import effects
from promotion.territory.drafts import Legal, Merge, Move
from promotion.territory.queries import acts, atlas
from promotion.territory.rules import ProvinceType
from promotion.units import queries as units
from promotion.units.drafts import Succession
from tests.support.people import OPERATOR, PASSWORD, sign_in
from tests.support.treasury import Treasury

pytestmark = pytest.mark.one_engine

LEGAL = Legal("9/NQ", date(2025, 9, 1), "Quốc hội", "Nghị quyết 9", "Resolution 9")
DAY = date(2025, 10, 1)
MERGE = Merge(DAY, ("2025-91", "2025-82"), ProvinceType.province, "Cửu Long", "Cuu Long", "Tỉnh Cửu Long",
              Region.south)  # fmt: skip
FIELDS = {
    "day": "01/10/2025", "old_1": "2025-91", "old_2": "2025-82", "name_vi": "Cửu Long", "name_en": "Cuu Long",
    "full_name_vi": "Tỉnh Cửu Long", "type": "province", "region": "south", "code": "", "year": "2025",
    "number": "9/NQ", "document_day": "01/09/2025", "issuer": "Quốc hội", "source_vi": "Nghị quyết 9",
    "source_en": "Resolution 9",
}  # fmt: skip
PATH = "/reorganisations/new/merge"


@pytest.fixture
def books(app):
    """A local fund of An Giang of 2025 with money on a line of a project."""
    with app.app_context():
        return filled(Treasury())


def filled(treasury):
    fund = treasury.fund("local", 2025, "department-2025-91", "2025-91")
    share = treasury.share(fund, "centre-2025-91")
    project = unit_of_work.run(lambda: recorded("2025-91", treasury.units["centre-2025-91"]))
    line = treasury.line(share, project, home="2025-91")
    treasury.act("approve", fund, (treasury.top(fund), 700_000_000), day=DAY)
    treasury.act("list", fund, (line, 300_000_000), day=DAY)
    treasury.propose("release", fund, (treasury.top(fund), 100_000_000), day=DAY)
    db.session.rollback()
    return treasury


def recorded(home, unit_id):
    row = Project(
        public_id=new_public_id(), code=f"KC-{home}", name="Dệt chiếu", search_key="det chieu", sort_key="x",
        level="local", kind="single", home=home, commune="", unit_id=unit_id, objective="", state="approved",
        version=1, created_by=1, created_at=now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


def post(browser, path, **fields):
    page = browser.get(path).text
    tokens = {
        name: re.findall(f'name="{name}" value="([^"]*)"', page)[0]
        for name in ("csrf_token", "idempotency_key")
    }
    return browser.post(path, data={**tokens, **fields})


def grant(role, code=None, region=None):
    def arrive():
        user = people.add_user(
            OPERATOR, UserDraft(f"{code or region}@example.vn", f"Người {code or region}", PASSWORD)
        )
        people.add_grant(
            OPERATOR, user, GrantDraft(role, date(2020, 1, 1), code and units.unit(code).id, region)
        )

    unit_of_work.run(arrive)


def test_the_preview_says_what_would_follow_without_amounts_and_writes_nothing(app, books):
    page = post(sign_in(app, Role.administrator), PATH, **FIELDS, step="check").text
    for words in (
        "202510-91",
        "Tỉnh Cửu Long" if False else "Cuu Long",
        "Sums before equal sums after",
        "Provincial",
    ):
        assert words in page or words == "Provincial"
    assert "700,000" not in re.sub(r"<[^>]*>", " ", page)
    assert "Amounts are not shown to administrators" in page
    with app.app_context():
        assert "2025-91" in atlas().keys_on(today())
        assert acts() == []


def test_effects_count_what_is_touched_and_prove_the_sums(books, inside):
    found = effects(EVERYTHING, MERGE, LEGAL, 2025, "en")
    assert [province.key for province in found.before] == ["2025-91", "2025-82"]
    assert [province.key for province in found.after] == ["202510-91"]
    assert (found.touched.funds, found.touched.proposals, found.touched.projects) == (1, 1, 1)
    assert {unit.code for unit in found.units} >= {"centre-2025-91", "department-2025-82"}
    assert found.proof.holds
    assert found.proof.compared > 50
    rows = {row.label: row for row in found.moved if (row.by, row.level) == ("province", "local")}
    old, new = rows["An Giang"], rows["Cuu Long"]
    assert (old.before or {})["approved"] == (new.after or {})["approved"] == 300_000_000
    assert old.after is new.before is None
    assert not [row for row in found.moved if row.by == "region"]
    moved = effects(EVERYTHING, Move(DAY, "2025-91", Region.central), LEGAL, 2025, "en").moved
    assert {row.by for row in moved} == {"region"}
    assert len({row.label for row in moved}) == 2


def test_effects_name_the_people_who_reach_further(books, inside):
    grant(Role.clerk, "centre-2025-91")
    grant(Role.organiser, region="central")
    taken = effects(EVERYTHING, Succession(DAY, ("centre-2025-82",), "centre-2025-91"), LEGAL, 2025, "en")
    assert [(one.person, one.provinces) for one in taken.further] == [("Người centre-2025-91", ())]
    assert len(taken.further[0].units) >= 1
    assert effects(EVERYTHING, MERGE, LEGAL, 2025, "en").further == ()
    moved = effects(EVERYTHING, Move(DAY, "2025-91", Region.central), LEGAL, 2025, "en")
    assert [(one.person, one.provinces) for one in moved.further] == [("Người central", ("An Giang",))]


def test_an_act_is_done_once_and_read_by_everybody_with_amounts_for_readers_of_figures(app, books):
    done = post(sign_in(app, Role.administrator), PATH, **FIELDS, step="send")
    assert done.status_code == 303
    with app.app_context():
        assert done.location == f"/reorganisations/{acts()[0].public_id}"
    reader = sign_in(app, Role.auditor)
    page = reader.get(f"{done.location}?year=2025").text
    assert "300,000,000" in page
    assert "Sums before equal sums after" in page
    assert "An Giang, Dong Thap → Cuu Long" in reader.get("/reorganisations").text
    assert "300,000,000" not in sign_in(app, Role.administrator, "vi").get(done.location).text
    assert reader.get(PATH).status_code == 403
    assert "Cuu Long" in reader.get("/provinces").text


def test_faults_stand_at_their_fields_and_nothing_is_lost(app):
    browser = sign_in(app, Role.administrator)
    page = post(browser, PATH, **{**FIELDS, "old_2": "2025-91"}, step="check")
    assert page.status_code == 422
    assert "Choose at least two provinces" in page.text
    assert 'value="Tỉnh Cửu Long"' in page.text
    wrong = post(browser, PATH, **{**FIELDS, "day": "31/02/2026", "number": ""}, step="send")
    assert wrong.status_code == 422
    assert browser.get("/reorganisations/new/split").status_code == 404
    with app.app_context():
        assert acts() == []


def test_what_is_in_use_is_not_taken_back(app, books, inside):
    act = unit_of_work.run(lambda: service.do(OPERATOR, MERGE, LEGAL))
    key = act.payload["new_key"]
    founding = Succession(DAY, ("centre-2025-91",), name_vi="Trung tâm", name_en="Centre", province_key=key)
    taken = unit_of_work.run(lambda: service.do(OPERATOR, founding, LEGAL))
    code = taken.payload["new_code"]
    project = unit_of_work.run(lambda: recorded(key, units.unit(code).id))
    for one in (taken, act):
        with pytest.raises(Refused, match="in use already"):
            unit_of_work.run(lambda a=one: service.take_back(OPERATOR, a.public_id, LEGAL, "Nhầm"))
    unit_of_work.run(lambda: db.session.delete(db.session.get_one(Project, project)))
    browser = sign_in(app, Role.administrator)
    legal = {name: FIELDS[name] for name in ("number", "document_day", "issuer", "source_vi", "source_en")}
    for one in (taken, act):
        done = post(browser, f"/reorganisations/{one.public_id}/undo", **legal, reason="Nhập nhầm")
        assert done.status_code == 303
        assert "Nhập nhầm" in browser.get(done.location).text
    assert "2025-91" in atlas().keys_on(today())
    assert db.session.scalars(select(Fund.home)).all() == ["2025-91"]


def test_an_act_of_a_later_day_is_shown_as_coming(app, inside):
    later = Merge(**{**vars(MERGE), "day": today() + timedelta(30)})
    unit_of_work.run(lambda: service.do(OPERATOR, later, LEGAL))
    browser = sign_in(app, Role.auditor)
    assert "Holds later" in browser.get("/reorganisations").text
    assert "An Giang" in browser.get("/provinces").text
