"""Past years: the ledger where it is complete, else what was published, else said to be incomplete."""

from datetime import date

import pytest
from flask_babel import force_locale

from promotion.access.actor import EVERYTHING
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.figures import service
from promotion.figures.completeness import completeness
from promotion.figures.drafts import CompletenessDraft
from promotion.figures.model import Boundaries, Dimension, Question, Source
from promotion.figures.sources import Sources, answer, shown_instead
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import Forbidden, Invalid
from promotion.publications.rules import Printed
from promotion.territory.queries import atlas
from tests.factories import people
from tests.factories.complete import state_everywhere

pytestmark = pytest.mark.data("country")

MERGED = Boundaries("day", date(2025, 7, 1))
BILLION = 10**9


@pytest.fixture
def inside(app):
    with app.test_request_context(), force_locale("en"):
        state_everywhere(None)
        yield app
        db.session.rollback()


def asked(by=Dimension.region, year=2024, as_of=None, level=None, boundaries=MERGED, **more) -> Question:
    return Question(year, by, level, more.pop("region", None), as_of or today(), boundaries, **more)


def printed(key, place, level, measure, value, **changes) -> Printed:
    scope = {"vn": "country"}.get(place, "region" if place in set(Region) else "province")
    fields = {
        "year": 2024,
        "period": "year",
        "edition": "2025",
        "unit": "billion",
        "as_of": None,
        "note": None,
    }
    fields |= {"source": "báo cáo", **changes}
    return Printed(key=key, scope=scope, place=place, level=level, measure=measure, value=value, **fields)


NORTH = (
    printed("a", "north", "national", "approved", "17.8"),
    printed("b", "north", "local", "approved", "87.7"),
    printed("c", "north", "total", "accepted", "94.3"),
    printed("d", "central", "total", "accepted", "43.735"),
    printed("e", "south", "total", "accepted", "53.81"),
    printed("f", "south", "total", "approved", "91.3", period="9m"),
)


def dressed(question: Question, figures=NORTH):
    return Sources(question, completeness(), figures).dress(tabulate(EVERYTHING, question, "en"))


def state(actor, provinces, year, levels=tuple(Level)) -> int:
    draft = CompletenessDraft(provinces, levels, year, "checked")
    return unit_of_work.run(lambda: service.state(actor, draft))


def rows(table):
    return {row.key: row for row in table.rows}


def test_nothing_stated_and_nothing_printed_is_incomplete_and_never_the_ledgers_part(inside):
    table = dressed(asked(), ())
    assert tabulate(EVERYTHING, asked(), "en").total.values["approved"] > 0
    for row in (*table.rows[:3], table.total):
        assert set(row.values.values()) == {0}
        assert {mark.source for mark in row.marks.values()} == {Source.incomplete}
    assert [row.marks["approved"].members for row in table.rows[:3]] == [15, 11, 8]
    assert table.total.marks["approved"].members == 34


def test_printed_figures_stand_where_the_ledger_is_not_complete(inside):
    table = dressed(asked())
    north, central, south = table.rows[:3]
    assert north.values["approved"] == 105_500_000_000  # both levels, printed apart
    assert north.marks["approved"].source is Source.parts
    assert north.marks["approved"].figures == ("a", "b")
    assert north.values["accepted"] == 94_300_000_000
    assert north.marks["accepted"].source is Source.publication
    assert south.values["approved"] == 91_300_000_000  # a plan printed in autumn is still the year's plan
    assert central.marks["approved"].source is Source.incomplete
    assert table.total.values["accepted"] == 191_845_000_000  # the three regions together
    assert table.total.marks["approved"].source is Source.incomplete
    national = dressed(asked(level=Level.national))
    assert national.rows[0].values["approved"] == 17_800_000_000
    assert national.rows[0].marks["accepted"].source is Source.incomplete


def test_a_level_without_a_project_has_no_money(inside):
    local = printed("g", "central", "local", "approved", "52.026")
    assert dressed(asked(), (*NORTH, local)).rows[1].marks["approved"].source is Source.incomplete
    none = printed("h", "central", "national", "projects", "0", unit="count")
    central = dressed(asked(), (*NORTH, local, none)).rows[1]
    assert central.values["approved"] == 52_026_000_000
    assert central.marks["approved"].source is Source.parts
    some = printed("h", "central", "national", "projects", "1", unit="count")
    assert dressed(asked(), (*NORTH, local, some)).rows[1].marks["approved"].source is Source.incomplete


def test_a_figure_of_the_year_says_nothing_about_a_day_in_it(inside):
    table = dressed(asked(as_of=date(2024, 9, 30)))
    assert table.rows[0].marks["accepted"].source is Source.incomplete
    assert table.rows[0].values["approved"] == 105_500_000_000
    assert dressed(asked(as_of=date(2024, 9, 17))).rows[2].values["approved"] == 91_300_000_000


