"""Behind the doors: every verb of the services refuses by itself what its page would have refused already."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from promotion.access.actor import Actor
from promotion.allocation import service as allocation
from promotion.allocation.drafts import OpenDraft, Paper, PlanDraft, ReleaseDraft, ReversalDraft, RowsDraft
from promotion.database import unit_of_work
from promotion.disbursement import service as spending
from promotion.disbursement.drafts import AssignDraft, CommitmentDraft, SpendDraft, Voucher
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.errors import Forbidden, NotFound
from promotion.ledger.drafts import Document
from promotion.projects import records
from promotion.projects import service as projects
from promotion.projects.drafts import BeneficiaryDraft, MoveDraft, OtherMoneyDraft, ProjectDraft
from promotion.projects.rules import OtherKind, ProjectKind
from tests.access import deeds
from tests.access.walker import without_effect
from tests.factories import people

pytestmark = pytest.mark.data("country", shared=True)

DAY = date(2025, 8, 12)
PAPER = Paper(Document("9/QĐ", DAY, "Sở"), DAY, "Theo quyết định")
SPEND = SpendDraft(1_000_001, Voucher("9/CT", DAY, "Kho bạc"), "Theo hồ sơ")
CONTRACT = CommitmentDraft(CommitmentKind.contract, "9/HĐ", DAY, "Công ty", 1_000_001, reason="Ký trước")


@pytest.fixture(autouse=True)
def forgotten(app, monkeypatch):
    """Keep nothing of what is tried."""
    monkeypatch.setattr(unit_of_work, "run", without_effect)
    with app.test_request_context():
        yield


Verb = Callable[[Actor], object]


def draft_of(project) -> ProjectDraft:
    return ProjectDraft(
        "Tên khác", Level.local, ProjectKind.single, project.unit_id, project.home, code=project.code
    )


def project_verbs() -> dict[str, Verb]:
    """Return the verbs of the unit that carries a project out."""
    project, fund = deeds.project(), deeds.fund()
    party, money = (
        deeds.DEEDS["projects.drop_beneficiary"].on(),
        deeds.DEEDS["projects.drop_other_money"].on(),
    )
    share, line = deeds.envelope("share"), deeds.envelope("line")
    contract, number = deeds.envelope("commitment").public_id, project.public_id
    other = OtherMoneyDraft(OtherKind.other, "Bên", 1_000_001, DAY)
    return {
        "revise": lambda actor: projects.revise(actor, number, draft_of(project), project.version),
        "add_line": lambda actor: projects.add_line(actor, number, fund.public_id, "ND3B"),
        "move": lambda actor: projects.move(actor, number, MoveDraft(ProjectState.accepted, DAY)),
        "add_beneficiary": lambda actor: records.add_beneficiary(actor, number, BeneficiaryDraft("Cơ sở")),
        "change_beneficiary": lambda actor: records.change_beneficiary(
            actor, number, str(party["party"]), BeneficiaryDraft("Cơ sở"), 1
        ),
        "drop_beneficiary": lambda actor: records.drop_beneficiary(actor, number, str(party["party"]), 1),
        "add_other_money": lambda actor: records.add_other_money(actor, number, other),
        "drop_other_money": lambda actor: records.drop_other_money(actor, number, str(money["money"])),
        "record_indicators": lambda actor: records.record_indicators(actor, number, []),
        "assign": lambda actor: spending.assign(
            actor, share.public_id, AssignDraft(((line.public_id, 1_000_001),), SPEND.voucher)
        ),
        "commit": lambda actor: spending.commit(actor, line.public_id, CONTRACT),
        "commit_again": lambda actor: spending.commit_again(actor, contract, CONTRACT, 1),
        "advance": lambda actor: spending.advance(actor, contract, SPEND),
        "pay": lambda actor: spending.pay(actor, contract, SPEND),
        "accept": lambda actor: spending.accept(actor, contract, SPEND),
        "reverse": lambda actor: allocation.reverse(
            actor, str(deeds.DEEDS["allocation.reverse"].on()["public_id"]), ReversalDraft(PAPER)
        ),
    }


def plan_verbs() -> dict[str, Verb]:
    """Return the verbs of the department that owns a fund."""
    fund, line, share = deeds.fund(), deeds.envelope("line"), deeds.envelope("share")
    proposals = {
        name: str(deeds.DEEDS[f"allocation.{name}"].on()["public_id"]) for name in ("book", "send_back")
    }
    return {
        "approve": lambda actor: allocation.approve(actor, fund.public_id, PlanDraft(1_000_001, PAPER)),
        "release": lambda actor: allocation.release(
            actor, fund.public_id, ReleaseDraft(PAPER, amount=1_000_001)
        ),
        "list": lambda actor: allocation.list_lines(
            actor, fund.public_id, RowsDraft(PAPER, ((line.public_id, 1_000_001),))
        ),
        "share": lambda actor: allocation.share_out(
            actor, fund.public_id, RowsDraft(PAPER, ((share.public_id, 1_000_001),))
        ),
        "two_person": lambda actor: allocation.set_two_person(actor, fund.public_id, two_person=False),
        "book": lambda actor: allocation.book(actor, proposals["book"]),
        "send_back": lambda actor: allocation.send_back(actor, proposals["send_back"], "vì"),
    }


@pytest.mark.parametrize(
    "role", ["foreign clerk", "foreign head", "northern head", "central clerk", "nobody", "administrator"]
)
def test_what_one_does_not_see_is_missing_for_every_verb(role):
    actor = people.actor(role)
    for name, verb in {**project_verbs(), **plan_verbs()}.items():
        with pytest.raises(NotFound):
            unit_of_work.run(partial(verb, actor))
        assert name


@pytest.mark.parametrize(
    "role", ["sister clerk", "sister head", "auditor", "organiser", "agency", "agency head"]
)
def test_what_another_units_people_see_they_may_not_do(role):
    for name, verb in project_verbs().items():
        with pytest.raises(Forbidden):
            unit_of_work.run(partial(verb, people.actor(role)))
        assert name


@pytest.mark.parametrize("role", ["clerk", "head", "auditor", "organiser", "agency", "agency head"])
def test_a_centre_does_not_plan_for_its_department(role):
    for name, verb in plan_verbs().items():
        with pytest.raises(Forbidden):
            unit_of_work.run(partial(verb, people.actor(role)))
        assert name


@pytest.mark.parametrize("role", ["clerk", "sister clerk"])
def test_clerks_book_nothing(role):
    verbs = plan_verbs()
    for name in ("book", "send_back", "two_person"):
        with pytest.raises(Forbidden):
            unit_of_work.run(partial(verbs[name], people.actor(role)))


@pytest.mark.parametrize("role", ["clerk", "foreign clerk", "agency", "auditor", "administrator", "nobody"])
def test_a_fund_is_opened_by_its_owner_only(role):
    owner = dict(deeds.DEEDS["allocation.open_fund"].fields())["owner"]
    with pytest.raises(Forbidden):
        unit_of_work.run(partial(allocation.open_fund, people.actor(role), OpenDraft(2026, owner)))


@pytest.mark.parametrize("role", ["foreign clerk", "sister clerk", "auditor", "agency", "nobody"])
def test_nobody_records_projects_for_another_unit(role):
    draft = draft_of(deeds.project())
    with pytest.raises(Forbidden):
        unit_of_work.run(partial(projects.record, people.actor(role), draft))
