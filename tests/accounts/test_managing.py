"""Heads manage the people of their own units, administrators everybody; nobody lifts himself, or shuts the last out."""

from datetime import date

import pytest
from sqlalchemy import select

from promotion.accounts import absences, codes, queries, service
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.kernel.errors import Forbidden, NotFound, Refused
from promotion.units import queries as units
from tests.accounts.conftest import handed, known
from tests.factories.people import OPERATOR

CENTRE, OLD, OTHER = "centre-2025-91", "centre-2024-91", "centre-2025-82"
HEAD, CLERK = (Role.head, CENTRE, None), (Role.clerk, CENTRE, None)
NEW = "năm con vịt dưới ao"


@pytest.fixture
def people(account):
    """A head and a clerk of a centre, a clerk of its predecessor, strangers, and people above."""
    return {
        "head": account("head", HEAD),
        "clerk": account("clerk", CLERK),
        "old": account("old", (Role.clerk, OLD, None)),
        "both": account("both", CLERK, (Role.clerk, OTHER, None)),
        "foreign": account("foreign", (Role.clerk, OTHER, None)),
        "agency": account("agency", (Role.agency, "agency", None)),
        "chief": account("chief", (Role.head, "agency", None)),
        "admin": account("admin", (Role.administrator, None, None)),
    }


@pytest.fixture
def head(browser, people):
    person = browser()
    person.sign_in(people["head"])
    return person


@pytest.fixture
def act(app):
    """Let somebody do something to somebody, through the service; return what came of it, or the refusal's code."""

    def run(verb, who, whom, *words, **named):
        def work():
            return verb(
                queries.actor(known(f"{who}@example.vn")), known(f"{whom}@example.vn"), *words, **named
            )

        with app.app_context():
            try:
                unit_of_work.run(work)
            except Refused as error:
                return error.code
            except (Forbidden, NotFound) as error:
                return type(error).__name__
            return "done"

    return run


def draft(role, unit):
    return GrantDraft(role, date(2025, 1, 1), units.unit(unit).id if unit else None)


def page_of(app, email):
    with app.app_context():
        return f"/people/{known(email).public_id}"


def test_a_head_invites_a_clerk_who_chooses_a_password_and_works(app, head, browser):
    made = head.send(
        "/people/new", at="/people/new", name="Hoa", email="hoa@example.vn", role="clerk", unit=CENTRE
    )
    assert made.status_code == 303
    code, hoa = handed(head.get(made.headers["Location"])), browser()
    assert hoa.welcome("hoa@example.vn", code, NEW).status_code == 303
    assert hoa.get("/projects").status_code == 200
    assert hoa.get("/people").status_code == 403
    assert "hoa@example.vn" in head.get("/people").text


def test_a_head_sees_the_own_people_only(app, head, people):
    listed = head.get("/people").text
    assert {name for name, email in people.items() if email in listed} == {"head", "clerk", "old", "both"}
    for name in ("foreign", "agency", "admin", "chief"):
        assert head.get(page_of(app, people[name])).status_code == 404
    both = head.get(page_of(app, people["both"])).text
    with app.app_context():
        elsewhere = units.name(units.unit(OTHER), "vi")
    assert elsewhere not in both


def test_a_head_gives_clerks_and_heads_for_the_own_units(app, act, people):
    with app.app_context():
        wanted = [
            (draft(Role.clerk, OLD), "done"), (draft(Role.head, CENTRE), "done"),
            (draft(Role.clerk, OTHER), "accounts.above"), (draft(Role.head, "agency"), "accounts.above"),
            (draft(Role.auditor, None), "accounts.above"), (draft(Role.administrator, None), "accounts.above"),
            (draft(Role.agency, "agency"), "accounts.above"),
        ]  # fmt: skip
    for given, outcome in wanted:
        assert act(service.add_grant, "head", "clerk", given) == outcome, given
    assert act(service.add_grant, "foreign", "old", wanted[0][0]) == "Forbidden"
    assert act(service.add_grant, "head", "head", wanted[0][0]) == "accounts.own"


