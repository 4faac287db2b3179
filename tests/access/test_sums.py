"""Figures by every dimension: what a reader is shown is what the reader's own envelopes sum up to, to the đồng."""

from datetime import date

import pytest
from flask import current_app
from sqlalchemy import select

from promotion.access.actor import EVERYTHING
from promotion.accounts import queries as accounts
from promotion.allocation import service as allocation
from promotion.allocation.drafts import Paper, ReversalDraft
from promotion.allocation.queries.acts import amounts
from promotion.database.handle import db
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.figures.waiting import waiting
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import Forbidden, NotFound
from promotion.ledger import queries as ledger
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act, Entry, Envelope, Fund, Leg
from promotion.ledger.sums import FIGURES
from promotion.projects import queries as projects
from tests.access.walker import country_of
from tests.factories import people
from tests.factories.places import PLACES, SEES

pytestmark = pytest.mark.data("country", shared=True)

READERS = ("clerk", "sister head", "foreign clerk", "central clerk", "finance", "organiser", "auditor")


def country():
    """Return what there is to be seen, read once for each database."""
    return country_of(str(current_app.config["SQLALCHEMY_DATABASE_URI"]))[0]


@pytest.fixture
def inside(app):
    with app.test_request_context():
        yield app


def touched(targets):
    """Return what each envelope touches, by public id."""
    found = {one.values["public_id"]: one for one in targets.by_kind["envelope"]}
    return {public_id: (target.places, target.level) for public_id, target in found.items()}


def own(role, year, level=None):
    """Return the envelopes of a year that a role sees, worked out from the table of places alone."""
    touches = touched(country())
    return [
        one
        for one in db.session.scalars(select(Envelope).where(Envelope.budget_year == year))
        if SEES[role].covers(*touches[one.public_id]) and level in {None, one.level}
    ]


def whole(envelopes):
    """Return the measures of some envelopes: a line counts what is listed, a fund what is not yet passed on."""
    return {
        measure: sum(
            sign * getattr(one, counter)
            for one in envelopes
            for counter, sign in made.get(one.kind, {}).items()
        )
        for measure, made in FIGURES.items()
    }


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("year", [2024, 2025])
def test_totals_of_every_dimension_are_those_of_the_readers_own_envelopes(inside, role, year):
    scope = people.actor(role).scope
    for level in (None, *Level):
        expected = whole(own(role, year, level))
        for by in Dimension:
            for boundaries in (Boundaries("recorded"), Boundaries("today"))[: 1 if level else 2]:
                question = Question(year, by, level, None, today(), boundaries)
                table = tabulate(scope, question)
                assert {measure: table.total.values[measure] for measure in expected} == expected, (by, level)
                for measure in expected:
                    assert sum(row.values[measure] for row in table.rows) == expected[measure], (by, measure)


@pytest.mark.parametrize("role", READERS)
def test_no_row_names_a_place_that_the_reader_does_not_see(inside, role):
    scope, sees = people.actor(role).scope, SEES[role]
    foreign = {place.home for place in PLACES.values() if place.home and place.name not in sees.places}
    for by in Dimension:
        question = Question(2025, by, None, None, today(), Boundaries("recorded"))
        for row in tabulate(scope, question).rows:
            if row.key in foreign or row.parent in foreign:
                assert sees.whole, row


@pytest.mark.parametrize("region", Region)
def test_totals_of_a_region_are_the_same_in_every_dimension(inside, region):
    """A central unit's project in the region is paid from a share that lies outside it."""
    for role in ("auditor", "organiser", "foreign clerk"):
        scope = people.actor(role).scope
        tables = [
            tabulate(scope, Question(2024, by, None, region, today(), Boundaries("recorded")))
            for by in Dimension
        ]
        assert len({tuple(sorted(table.total.values.items())) for table in tables}) == 1


def test_counts_of_projects_are_counted_from_own_ones(inside):
    for role, count in (("clerk", 1), ("central clerk", 2), ("finance", 4), ("organiser", 3), ("auditor", 4)):
        question = Question(2024, Dimension.content, Level.national, None, today(), Boundaries("recorded"))
        assert tabulate(people.actor(role).scope, question).total.values["projects"] == count, role


@pytest.mark.parametrize("role", READERS)
def test_who_waits_is_counted_among_the_readers_own_lines(inside, role):
    for year in (2024, 2025):
        question = Question(year, Dimension.province, None, None, today(), Boundaries("recorded"))
        lines = [one for one in own(role, year) if one.kind == "line" and one.to_assign]
        found, count = waiting(people.actor(role).scope, question)
        assert count == len(lines)
        assert sorted(one.waiting for one in found) == sorted(one.to_assign for one in lines)


