"""The administrator's pages and the rules behind them: accounts, dated grants, locks."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select

from promotion.accounts import queries, service
from promotion.accounts.drafts import GrantDraft
from promotion.accounts.models import Grant, User
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Region, Role
from promotion.kernel.errors import Invalid, NotFound
from promotion.units import queries as units
from tests.accounts.conftest import handed, known
from tests.factories.people import OPERATOR

ADMINISTRATOR = (Role.administrator, None, None)


@pytest.fixture
def administrator(browser, account):
    """An administrator at a browser."""
    person = browser()
    person.sign_in(account("admin", ADMINISTRATOR))
    return person


@pytest.fixture
def grant(app):
    """Give a grant on given days; return its id."""

    def give(email, role, unit=None, region=None, first="2024-01-01", last=None):
        def act():
            draft = GrantDraft(
                role,
                date.fromisoformat(first),
                units.unit(unit).id if unit else None,
                region,
                date.fromisoformat(last) if last else None,
            )
            return service.add_grant(OPERATOR, known(email), draft).id

        with app.app_context():
            return unit_of_work.run(act)

    return give


def address_of(app, email):
    with app.app_context():
        return f"/people/{known(email).public_id}"


def test_an_account_is_made_given_a_grant_used_and_locked(app, administrator, browser):
    made = administrator.send(
        "/people/new",
        at="/people/new",
        name="Trần Thị Hoa",
        email="Hoa@example.vn",
    )
    assert made.status_code == 303
    page = made.headers["Location"]
    code = handed(administrator.get(page))
    assert "Trần Thị Hoa" in administrator.get("/people?q=tran+thi").text
    hoa = browser()
    assert hoa.welcome("hoa@example.vn", code, "bốn con mèo trên mái").status_code == 303
    assert hoa.get("/projects").status_code == 403
    given = administrator.send(
        page, at=page, role="clerk", unit="centre-2025-91", region="", valid_from="01/07/2025", valid_to=""
    )
    assert given.status_code == 303, given.text
    assert hoa.get("/projects").status_code == 200
    assert administrator.send(f"{page}/active", at=page, active="no").status_code == 303
    assert hoa.get("/projects").status_code == 302
    administrator.send(f"{page}/active", at=page, active="yes")
    assert hoa.get("/projects").status_code == 302  # opening revives no session
    assert hoa.sign_in("hoa@example.vn", "bốn con mèo trên mái").status_code == 303
    with app.app_context():
        grant_id = queries.grants(known("hoa@example.vn").id)[0].id
    administrator.send(f"{page}/grants/{grant_id}/end", at=page)
    assert hoa.get("/projects").status_code == 403
    assert "Đã kết thúc" in administrator.get(page).text or "Ended" in administrator.get(page).text


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "email": "a@b.vn"},
        {"name": "A", "email": "no address"},
        {"name": "A", "email": "admin@example.vn"},
        {"name": "A\u202eB", "email": "a@b.vn"},
    ],
)
def test_a_faulty_account_is_asked_back(app, administrator, fields):
    reply = administrator.send("/people/new", at="/people/new", **fields)
    assert reply.status_code == 422
    assert "error-summary" in reply.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1


WRONG_PLACES = (
    *(("clerk", "", "", "unit"), ("head", "", "south", "unit"), ("agency", "", "", "unit")),
    *(
        ("agency", "centre-2025-91", "", "unit"),
        ("agency", "ipc1", "", "unit"),
        ("organiser", "", "", "region"),
    ),
    *(("organiser", "centre-2025-91", "south", "unit"), ("auditor", "agency", "", "unit")),
    *(("auditor", "", "south", "region"), ("finance_viewer", "agency", "", "unit"), ("king", "", "", "role")),
    *(("clerk", "centre-2024-91", "", "unit"), ("administrator", "agency", "", "unit")),
)


def test_a_grant_needs_the_right_place(app, administrator, account):
    page = address_of(app, account("an"))
    for role, unit, region, field in WRONG_PLACES:
        reply = administrator.send(
            page, at=page, role=role, unit=unit, region=region, valid_from="01/01/2026", valid_to=""
        )
        assert reply.status_code == 422, (role, unit, region)
        assert f'id="{field}-error"' in reply.text, (role, unit, region)
    with app.app_context():
        assert queries.grants(known("an@example.vn").id) == []


def test_a_grant_does_not_end_before_it_begins(app, administrator, account):
    page = address_of(app, account("an"))
    reply = administrator.send(
        page, at=page, role="auditor", unit="", region="", valid_from="02/01/2026", valid_to="01/01/2026"
    )
    assert reply.status_code == 422
    assert 'id="valid_to-error"' in reply.text


ALONE = [(Role.finance_viewer, Role.clerk), (Role.finance_viewer, Role.agency), (Role.administrator, Role.head),
         (Role.administrator, Role.auditor), (Role.administrator, Role.finance_viewer)]  # fmt: skip
PLACES = {Role.clerk: "centre-2025-91", Role.head: "centre-2025-91", Role.agency: "agency"}


@pytest.mark.parametrize(
    "days, others, refused",
    [
        (("2024-01-01", None), ("2025-01-01", None), True),
        (("2024-01-01", "2024-12-31"), ("2024-12-31", None), True),
        (("2024-06-01", "2024-12-31"), ("2024-01-01", "2024-06-01"), True),
        (("2024-01-01", "2024-12-31"), ("2025-01-01", None), False),
        (("2025-01-01", None), ("2024-01-01", "2024-12-31"), False),
    ],
)
def test_lonely_roles_stand_alone_on_every_day(account, grant, days, others, refused):
    for number, (first, second) in enumerate([*ALONE, *(pair[::-1] for pair in ALONE)]):
        email = account(f"an{number}")
        grant(email, first, PLACES.get(first), None, *days)
        if refused:
            with pytest.raises(Invalid) as refusal:
                grant(email, second, PLACES.get(second), None, *others)
            assert [fault.field for fault in refusal.value.faults] == ["role"]
        else:
            grant(email, second, PLACES.get(second), None, *others)


def test_a_lonely_role_may_follow_one_that_was_ended(account, change, grant):
    email = account("an")
    old = grant(email, Role.clerk, "centre-2025-91")
    change(service.end_grant, email, old)
    grant(email, Role.administrator)
    grant(email, Role.administrator)  # the same role again is no mixture


def test_an_administrator_gives_no_money_to_the_own_account(app, administrator):
    page = address_of(app, "admin@example.vn")
    reply = administrator.send(
        page, at=page, role="head", unit="centre-2025-91", region="", valid_from="01/01/2026", valid_to=""
    )
    assert reply.status_code == 422
    for path in ("/projects", "/figures", "/funds", "/proposals", "/reports/conference"):
        assert administrator.get(path).status_code == 403


def test_grants_start_and_end_by_themselves(browser, account, grant):
    email = account("an")
    grant(email, Role.auditor, first="2026-03-02", last="2026-03-03")
    # 17:00 UTC is midnight in Viet Nam.
    for moment, status in (
        ("2026-03-01T16:59:59Z", 403), ("2026-03-01T17:00:00Z", 200), ("2026-03-03T16:59:59Z", 200),
        ("2026-03-03T17:00:00Z", 403),
    ):  # fmt: skip
        with time_machine.travel(moment, tick=False):
            person = browser()
            person.sign_in(email)
            assert person.get("/projects").status_code == status, moment


def test_a_grant_ended_today_holds_no_longer_even_if_it_began_today(account, browser, change, grant):
    email, person = account("an"), browser()
    with time_machine.travel("2026-03-02T03:00:00Z", tick=False):
        today, later = (
            grant(email, Role.auditor, first="2026-03-02"),
            grant(email, Role.auditor, first="2026-03-09"),
        )
        person.sign_in(email)
        assert person.get("/projects").status_code == 200
        change(service.end_grant, email, today)
        assert person.get("/projects").status_code == 403
        change(service.end_grant, email, later)
    with time_machine.travel("2026-03-09T03:00:00Z", tick=False):
        person.sign_in(email)
        assert person.get("/projects").status_code == 403


def test_ending_a_grant_twice_or_of_somebody_else(app, account, change, grant):
    email, other = account("an"), account("binh")
    given = grant(email, Role.auditor)
    with pytest.raises(NotFound):
        change(service.end_grant, other, given)
    with pytest.raises(NotFound):
        change(service.end_grant, email, given + 1000)
    change(service.end_grant, email, given)
    change(service.end_grant, email, given)
    with app.app_context():
        lines = db.session.scalars(select(AuditLine).where(AuditLine.act == "accounts.end_grant")).all()
        assert len(lines) == 1
        assert db.session.get_one(Grant, given).valid_to is None


def test_a_successors_clerk_sees_the_predecessors_projects_and_a_predecessors_only_its_own(
    app, account, grant
):
    grant(account("an"), Role.clerk, "centre-2025-91")
    grant(account("kien"), Role.clerk, "centre-2024-91")
    with app.app_context():
        an, kien = (queries.actor(known(f"{name}@example.vn")).scope for name in ("an", "kien"))
    assert an.homes == {"2025-91", "2024-91", "2024-89"}
    assert kien.homes == {"2024-91"}
    assert kien.units < an.units


def test_an_organiser_sees_every_province_the_region_ever_had(app, account, grant):
    for region in Region:
        grant(account(region), Role.organiser, region=region)
    with app.app_context():
        scopes = [queries.actor(known(f"{region}@example.vn")).scope for region in Region]
    assert all(scope.homes and not scope.units and not scope.everything for scope in scopes)


def test_a_list_of_accounts_is_paged(app, administrator, account, monkeypatch):
    monkeypatch.setattr("promotion.accounts.people.PER_PAGE", 2)
    for name in ("binh", "an", "chi"):
        account(name, (Role.auditor, None, None))
    first, second = administrator.get("/people").text, administrator.get("/people?page=2").text
    assert "an@example.vn" in first
    assert "chi@example.vn" not in first
    assert "chi@example.vn" in second
    assert "page=1" in second
    assert "@example.vn" not in administrator.get("/people?q=nobody+of+this+name").text


def test_who_manages_nobody_opens_none_of_these_pages(app, browser, account):
    person, email = browser(), account("an", (Role.agency, "agency", None), (Role.clerk, "agency", None))
    person.sign_in(email)
    page = address_of(app, email)
    for path in ("/people", "/people/new", page):
        assert person.get(path).status_code == 403