def test_a_head_ends_only_what_is_the_own_units(app, act, people):
    def grant_of(name, unit):
        with app.app_context():
            wanted = units.unit(unit).id
            return next(one.id for one in queries.grants(known(people[name]).id) if one.unit_id == wanted)

    assert act(service.end_grant, "head", "both", grant_of("both", OTHER)) == "NotFound"
    assert act(service.end_grant, "head", "both", grant_of("both", CENTRE)) == "done"
    assert act(service.end_grant, "head", "head", grant_of("head", CENTRE)) == "accounts.own"
    assert act(service.end_grant, "chief", "agency", grant_of("agency", "agency")) == "accounts.above"


def test_a_head_locks_and_resets_only_whose_whole_work_is_the_own_units(act, people):
    for verb, words in ((codes.make, {}), (service.set_active, {"active": True})):
        assert act(verb, "head", "clerk", **words) == "done"
        assert act(verb, "head", "old", **words) == "done"
        assert act(verb, "head", "both", **words) == "accounts.elsewhere"
        assert act(verb, "head", "head", **words) == "accounts.own"
        assert act(verb, "chief", "agency", **words) == "accounts.elsewhere"
        assert act(verb, "clerk", "old", **words) == "Forbidden"
        assert act(verb, "admin", "both", **words) == "done"


def test_the_last_administrator_stays(app, act, account, people):
    def grant():
        with app.app_context():
            return queries.standing(known(people["admin"]).id)[0].id

    account("second", (Role.administrator, None, None))
    assert act(service.end_grant, "second", "admin", grant()) == "done"
    assert act(service.set_active, "admin", "second", active=False) == "Forbidden"
    with app.app_context():
        operator_ends = queries.standing(known("second@example.vn").id)[0].id

    def last(verb, *words, **named):
        with app.app_context(), pytest.raises(Refused) as refusal:
            unit_of_work.run(lambda: verb(OPERATOR, known("second@example.vn"), *words, **named))
        return refusal.value.code

    assert last(service.end_grant, operator_ends) == "accounts.last"
    assert last(service.set_active, active=False) == "accounts.last"


def test_what_is_refused_is_said_on_the_persons_page(app, head, people):
    page = page_of(app, people["both"])
    reply = head.send(f"{page}/active", at=page, active="no")
    assert reply.status_code == 422
    assert "còn làm việc ở đơn vị khác" in reply.text
    with app.app_context():
        assert known(people["both"]).active


def test_a_head_adds_nobody_without_a_role_of_the_own_units(app, head):
    for role, unit in (("", ""), ("clerk", ""), ("clerk", OTHER), ("auditor", CENTRE)):
        reply = head.send(
            "/people/new", at="/people/new", name="X", email="x@example.vn", role=role, unit=unit
        )
        assert reply.status_code == 422, (role, unit)
    with app.app_context():
        assert queries.user_by_email("x@example.vn") is None


def test_no_service_gives_a_clerk_people(app, people):
    with app.app_context():
        clerk = queries.actor(known(people["clerk"]))
        one, other = known(people["old"]), known(people["both"])
        for verb in (
            lambda: service.add_user(clerk, UserDraft("y@example.vn", "Y")),
            lambda: absences.stand_in(clerk, one, other, date(2026, 1, 1), date(2026, 1, 2)),
            lambda: absences.hand_over(clerk, one, other, ""),
        ):
            with pytest.raises(Forbidden):
                unit_of_work.run(verb)


def test_each_change_has_its_line_with_who_did_it(app, act, people):
    act(codes.make, "head", "clerk")
    act(service.set_active, "head", "clerk", active=False)
    with app.app_context():
        acts = db.session.scalars(
            select(AuditLine.act).where(AuditLine.user_id == known(people["head"]).id).order_by(AuditLine.id)
        ).all()
        assert acts == ["accounts.make_reset", "accounts.set_active"]