def test_a_region_asked_for_by_somebody_outside_is_empty(inside):
    question = Question(2025, Dimension.province, None, Region.north, today(), Boundaries("recorded"))
    table = tabulate(people.actor("clerk").scope, question)
    assert not any(table.total.values.values())


@pytest.mark.parametrize("role", READERS)
def test_reads_of_the_ledger_hold_only_what_the_reader_sees(inside, role):
    """Acts, entries, proposals, envelopes and books, asked of the ledger itself."""
    scope, sees, targets = people.actor(role).scope, SEES[role], country()
    for kind in ("act", "taken act", "proposal", "decided", "fund"):
        shown = {
            one.values["public_id"] for one in targets.by_kind[kind] if sees.covers(one.places, one.level)
        }
        read = {
            "act": lambda: ledger.acts(scope),
            "taken act": lambda: ledger.acts(scope),
            "proposal": lambda: ledger.proposals(scope),
            "decided": lambda: ledger.proposals(scope, state="returned"),
            "fund": lambda: ledger.funds(scope),
        }[kind]()
        everything = {one.values["public_id"] for one in targets.by_kind[kind]}
        if kind == "decided":
            shown &= {one.public_id for one in ledger.proposals(EVERYTHING, state="returned")}
        assert {one.public_id for one in read} & everything == shown, kind
    seen = {one.id for one in own(role, 2024)} | {one.id for one in own(role, 2025)}
    for act in ledger.acts(scope):
        entries = ledger.entries(scope, act.id)
        assert entries
        assert all({entry.source_id, entry.target_id} & seen for entry in entries)
        every = db.session.scalars(select(Entry).where(Entry.act_id == act.id))
        assert [entry.id for entry in entries] == sorted(
            entry.id for entry in every if {entry.source_id, entry.target_id} & seen
        )
    assert {one.id for one in ledger.lines(scope)} == {
        one.id for one in db.session.scalars(select(Envelope)) if one.kind == "line" and one.id in seen
    }


@pytest.mark.parametrize("role", ["clerk", "organiser", "central clerk"])
def test_the_amount_of_an_act_over_several_places_is_that_of_the_part_one_sees(inside, role):
    scope = people.actor(role).scope
    seen = {one.id for one in own(role, 2024)} | {one.id for one in own(role, 2025)}
    mixed = 0
    for act in ledger.acts(scope):
        entries = db.session.scalars(select(Entry).where(Entry.act_id == act.id)).all()
        mine = [entry for entry in entries if {entry.source_id, entry.target_id} & seen]
        first = (mine[0].book, mine[0].target_counter or mine[0].source_counter)
        part = sum(
            one.amount for one in mine if (one.book, one.target_counter or one.source_counter) == first
        )
        assert amounts(scope, [act]) == {act.id: part}
        mixed += len(mine) < len(entries)
    assert mixed > 1


@pytest.mark.parametrize("role", ["clerk", "foreign head", "finance", "organiser", "administrator", "nobody"])
def test_an_envelope_out_of_sight_is_not_found(inside, role):
    actor, targets = people.actor(role), country()
    hidden = [one for one in targets.by_kind["envelope"] if not SEES[role].covers(one.places, one.level)]
    assert hidden
    for one in hidden[:10]:
        for read in (ledger.envelope, ledger.book):
            with pytest.raises(NotFound):
                read(actor.scope, str(one.values["public_id"]))
    assert projects.by_ids(people.actor("nobody").scope, range(1000)) == {}


def test_legs_and_acts_are_there_to_be_hidden(inside):
    assert db.session.scalar(select(Leg.id).limit(1))
    assert len(db.session.scalars(select(Act)).all()) > 80
    assert accounts.anybody()


def test_who_may_not_take_an_act_back_learns_nothing_of_what_was_spent_of_it(inside):
    """Shares and listings of the national fund reach many provinces; their reversal would hit ceilings everywhere."""
    clerk = people.actor("clerk")
    paper = Paper(Document("9/QĐ", date(2025, 8, 12), "Sở"), date(2025, 8, 12), "thử")
    tried = 0
    for act in ledger.acts(clerk.scope):
        if act.kind in {"list", "share"} and db.session.get_one(Fund, act.fund_id).level == "national":
            with pytest.raises(Forbidden):
                allocation.reverse(clerk, act.public_id, ReversalDraft(paper))
            tried += 1
    assert tried >= 4
