"""What is reported above the ledger: recorded, shown everywhere, counted nowhere, ended once, never altered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from promotion.database import unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.discrepancies import queries, service
from promotion.discrepancies.drafts import DiscrepancyDraft, ResolutionDraft
from promotion.discrepancies.models import Discrepancy
from promotion.discrepancies.rules import COUNTERS, Reported
from promotion.figures.facts import ON_LINES
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.outside import outside
from promotion.figures.sources import answer
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.kernel.money import amount_text
from promotion.ledger import verify
from promotion.ledger.drafts import Document
from promotion.ledger.models import Envelope, Fund
from promotion.ledger.sums import FIGURES as MEASURES
from promotion.projects.models import Project
from tests.access.walker import walker
from tests.factories import people

pytestmark = pytest.mark.data("country")

DAY = date(2025, 8, 12)
PAPER = Document("90/KB", DAY, "Kho bạc Nhà nước")
RECORDED = Boundaries.read("recorded")
END = ResolutionDraft(Document("3/BB", DAY, "Trung tâm"), "Đã nâng mức trần và ghi sổ")


@pytest.fixture
def place(app):
    """The context of the program, and the line of the local project of An Giang of 2025."""
    with app.test_request_context():
        yield line()


def line():
    fund = select(Fund.id).where(Fund.level == "local", Fund.home == "2025-91", Fund.budget_year == 2025)
    query = select(Envelope).where(Envelope.kind == "line", Envelope.fund_id.in_(fund))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def draft(amount=10**11, *, figure=Reported.disbursed, day=DAY, paper=PAPER):
    return DiscrepancyDraft(figure, amount, day, paper, "Đối chiếu")


def record(role, envelope, what=None):
    actor = people.actor(role)
    return unit_of_work.run(lambda: service.record(actor, envelope.public_id, what or draft()))


def figures(scope, **more):
    asked = replace(Question(2025, Dimension.province, None, None, today(), RECORDED), **more)
    return tabulate(scope, asked, "vi"), asked


def test_each_figure_that_may_be_reported_is_made_of_the_counters_of_its_measure():
    for figure, counters in COUNTERS.items():
        assert {"line": dict.fromkeys(counters, 1)} == MEASURES[figure]
        assert set(counters) <= set(ON_LINES)


@pytest.mark.parametrize("figure", Reported)
def test_it_keeps_what_the_ledger_held_and_moves_no_figure(place, figure):
    scope = people.actor("auditor").scope
    before, _asked = figures(scope)
    found = record("clerk", place, draft(figure=figure))
    held = {
        Reported.assigned: place.assigned, Reported.committed: place.committed,
        Reported.disbursed: place.advanced + place.paid, Reported.accepted: place.accepted,
    }[figure]  # fmt: skip
    assert (found.reported, found.held, found.excess) == (10**11, held, 10**11 - held)
    after, _asked = figures(scope)
    assert (after.rows, after.total) == (before.rows, before.total)
    assert verify.differences() == []
    earlier = record(
        "clerk", place, draft(figure=figure, day=date(2024, 1, 1), paper=Document("1", DAY, "x"))
    )
    assert earlier.held == 0


def test_what_is_not_more_than_the_ledger_holds_is_no_discrepancy(place):
    for amount in (place.advanced + place.paid, 1):
        with pytest.raises(Invalid) as refused:
            record("clerk", place, draft(amount))
        assert refused.value.faults[0].params["held"] == place.advanced + place.paid
    with pytest.raises(Invalid) as refused:
        record("clerk", place, draft(day=today() + timedelta(1)))
    assert refused.value.faults[0].field == "day"


def test_the_same_paper_counts_once_for_a_figure(place):
    record("clerk", place)
    with pytest.raises(Refused) as refused:
        record("clerk", place, draft(10**12))
    assert refused.value.code == "discrepancy.twice"
    record("clerk", place, draft(figure=Reported.accepted))


def test_a_share_and_a_fund_are_held_against_all_their_lines(place):
    top = db.session.scalars(
        select(Envelope).where(Envelope.kind == "fund", Envelope.fund_id == place.fund_id)
    ).one()
    share = db.session.get_one(Envelope, place.parent_id)
    assert record("clerk", share).held == record("sister clerk", top).held == place.advanced + place.paid
    with pytest.raises(Forbidden):
        record("clerk", top, draft(paper=Document("2", DAY, "x")))


def test_only_those_who_spend_or_own_the_fund_record_it_and_heads_end_it(place):
    with pytest.raises(NotFound):
        record("foreign clerk", place)
    with pytest.raises(Forbidden):
        record("auditor", place)
    found = record("clerk", place)
    for role, error in (("clerk", Forbidden), ("foreign head", NotFound), ("agency", Forbidden)):
        with pytest.raises(error):
            service.resolve(people.actor(role), found.public_id, END)
        db.session.rollback()
    unit_of_work.run(lambda: service.resolve(people.actor("head"), found.public_id, END))
    with pytest.raises(Refused) as refused:
        unit_of_work.run(lambda: service.resolve(people.actor("sister head"), found.public_id, END))
    assert refused.value.code == "discrepancy.resolved"


def test_whoever_recorded_it_does_not_say_how_it_ended(app, place):
    found = record("head", place)
    head = walker(app, "head").client
    address = f"/discrepancies/{found.public_id}"
    with pytest.raises(Refused) as refused:
        unit_of_work.run(lambda: service.resolve(people.actor("head"), found.public_id, END))
    assert refused.value.code == "discrepancy.own"
    me = people.actor("head").user_id
    row = "INSERT INTO discrepancy_resolution (discrepancy_id, document_number, document_date, document_issuer, "
    row += f"reason, resolved_by, resolved_at) SELECT id, '1', day, 'x', 'x', {me}, recorded_at "
    with pytest.raises(DBAPIError, match="discrepancy_four_eyes"):
        strike(f"{row}FROM discrepancy WHERE id = {found.id}")
    assert "Bạn đã ghi nhận chênh lệch này" in head.get(address).text
    assert f"{address}/resolve" not in head.get(address).text
    assert "không được tự xử lý" in head.get(f"{address}/resolve").text
    # The head of the office that owns the fund is there where a unit has one head only.
    unit_of_work.run(lambda: service.resolve(people.actor("sister head"), found.public_id, END))
    assert queries.one(people.actor("head").scope, found.public_id).resolution is not None


def test_nobody_alters_what_was_recorded(place):
    found = record("clerk", place)
    unit_of_work.run(lambda: service.resolve(people.actor("head"), found.public_id, END))
    db.session.rollback()
    attacks = [
        f"{verb} {table}{rest}"
        for table in ("discrepancy", "discrepancy_resolution")
        for verb, rest in (("UPDATE", " SET document_number = 'x'"), ("DELETE FROM", ""))
    ]
    for attack in attacks:
        with pytest.raises(DBAPIError, match="append_only"):
            strike(attack)
    less = "INSERT INTO discrepancy (public_id, envelope_id, figure, reported, held, day, document_number, "
    less += "document_date, document_issuer, note, recorded_by, recorded_at) "
    less += (
        "SELECT 'p', envelope_id, figure, held, held, day, 'other', document_date, document_issuer, note, 1, "
    )
    less += f"recorded_at FROM discrepancy WHERE id = {found.id}"
    with pytest.raises(DBAPIError, match="excess"):
        strike(less)


def strike(statement):
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text(statement))


def test_the_note_counts_what_the_question_covers(place):
    auditor, clerk = people.actor("auditor").scope, people.actor("foreign clerk").scope
    every = [row for row in queries.of_scope(auditor) if row.fund.budget_year == 2025]
    found = record("clerk", place)

    def said(scope, **more):
        return outside(scope, figures(scope, **more)[1], "vi")

    both = amount_text(sum(row.discrepancy.excess for row in every) + found.excess, "vi")
    assert both in said(auditor)[0]
    assert f"Có {len(every) + 1} số liệu" in said(auditor)[0]
    own = [row for row in every if row.envelope.id == place.id]
    alone = amount_text(found.excess + sum(row.discrepancy.excess for row in own), "vi")
    assert alone in said(auditor, province="2025-91", level=Level.local)[0]
    assert alone not in "".join(said(clerk))
    assert said(auditor, content="ND1") == ()
    early = Question(2025, Dimension.level, None, None, date(2025, 1, 1), RECORDED)
    assert outside(auditor, early, "vi") == ()
    table = answer(auditor, figures(auditor)[1], "vi")
    assert said(auditor)[0] in table.notes
    for one in (*own, queries.one(auditor, found.public_id)):
        unit_of_work.run(lambda o=one: service.resolve(people.actor("head"), o.discrepancy.public_id, END))
    assert alone not in "".join(said(auditor, province="2025-91", level=Level.local))


def test_it_is_shown_wherever_the_money_is(app):
    with app.test_request_context():
        envelope = line()
        found = record("clerk", envelope)
        excess, address = amount_text(found.excess, "vi"), f"/discrepancies/{found.public_id}"
        project = db.session.get_one(Project, envelope.project_id).public_id
        fund = db.session.get_one(Fund, envelope.fund_id).public_id
        contract = db.session.scalars(
            select(Envelope.public_id).where(Envelope.parent_id == envelope.id)
        ).first()
        mine = queries.of_scope(people.actor("clerk").scope, only_open=True)
        total = amount_text(sum(row.discrepancy.excess for row in mine), "vi")
    clerk, head = walker(app, "clerk").client, walker(app, "head").client
    for path in (f"/projects/{project}", f"/funds/{fund}", f"/commitments/{contract}", "/discrepancies"):
        page = clerk.get(path).text
        assert excess in page, path
        assert address in page, path
    asked = "?year=2025&by=province&province=2025-91&level=local"
    for path in (f"/figures{asked}", f"/{asked}"):
        assert "do bên ngoài báo vượt sổ" in clerk.get(path).text, path
    assert total in clerk.get("/?year=2025").text
    assert f"{address}/resolve" in head.get(address).text
    assert f"{address}/resolve" not in clerk.get(address).text
    with app.test_request_context():
        unit_of_work.run(lambda: service.resolve(people.actor("head"), found.public_id, END))
    assert address not in clerk.get("/discrepancies").text
    assert address in clerk.get("/discrepancies?show=all").text
    told = clerk.get(address).text
    assert END.reason in told
    assert "Đã xử lý" in told


def test_every_scope_counts_its_own_on_the_desk(place):
    found = record("clerk", place)
    with_it = queries.open_of_units([place.unit_id])
    assert queries.open_of_units([]).count == 0
    mine = db.session.scalars(select(Discrepancy).where(Discrepancy.envelope_id == place.id)).all()
    assert with_it.count == len(mine) + len(_others(place))
    assert with_it.excess >= found.excess


def _others(place):
    query = select(Discrepancy).join(Envelope, Envelope.id == Discrepancy.envelope_id)
    return db.session.scalars(query.where(Envelope.unit_id == place.unit_id, Envelope.id != place.id)).all()