def test_an_edition_answers_for_its_own_boundaries_only(inside):
    old = dressed(asked(boundaries=Boundaries("recorded")))
    assert {row.marks["accepted"].source for row in old.rows[:3]} == {Source.incomplete}
    assert [row.marks["accepted"].members for row in old.rows[:3]] == [28, 15, 20]


def test_complete_ledgers_speak_for_themselves(inside):
    agency = people.actor("agency")
    south = atlas().members(Region.south, date(2025, 7, 1))
    assert state(agency, south[:-1], 2024) == 2 * (len(south) - 1)
    assert dressed(asked()).rows[2].marks["accepted"].complete == len(south) - 1
    state(agency, south, 2024)
    ledger = rows(tabulate(EVERYTHING, asked(), "en"))["south"]
    row = rows(dressed(asked()))["south"]
    assert (row.values, dict(row.marks)) == (ledger.values, {})
    assert dressed(asked(year=2023)).rows[2].marks["accepted"].complete == 0
    old = rows(dressed(asked(boundaries=Boundaries("recorded"))))["south"]
    assert old.marks["accepted"].complete == 19  # Bình Thuận went to Lâm Đồng, which is not of this region
    total = dressed(asked()).total
    assert total.values["accepted"] == 138_035_000_000 + ledger.values["accepted"]
    assert total.marks["accepted"].source is Source.parts


def test_only_one_level_complete_is_complete_for_that_level(inside):
    everywhere = atlas().keys_on(date(2025, 7, 1))
    state(people.actor("agency"), everywhere, 2021, (Level.local,))
    assert not dressed(asked(level=Level.local)).total.marks
    assert dressed(asked(level=Level.national)).total.marks
    assert dressed(asked()).total.marks
    levels = rows(dressed(asked(by=Dimension.level)))
    assert not levels["local"].marks
    assert levels["national"].marks["approved"].source is Source.incomplete
    state(people.actor("agency"), everywhere, None, (Level.local,))
    assert dressed(asked(level=Level.local)).total.marks


def test_a_province_keeps_its_own_part_and_says_so(inside):
    figures = (*NORTH, printed("h", "2025-01", "local", "approved", "32.6"))
    table = rows(dressed(asked(by=Dimension.province, level=Level.local), figures))
    assert table["2025-01"].values["approved"] == 32_600_000_000
    assert table["2025-01"].marks["approved"].source is Source.publication
    plain = rows(tabulate(EVERYTHING, asked(by=Dimension.province, level=Level.local), "en"))
    assert table["2025-91"].values == plain["2025-91"].values
    assert table["2025-91"].marks["approved"].source is Source.partial
    contents = dressed(asked(by=Dimension.content))
    assert contents.total.marks["approved"].source is Source.partial
    assert contents.total.values == tabulate(EVERYTHING, asked(by=Dimension.content), "en").total.values


def test_the_running_year_is_always_the_ledgers(inside):
    year = today().year
    assert not answer(EVERYTHING, asked(year=year, boundaries=Boundaries("today")), "en").total.marks


def test_only_the_agency_states_it_and_says_on_what_it_rests(inside):
    for role in ("clerk", "head", "organiser", "auditor", "administrator"):
        with pytest.raises(Forbidden):
            state(people.actor(role), ("2025-91",), 2024)
    with pytest.raises(Invalid):
        unit_of_work.run(
            lambda: service.state(
                people.actor("agency"), CompletenessDraft(("2025-91",), tuple(Level), 2024, "")
            )
        )
    assert state(people.actor("agency"), ("2025-91",), 2024) == 2
    assert state(people.actor("agency"), ("2025-91",), 2024) == 0


def test_a_figure_shown_as_published_says_so_where_it_is_opened(inside):
    """The shipped figures of 2024: North on the boundaries of 1 July 2025."""
    shown = shown_instead(EVERYTHING, asked(), "accepted", "north")
    assert shown is not None
    assert shown.value == 94_300_000_000
    assert [one.value for one in shown.printed] == ["94.3"]
    unknown = shown_instead(EVERYTHING, asked(), "released", "north")
    assert unknown is not None
    assert (unknown.value, unknown.printed) == (None, ())
    state(people.actor("agency"), atlas().members(Region.north, today()), 2024)
    assert shown_instead(EVERYTHING, asked(), "accepted", "north") is None
    assert shown_instead(EVERYTHING, asked(by=Dimension.content), "accepted", "ND3A") is None


def test_an_organiser_is_told_about_the_own_region_and_a_province_about_itself(inside):
    """Whoever sees a whole place is shown what was published of it; a part of a place is the reader's own sum."""
    south = answer(people.actor("organiser").scope, asked(region=Region.south), "en")
    assert rows(south)["south"].values["accepted"] == 53_810_000_000
    assert south.total.values["accepted"] == 53_810_000_000
    whole = answer(people.actor("organiser").scope, asked(), "en")
    assert not whole.total.marks  # the country is not the organiser's to see
    clerk = answer(people.actor("clerk").scope, asked(by=Dimension.province), "en")
    assert rows(clerk)["2025-91"].marks["approved"].source is Source.partial
    assert not clerk.total.marks
