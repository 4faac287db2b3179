"""Stand-ins begin and end by themselves; a successor takes over; every act names who really did it."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from promotion.access.permissions import ACCOUNTS_MANAGE, SPEND_BOOK
from promotion.accounts import absences, codes, queries
from promotion.accounts.models import Grant, HandOver
from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.choices import Role
from promotion.kernel.errors import Forbidden, Invalid, Refused
from promotion.ledger.models import Act, Proposal
from tests.access import deeds
from tests.access.posts import post
from tests.access.walker import walker
from tests.accounts.conftest import known
from tests.factories.people import email_of

CENTRE = "centre-2025-91"
MOMENT = "2026-03-02T01:00:00Z"


@pytest.fixture
def people(account):
    return {
        "head": account("head", (Role.head, CENTRE, None)),
        "clerk": account("clerk", (Role.clerk, CENTRE, None)),
        "second": account("second", (Role.clerk, CENTRE, None)),
        "admin": account("admin", (Role.administrator, None, None)),
    }


@pytest.fixture
def act(app):
    """Run a verb of absences between people, by their addresses."""

    def run(verb, who, one, other, *words):
        def work():
            verb(queries.actor(known(who)), known(one), known(other), *words)

        with app.app_context():
            unit_of_work.run(work)

    return run


def test_a_stand_in_begins_and_ends_by_itself(browser, people, act):
    """17:00 UTC is midnight in Viet Nam."""
    with time_machine.travel(MOMENT, tick=False):
        act(
            absences.stand_in,
            people["head"],
            people["head"],
            people["clerk"],
            date(2026, 3, 4),
            date(2026, 3, 5),
        )
    for moment, stands in (
        ("2026-03-03T16:59:59Z", False), ("2026-03-03T17:00:00Z", True), ("2026-03-05T16:59:59Z", True),
        ("2026-03-05T17:00:00Z", False),
    ):  # fmt: skip
        with time_machine.travel(moment, tick=False):
            person = browser()
            person.sign_in(people["clerk"])
            with person.app.app_context():
                actor = queries.actor(known(people["clerk"]))
                assert actor.may(SPEND_BOOK) is stands, moment
                assert not actor.may(ACCOUNTS_MANAGE)
            assert ("Người head" in person.get("/looked-after").text) is stands, moment
            assert person.get("/people").status_code == 403
            assert stands <= ("làm thay Người head" in person.get("/account").text), moment


def test_who_stands_in_may_not_be_away_for_ever_nor_oneself(app, people, act):
    head, clerk = people["head"], people["clerk"]
    with time_machine.travel(MOMENT, tick=False):
        for first, last in (
            (date(2026, 3, 5), date(2026, 3, 4)), (date(2026, 3, 1), date(2026, 3, 1)),
            (date(2026, 3, 4), date(2027, 3, 30)),
        ):  # fmt: skip
            with pytest.raises(Invalid):
                act(absences.stand_in, head, clerk, people["second"], first, last)
        days = date(2026, 3, 4), date(2026, 3, 5)
        with pytest.raises(Invalid):
            act(absences.stand_in, head, clerk, clerk, *days)
        with pytest.raises(Refused, match="own rights"):
            act(absences.stand_in, head, clerk, head, *days)
        with pytest.raises(Refused, match="no role"):
            act(absences.stand_in, people["admin"], people["admin"], clerk, *days)
    with app.app_context():
        assert not db.session.scalars(select(Grant).where(Grant.stands_in_for.is_not(None))).all()


def test_nobody_stands_in_for_a_stand_in(app, people, act):
    with time_machine.travel(MOMENT, tick=False):
        days = date(2026, 3, 2), date(2026, 3, 9)
        act(absences.stand_in, people["head"], people["head"], people["clerk"], *days)
        act(absences.stand_in, people["head"], people["clerk"], people["second"], *days)
        with app.app_context():
            roles = [grant.role for grant in queries.standing(known(people["second"]).id)]
            assert roles == [Role.clerk, Role.clerk]


def test_a_successor_holds_what_the_leaver_held_from_the_next_request_on(app, browser, people, act):
    leaver, successor = browser(), browser()
    leaver.sign_in(people["clerk"])
    act(absences.hand_over, people["admin"], people["clerk"], people["second"], "Chuyển công tác")
    assert leaver.get("/projects").status_code == 403
    successor.sign_in(people["second"])
    assert "Người clerk" in successor.get("/").text
    with app.app_context():
        assert [grant.role for grant in queries.standing(known(people["second"]).id)] == [Role.clerk]
        assert db.session.scalars(select(HandOver.reason)).all() == ["Chuyển công tác"]
        acts = set(
            db.session.scalars(select(AuditLine.act).where(AuditLine.user_id == known(people["admin"]).id))
        )
        assert acts == {"accounts.end_grant", "accounts.hand_over"}
    with pytest.raises(Refused, match="no role"):
        act(absences.hand_over, people["admin"], people["clerk"], people["second"], "")
    with pytest.raises(Refused, match="own rights"):
        act(absences.hand_over, people["head"], people["head"], people["clerk"], "")


@pytest.mark.data("country")
def test_a_stand_in_books_in_the_own_name_and_a_successor_finds_what_is_open(app):
    """A clerk stands in for the head of the department: the act names the clerk, and never the own proposal."""
    day = today()
    with app.app_context():

        def give():
            administrator = queries.actor(known(email_of("administrator")))
            absences.stand_in(
                administrator, known(email_of("sister head")), known(email_of("clerk")), day, day
            )

        unit_of_work.run(give)
    person = walker(app, "clerk")
    with app.test_request_context():
        values = dict(deeds.DEEDS["allocation.book"].on())
        path = app.url_for("allocation.book", **values)
        proposer = db.session.scalars(
            select(Proposal.proposed_by).where(Proposal.public_id == values["public_id"])
        ).one()
        db.session.rollback()
    assert person.client.get("/looked-after").status_code == 200
    assert post(person, path, {}, "key").status_code == 303
    with app.app_context():
        done = db.session.scalars(select(Act).order_by(Act.id.desc()).limit(1)).one()
        assert done.booked_by == known(email_of("clerk")).id != proposer
        line = db.session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).one()
        assert line.user_id == done.booked_by
        assert line.stands_in_for == known(email_of("sister head")).name  # and the trail knows in whose place


@pytest.mark.data("country")
def test_what_a_leaver_left_open_is_shown_to_the_successor_within_the_own_scope(app):
    with app.app_context():

        def give():
            administrator = queries.actor(known(email_of("administrator")))
            absences.hand_over(
                administrator, known(email_of("sister clerk")), known(email_of("sister head")), ""
            )

        unit_of_work.run(give)
        waiting = db.session.scalars(
            select(Proposal.public_id).where(
                Proposal.proposed_by == known(email_of("sister clerk")).id, Proposal.state == "open"
            )
        ).all()
    shown = walker(app, "sister head").client.get("/looked-after").text
    assert waiting
    assert all(public_id in shown for public_id in waiting)
    assert not any(
        public_id in walker(app, "clerk").client.get("/looked-after").text for public_id in waiting
    )


def test_codes_need_more_than_a_stand_ins_rights(app, people, act):
    with time_machine.travel(MOMENT, tick=False):
        act(
            absences.stand_in,
            people["head"],
            people["head"],
            people["clerk"],
            date(2026, 3, 2),
            date(2026, 3, 9),
        )
        with app.app_context(), pytest.raises(Forbidden):
            unit_of_work.run(
                lambda: codes.make(queries.actor(known(people["clerk"])), known(people["second"]))
            )
