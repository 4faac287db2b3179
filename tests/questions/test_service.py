"""Questions on both engines: to whom they go, who sees them, what may follow, and what the database itself refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.figures.model import Dimension
from promotion.figures.sources import answer as table_of
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from promotion.ledger import queries as ledger
from promotion.ledger.models import Act, Envelope, Fund
from promotion.notices import queries as notices
from promotion.notices.models import Notice
from promotion.notices.wording import words
from promotion.questions import evidence, queries, service
from promotion.questions.amounts import amount_now
from promotion.questions.drafts import About, AnswerDraft, CloseDraft, DueDraft, ListQuestion
from promotion.questions.lists import key_of
from promotion.questions.models import Entry, Question
from promotion.questions.rules import Outcome, State, Topic
from promotion.questions.targets import targets
from promotion.units import queries as units
from promotion.units.models import UnitSuccession
from tests.factories import people

pytestmark = pytest.mark.data("country")

ANSWER = AnswerDraft("Đã đối chiếu với kho bạc.")
SOON = timedelta(5)


def faults(caught):
    return {fault.field for fault in caught.value.faults}


def test_a_question_keeps_the_figure_as_the_table_shows_it_and_reaches_the_unit(ministry):
    about = ministry.figure()
    (question,) = ministry.ask(about)
    table = table_of(people.actor("agency").scope, about.figure)
    shown = next(row.values["disbursed"] for row in table.rows if row.key == "2025-91")
    assert question.amount == shown > 0
    assert amount_now(people.actor("clerk").scope, question, "") == shown
    assert units.by_id(question.unit_id).code == "centre-2025-91"
    told = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert (told.kind, told.unit_id) == ("question", question.unit_id)
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert (line.act, line.unit_id, line.home) == ("questions.ask", question.unit_id, None)


def test_a_figure_of_several_provinces_becomes_one_question_each_about_its_own_part(ministry):
    about = ministry.figure("total")
    asked = ministry.ask(about, ("centre-2025-91", "centre-2025-82", "centre-2025-91"))
    assert [one.row_key for one in asked] == ["2025-91", "2025-82"]
    assert len({one.amount for one in asked}) == 2
    whole = table_of(people.actor("agency").scope, about.figure).total.values["disbursed"]
    assert all(one.amount < whole for one in asked)


@pytest.mark.parametrize(
    "by, row, first",
    [
        (Dimension.region, "south", "centre-2025-91"),
        (Dimension.level, "national", "centre-2025-91"),
        (Dimension.content, "ND3", "centre-2025-91"),
        (Dimension.unit, "centre-2024-91", "centre-2025-91"),
        (Dimension.province, "2024-91", "centre-2025-91"),
        (Dimension.project, "qzxagl-ag-2025", "centre-2025-91"),
    ],
)
def test_every_kind_of_row_finds_the_units_that_stand_today(ministry, by, row, first):
    found = targets(people.actor("agency"), ministry.figure(row, by))
    assert first in [one.unit.code for one in found]
    assert all(one.unit.valid_to is None or one.unit.valid_to >= today() for one in found)


def test_what_belongs_to_nobody_or_is_a_rate_cannot_be_asked(ministry):
    agency = people.actor("agency")
    for about in (ministry.figure("rest:unassigned"), ministry.figure(measure="disbursed_of_released")):
        with pytest.raises(Invalid):
            targets(agency, about)
    for about in (ministry.figure("2025-00"), ministry.figure(measure="nothing")):
        with pytest.raises(NotFound):
            targets(agency, about)


def test_bad_input_is_named_field_by_field_and_leaves_nothing(ministry):
    before = db.session.scalar(select(func.count()).select_from(Question))
    for more, field in (
        ({"days": 0}, "due"),
        ({"days": 400}, "due"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"units": ()}, "units"),
        ({"units": ("centre-2025-82",)}, "units"),
    ):
        with pytest.raises(Invalid) as caught:
            ministry.ask(**more)
        assert faults(caught) == {field}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Question)) == before


def test_an_organiser_asks_in_the_own_region_only(ministry):
    (question,) = ministry.ask(role="organiser")
    assert question.asker_unit_id is None
    with pytest.raises(Invalid):
        ministry.ask(ministry.figure("2025-19"), ("centre-2025-19",), role="organiser")
    found = targets(people.actor("organiser"), ministry.figure("total"))
    assert {one.about.figure.region for one in found} == {None}
    assert "centre-2025-19" not in {one.unit.code for one in found}
    ministry.do(service.move, question, DueDraft("Lùi hạn", today() + SOON), "organiser")
    (other,) = ministry.ask()
    with pytest.raises(Forbidden):
        ministry.do(service.move, other, DueDraft("Lùi hạn", today() + SOON), "organiser")


def test_a_unit_sees_what_is_put_to_itself_and_a_neighbour_office_does_not(ministry):
    (question,) = ministry.ask()
    for role in ("clerk", "head", "agency", "auditor", "organiser"):
        assert ministry.one(question, role).question.id == question.id
    for role in ("sister clerk", "foreign clerk", "central clerk", "finance", "administrator", "nobody"):
        with pytest.raises(NotFound):
            ministry.one(question, role)
    (national,) = ministry.ask(ministry.figure(level=Level.national))
    assert ministry.one(national, "finance").question.id == national.id


def test_the_whole_way_from_asking_to_the_end(ministry):
    (question,) = ministry.ask()
    assert ministry.one(question).state is State.open
    ministry.do(service.move, question, DueDraft("Lùi hạn", today() + SOON), "agency")
    ministry.do(service.answer, question, ANSWER, "clerk")
    assert ministry.one(question).state is State.answered
    told = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert (told.kind, units.by_id(told.unit_id).code) == ("question_answer", "agency")
    ministry.do(service.ask_again, question, DueDraft("Chưa rõ", today() + SOON), "agency head")
    ministry.do(service.answer, question, ANSWER, "head")
    ministry.do(service.close, question, CloseDraft(Outcome.explained, "Đã rõ"), "agency")
    steps = [entry.step for entry in queries.history(ministry.one(question).question)]
    assert steps == ["closed", "answered", "again", "answered", "moved", "asked"]
    acts = select(AuditLine.act).where(
        AuditLine.object_kind == "question", AuditLine.object_id == question.id
    )
    assert len(db.session.scalars(acts).all()) == 6


def test_what_cannot_follow_is_refused_in_words(ministry):
    (question,) = ministry.ask()
    with pytest.raises(Refused, match="sent back"):
        ministry.do(service.ask_again, question, DueDraft("x", today() + SOON), "agency")
    with pytest.raises(Invalid):
        ministry.do(service.close, question, CloseDraft(Outcome.explained, "x"), "agency")
    with pytest.raises(Forbidden):
        ministry.do(service.answer, question, ANSWER, "agency")
    with pytest.raises(Forbidden):
        ministry.do(service.close, question, CloseDraft(Outcome.withdrawn, "x"), "clerk")
    ministry.do(service.answer, question, ANSWER, "clerk", seen=1)
    with pytest.raises(Refused, match="answered already"):
        ministry.do(service.answer, question, ANSWER, "clerk", seen=1)
    with pytest.raises(Conflict):
        ministry.do(service.close, question, CloseDraft(Outcome.explained, "x"), "agency", seen=1)
    ministry.do(service.close, question, CloseDraft(Outcome.unchanged, "x"), "agency", seen=2)
    for verb, draft, role in (
        (service.answer, ANSWER, "clerk"),
        (service.close, CloseDraft(Outcome.explained, "x"), "agency"),
    ):
        with pytest.raises(Refused, match="closed"):
            ministry.do(verb, question, draft, role)


def test_an_answer_names_an_act_of_the_own_unit_and_no_other(ministry):
    (question,) = ministry.ask()
    acts = [one.act for one in evidence.find(people.actor("clerk"), question, "").rows]
    own = next(act for act in acts if act.kind == "pay")
    foreign = db.session.scalars(
        select(Act).where(Act.kind == "pay", Act.unit_id == units.unit("centre-2025-82").id)
    ).first()
    with pytest.raises(Invalid) as caught:
        ministry.do(service.answer, question, AnswerDraft("x", foreign.public_id), "clerk")
    assert faults(caught) == {"act"}
    ministry.do(service.answer, question, AnswerDraft("x", own.public_id), "clerk")
    assert ministry.one(question).last.act_id == own.id


def test_an_act_that_shows_an_answer_is_found_by_what_stands_on_paper(ministry):
    clerk, (question,) = people.actor("clerk"), ministry.ask()
    every = evidence.find(clerk, question, "")
    assert len(every.rows) == min(every.total, evidence.SHOWN) > 0
    for one in every.rows:
        act, (code, *_more) = one.act, (*one.projects, "")
        amount = f"{act.amount:,}".replace(",", ".")
        day = f"{act.business_date:%d/%m/%Y}"
        for wanted in (act.document_number.upper(), day, amount, code, f"{act.number} {code}"):
            hits = evidence.find(clerk, question, wanted)
            assert act.id in {row.act.id for row in hits.rows} or hits.total > evidence.SHOWN
    last = every.rows[-1].act
    assert [row.act for row in evidence.find(clerk, question, "khong co gi", last.public_id).rows] == [last]


def test_acts_of_another_year_or_level_show_no_answer(ministry):
    clerk, unit = people.actor("clerk"), units.unit("centre-2025-91").id
    (earlier,) = ministry.ask(ministry.figure(year=2024, level=Level.national))
    found = [one.act for one in evidence.find(clerk, earlier, "").rows]
    funds = {ledger.fund_by_id(act.fund_id) for act in found}
    assert all((fund.level, fund.budget_year) == ("national", 2024) for fund in funds)
    later = db.session.scalars(
        select(Act).join(Fund, Fund.id == Act.fund_id).where(Act.unit_id == unit, Fund.budget_year == 2025)
    ).first()
    with pytest.raises(Invalid):
        ministry.do(service.answer, earlier, AnswerDraft("x", later.public_id), "clerk")


def test_questions_are_listed_by_the_fund_that_they_are_about(ministry):
    agency = people.actor("agency")
    place = db.session.scalars(
        select(Envelope).where(Envelope.kind == "commitment", Envelope.level == "local")
    ).first()
    (both,) = ministry.ask()
    (national,) = ministry.ask(ministry.figure(level=Level.national))
    (contract,) = ministry.ask(About(Topic.contract, key=place.public_id), _units_of(place))
    funds = {(fund.level, fund.budget_year, fund.home): fund for fund in queries.funds(agency)}

    def listed(fund):
        return {
            row.question.id for row in queries.listed(agency, ListQuestion(fund=fund.code), size=500).rows
        }

    assert {both.id, national.id} <= listed(funds["national", 2025, None])
    own = listed(funds["local", 2025, "2025-91"])
    assert both.id in own
    assert national.id not in own
    assert contract.id in listed(ledger.fund_by_id(place.fund_id))
    elsewhere = listed(
        next(fund for key, fund in funds.items() if key[0] == "local" and fund.id != place.fund_id)
    )
    assert contract.id not in elsewhere


def test_a_figure_of_a_province_is_about_its_own_fund_and_no_neighbour_s(ministry):
    agency = people.actor("agency")
    asked = {
        row: ministry.ask(ministry.figure(row, year=2024), (unit,))[0].id
        for row, unit in (
            ("2024-91", "centre-2025-91"),
            ("2025-91", "centre-2025-91"),  # holds it, and what went over from its neighbour
            ("2024-89", "centre-2025-91"),  # that neighbour
            ("2025-82", "centre-2025-82"),
        )
    }
    fund = next(one for one in ledger.funds(agency.scope, 2024, "local") if one.home == "2024-91")
    found = queries.listed(agency, ListQuestion(fund=fund.code), size=500).rows
    ids = {row.question.id for row in found}
    assert {row for row, question_id in asked.items() if question_id in ids} == {"2024-91", "2025-91"}
    with pytest.raises(NotFound):
        queries.listed(people.actor("clerk"), ListQuestion(fund="KCDP-2024-01-2024"))


def _units_of(place):
    found = targets(people.actor("agency"), About(Topic.contract, key=place.public_id))
    return [one.unit.code for one in found[:1]]


def test_a_moved_due_date_tells_the_unit_both_days_and_who_moved_it(ministry):
    (question,) = ministry.ask()
    before = ministry.one(question).last.due
    ministry.do(service.move, question, DueDraft("Cho thêm thời gian", today() + SOON), "agency")
    told = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert (told.kind, told.unit_id) == ("question_moved", question.unit_id)
    row = notices.notices(people.actor("clerk"), "vi").rows[0]
    said = words(row)
    for part in (f"{before:%d/%m/%Y}", f"{today() + SOON:%d/%m/%Y}", people.actor("agency").name):
        assert part in said
    with pytest.raises(Invalid) as caught:
        ministry.do(service.move, question, DueDraft("Như cũ", today() + SOON), "agency")
    assert faults(caught) == {"due"}


def test_a_contract_and_an_act_are_asked_of_the_unit_that_spends(ministry):
    place = db.session.scalars(
        select(Envelope).where(
            Envelope.kind == "commitment", Envelope.unit_id == units.unit("centre-2025-91").id
        )
    ).first()
    act = db.session.scalars(select(Act).where(Act.kind == "pay", Act.unit_id == place.unit_id)).first()
    (first,) = ministry.ask(About(Topic.contract, key=place.public_id))
    (second,) = ministry.ask(About(Topic.act, key=act.public_id))
    assert (first.amount, second.amount) == (place.uncleared, act.amount)
    scope = people.actor("clerk").scope
    assert amount_now(scope, second, key_of(second)) == act.amount
    assert key_of(first) == place.public_id


def test_an_act_of_the_plan_belongs_to_the_fund_s_owner_and_tells_no_centre_what_others_got(ministry):
    national = db.session.scalars(
        select(Act).join(Fund, Fund.id == Act.fund_id).where(Act.kind == "share", Fund.level == "national")
    ).first()
    asked = targets(people.actor("agency"), About(Topic.act, key=national.public_id))
    assert [one.unit.code for one in asked] == ["agency"]
    assert targets(people.actor("organiser"), About(Topic.act, key=national.public_id)) == []
    question = db.session.scalars(
        select(Question).where(Question.unit_id == units.unit("centre-2025-91").id)
    ).first()
    offered = evidence.find(people.actor("clerk"), question, "").rows
    assert offered
    assert not {one.act.kind for one in offered} & {"approve", "list", "release", "share"}


def test_the_successor_of_a_unit_answers_what_was_put_to_it(ministry):
    old = units.unit("centre-2024-91").id
    waiting = select(Question).join(Entry).where(Question.unit_id == old).order_by(Question.id)
    question = db.session.scalars(waiting).first()
    assert db.session.scalar(
        select(func.count()).select_from(UnitSuccession).where(UnitSuccession.old_id == old)
    )
    ministry.do(service.answer, question, ANSWER, "clerk")
    assert ministry.one(question).state is State.answered
    to_us = queries.listed(people.actor("clerk"), ListQuestion(mine="to", year=2024))
    assert question.id in {row.question.id for row in to_us.rows}


def test_lists_count_each_state_and_find_by_words_province_and_whose(ministry):
    (question,) = ministry.ask(text="Đối chiếu hợp đồng Rạch Giá")
    agency = people.actor("agency")
    words = queries.listed(agency, ListQuestion(words="doi chieu RẠCH"))
    assert [row.question.id for row in words.rows] == [question.id]
    every = queries.listed(agency, ListQuestion())
    assert sum(every.by_state.values()) == every.total == len(every.rows)
    for state in State:
        some = queries.listed(agency, ListQuestion(state=state))
        assert some.total == every.by_state[state] == len(some.rows)
        assert {row.state for row in some.rows} <= {state}
    due = [row.last.due for row in every.rows if row.state is not State.closed]
    assert due == sorted(due)
    homes = queries.listed(agency, ListQuestion(homes=frozenset({"2025-19"})))
    assert {row.question.home for row in homes.rows} == {"2025-19"}


def test_the_desk_counts_what_waits_for_either_side(ministry):
    before = queries.desk(people.actor("clerk")), queries.desk(people.actor("agency"))
    (question,) = ministry.ask()
    after = queries.desk(people.actor("clerk"))
    assert after.to_answer == before[0].to_answer + 1
    ministry.do(service.answer, question, ANSWER, "clerk")
    assert queries.desk(people.actor("clerk")).to_answer == before[0].to_answer
    assert queries.desk(people.actor("agency")).answered == before[1].answered + 1
    assert queries.desk(people.actor("auditor")) == queries.Desk(0, 0, 0, 0)


def test_the_database_lets_nobody_change_take_away_or_add_after_the_end(ministry):
    (question,) = ministry.ask()
    ministry.do(service.close, question, CloseDraft(Outcome.withdrawn, "x"), "agency")
    for statement in (
        "UPDATE question SET label = 'x'",
        "DELETE FROM question",
        "UPDATE question_entry SET text = 'x'",
        "DELETE FROM question_entry",
    ):
        with pytest.raises(Refused) as caught:
            unit_of_work.run(lambda statement=statement: db.session.execute(text(statement)))
        assert "append_only: question" in str(caught.value.__cause__)
    late = {
        "question_id": question.id,
        "number": 3,
        "step": "answered",
        "text": "x",
        "due": today(),
        "made_by": 1,
    }

    def add():
        db.session.add(Entry(**late, made_at=question.asked_at))
        db.session.flush()

    with pytest.raises(Refused, match="closed"):
        unit_of_work.run(add)


def test_a_question_of_a_past_day_stays_with_that_day(ministry):
    about = ministry.figure()
    past = replace(about, figure=replace(about.figure, as_of=date(2025, 7, 31)))
    (question,) = ministry.ask(past)
    assert question.address["as_of"] == "2025-07-31"
    assert question.day == date(2025, 7, 31)
    (current,) = ministry.ask(about)
    assert "as_of" not in current.address
