"""What a load leaves behind: enough of everything, nothing out of place, and nothing a second time."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from stdnum.vn import mst

from promotion.accounts import queries as accounts
from promotion.accounts import service as accounts_service
from promotion.accounts.drafts import UserDraft
from promotion.accounts.models import Grant, User
from promotion.audit.models import AuditLine
from promotion.cli.accounts import OPERATOR
from promotion.database import unit_of_work
from promotion.database.base import Base
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.discrepancies.models import Discrepancy, Resolution
from promotion.kernel.calendar import VIETNAM, business_day, now, today
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.errors import Refused
from promotion.kernel.text import clean, search_key, sort_key
from promotion.ledger import posting, verify
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Act, Entry, Envelope, Fund, LedgerClock, Proposal, VoucherClaim
from promotion.ledger.policies.models import ActException
from promotion.ledger.rules import check_day
from promotion.practice import people, service
from promotion.projects.models import (
    Beneficiary,
    IndicatorValue,
    LineTerms,
    OtherMoney,
    Project,
    ProjectState,
)
from promotion.projects.rules import MOVES, ProjectKind
from promotion.territory.queries import atlas
from promotion.units.models import Unit
from tests.support.house import PASSWORD

TABLES: tuple[type[Base], ...] = (
    *(User, Grant, Unit, Project, ProjectState, Beneficiary, OtherMoney, IndicatorValue, Fund, Envelope, Act, Entry),
    *(VoucherClaim, Commitment, Proposal, AuditLine),
)  # fmt: skip


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.rollback()


# What every year sees, and what ends one.
DAILY = {"approve", "list", "release", "share", "assign", "commit", "advance", "accept", "pay", "reverse"}
ENDING = {"carry_over", "cancel", "close"}
SUMMER = 7


def count(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.data("practice", shared=True)
class TestContents:
    def test_there_is_about_as_much_as_promised(self, house):
        assert 2_300 <= count(Project) <= 2_700
        assert 25_000 <= count(Entry) <= 40_000

    def test_an_honest_ledger(self, house):
        assert verify.differences() == []
        last = db.session.scalars(select(LedgerClock.last_number)).one()
        assert count(Act) == last == db.session.scalar(select(func.max(Act.number)))

    def test_acts_are_numbered_in_the_order_of_booking_and_of_ids(self, house):
        rows = db.session.execute(select(Act.id, Act.number, Act.booked_at).order_by(Act.number)).all()
        assert [row.id for row in rows] == sorted(row.id for row in rows)
        assert [row.booked_at for row in rows] == sorted(row.booked_at for row in rows)

    def test_every_state_kind_and_act_occurs(self, house):
        assert set(db.session.scalars(select(Project.state).distinct())) == {str(state) for state in State}
        assert set(db.session.scalars(select(Project.kind).distinct())) == {str(kind) for kind in ProjectKind}
        assert set(db.session.scalars(select(Act.kind).distinct())) >= DAILY | ENDING
        states = set(db.session.scalars(select(Proposal.state).distinct()))
        assert states == {"open", "booked", "returned", "withdrawn"}

    def test_two_years_have_ended_and_some_figures_differ_from_outside(self, house):
        ended = select(Act.fund_id).where(Act.kind == "close")
        assert set(db.session.scalars(select(Fund.budget_year).where(Fund.id.in_(ended)))) == {
            today().year - 2
        }
        assert count(Discrepancy) > count(Resolution) > 0

    def test_budget_years_run_from_2021_to_today(self, house):
        found = set(db.session.scalars(select(Fund.budget_year).distinct()))
        assert found >= set(range(2021, today().year))

    def test_states_follow_the_legal_moves_and_end_with_the_project(self, house):
        steps: dict[int, list[ProjectState]] = {}
        for row in db.session.scalars(select(ProjectState).order_by(ProjectState.id)):
            steps.setdefault(row.project_id, []).append(row)
        for project in db.session.scalars(select(Project)):
            own = steps[project.id]
            assert own[0].state == State.draft
            assert own[-1].state == project.state
            for before, after in pairwise(own):
                legal = {step.target: step for step in MOVES[State(before.state)]}
                assert after.since >= before.since
                assert after.reason or not legal[State(after.state)].needs_reason

    def test_nothing_lies_in_the_future(self, house):
        for day in (
            Act.business_date,
            Act.document_date,
            ProjectState.since,
            OtherMoney.day,
            IndicatorValue.as_of,
        ):
            assert db.session.scalars(select(func.max(day))).one() <= today()
        for moment in (
            Act.booked_at,
            Proposal.proposed_at,
            AuditLine.at,
            Project.created_at,
            User.created_at,
        ):
            assert db.session.scalars(select(func.max(moment))).one() <= now()

    def test_acts_stand_on_working_days_of_their_budget_year(self, house):
        query = select(Act.business_date, Act.kind, Fund.budget_year).join(Fund, Fund.id == Act.fund_id)
        rows = db.session.execute(query)
        for day, kind, year in rows:
            assert day.weekday() < 5
            first = date(year - 1, 9, 1) if kind in {"approve", "list"} else date(year, 1, 1)
            last = date(year + 1, 12, 31) if kind in ENDING else date(year + 1, 1, 31)
            assert first <= day <= last

    def test_two_people_stand_behind_acts_of_two_person_funds(self, house):
        query = select(func.count()).select_from(Act).where(Act.two_person, Act.proposed_by == Act.booked_by)
        assert db.session.scalar(query) == 0
        assert db.session.scalar(select(Act.id).where(~Act.two_person).limit(1)) is not None

    def test_every_act_has_its_line_in_the_trail(self, house):
        audited = set(db.session.scalars(select(AuditLine.object_id).where(AuditLine.object_kind == "act")))
        assert audited == set(db.session.scalars(select(Act.id)))

    def test_money_of_a_stopped_project_was_taken_back(self, house):
        stopped = select(Project.id).where(Project.state == "stopped")
        lines = select(Envelope.id).where(Envelope.kind == "line", Envelope.project_id.in_(stopped))
        back = (Entry.source_counter == "assigned", Entry.target_counter == "to_assign")
        query = select(func.sum(Entry.amount)).join(Act, Act.id == Entry.act_id)
        query = query.where(Entry.source_id.in_(lines), *back, Act.reverses_id.is_(None))
        assert db.session.scalar(query) > 0

    def test_some_acts_were_taken_back(self, house):
        reversed_ = db.session.scalars(select(Act.kind).where(Act.id.in_(select(Act.reverses_id))))
        assert set(reversed_) >= {"pay", "advance"}

    def test_projects_are_found_by_code_name_and_beneficiaries(self, house):
        parties: dict[int, list[str]] = {}
        for party in db.session.scalars(select(Beneficiary).order_by(Beneficiary.id)):
            parties.setdefault(party.project_id, []).append(f"{party.name} {party.tax_code}")
        for project in db.session.scalars(select(Project)):
            words = [project.code, project.name, *parties.get(project.id, [])]
            assert project.search_key == search_key(" ".join(words))
            assert project.sort_key == sort_key(project.name)

    def test_tax_codes_are_valid_and_invented(self, house):
        codes = {code or "" for code in db.session.scalars(select(Beneficiary.tax_code))}
        assert all(mst.is_valid(code) and code.startswith("99") for code in codes)

    def test_texts_are_clean_and_filled_in(self, house):
        words = (
            Project.name,
            Project.objective,
            Beneficiary.name,
            Beneficiary.address,
            Act.document_issuer,
            User.name,
        )
        for column in words:
            for text in db.session.scalars(select(column)):
                assert text
                assert clean(text) == text
                assert not set("{}") & set(text)
                assert "None" not in text

    def test_old_provinces_paid_after_the_merger(self, house):
        for home in ("2024-91", "2024-74", "2024-80"):
            query = (
                select(func.count())
                .select_from(Entry)
                .join(Envelope, Envelope.id == Entry.source_id)
                .where(
                    Envelope.home == home,
                    Entry.target_counter == "paid",
                    Entry.business_date >= date(2025, 7, 1),
                )
            )
            assert db.session.scalar(query)

    def test_point_projects_run_over_years_and_contents(self, house):
        query = (
            select(
                Envelope.project_id,
                func.count(Envelope.budget_year.distinct()),
                func.count(Envelope.content_code.distinct()),
            )
            .join(Project, Project.id == Envelope.project_id)
            .where(Project.kind == "point", Envelope.kind == "line")
            .group_by(Envelope.project_id)
        )
        assert any(years > 1 and contents > 1 for _project, years, contents in db.session.execute(query))


def check_open_proposals(day: date) -> None:
    """Every province has some of late, and so has the agency (for units outside provinces); each could be booked."""
    units = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    homes = set()
    for proposal in db.session.scalars(select(Proposal).where(Proposal.state == "open")):
        unit = units[proposal.unit_id]
        homes.add(atlas().home_on(unit.province_key, day) if unit.province_key else "outside")
        draft = from_json(proposal.draft)
        posting.rehearse(draft)
        check_day(
            draft.kind, draft.business_date, db.session.get_one(Fund, proposal.fund_id).budget_year, day
        )
        assert day - timedelta(days=90) <= business_day(proposal.proposed_at) <= day
    assert homes >= {*atlas().keys_on(max(day, date(2025, 7, 1))), "outside"} or day < date(2025, 7, 1)


@pytest.mark.data("practice", shared=True)
def test_open_proposals_wait_in_every_office(house):
    check_open_proposals(today())


@pytest.mark.data("practice", shared=True)
class TestSignIns:
    def test_all_have_accounts_and_the_roles_of_their_names(self, house):
        expected = ["agency", "agency.head", "finance", "auditor", "administrator"]
        expected += [f"organiser.{region}" for region in ("north", "central", "south")]
        slugs = [atlas().province(key).slug for key in atlas().keys_on(date(2025, 7, 1))]
        expected += [f"{role}.{slug}" for slug in slugs for role in ("clerk", "head")]
        sign_ins = people.sign_ins()
        assert {account.email for account in sign_ins} == {f"{name}@example.vn" for name in expected}
        assert len({account.name for account in sign_ins}) == len(sign_ins) == count(User)
        for account in sign_ins:
            user = accounts.user_by_email(account.email)
            assert user is not None
            assert {right.role for right in accounts.actor(user).rights} == {
                role for role, _unit, _region in account.grants
            }

    def test_a_clerk_of_today_acts_for_the_old_units_too(self, house):
        user = accounts.user_by_email("clerk.an-giang@example.vn")
        assert user is not None
        actor = accounts.actor(user)
        for code in ("centre-2025-91", "department-2025-91", "centre-2024-91", "department-2024-89"):
            unit = db.session.scalars(select(Unit).where(Unit.code == code)).one()
            assert actor.may_for("spend:propose", unit.id)


@pytest.mark.data("practice")
def test_a_second_load_changes_nothing(house):
    before = {table: count(table) for table in TABLES}
    db.session.rollback()
    assert service.load(PASSWORD) == service.Summary(new=False)
    assert {table: count(table) for table in TABLES} == before


@pytest.mark.data("reference")
def test_a_database_with_real_accounts_is_refused(house):
    unit_of_work.run(
        lambda: accounts_service.add_user(OPERATOR, UserDraft("real@moit.example", "Real", PASSWORD))
    )
    with pytest.raises(Refused) as refusal:
        service.load(PASSWORD)
    assert refusal.value.code == "practice.real"
    assert count(Project) == 0


@pytest.mark.data("empty")
def test_without_reference_data_nothing_is_loaded(house):
    with pytest.raises(Refused) as refusal:
        service.load(PASSWORD)
    assert refusal.value.code == "practice.reference"
    assert not accounts.anybody()


def test_a_made_password_may_be_taken(house):
    assert accounts_service.hash_password(service.new_password())


@pytest.mark.long
@pytest.mark.parametrize("day", [date(2025, 3, 12), date(2026, 1, 5), date(2027, 7, 20)])
def test_on_any_day_the_load_keeps_the_ledger_honest_and_the_sums(house, day):
    moment = datetime.combine(day, time(15), VIETNAM)
    with time_machine.travel(moment):
        assert service.load(PASSWORD).new
    assert verify.differences() == []
    last, booked = db.session.execute(select(func.max(Act.business_date), func.max(Act.booked_at))).one()
    assert last <= day
    assert booked <= moment
    check_open_proposals(day)
    if day.month == SUMMER:
        assert count(ActException)
        assert count(LineTerms)
        assert db.session.scalar(select(Act.id).where(Act.kind == "clear").limit(1))
    query = select(func.sum(Envelope.accepted)).where(Envelope.budget_year == 2024, Envelope.kind == "line")
    assert db.session.scalar(query) == 209_445 * 10**6
