"""Published figures are found by their question; what contradicts stands side by side and says so."""

from dataclasses import replace
from datetime import date

import pytest

from promotion.cli.imports import OPERATOR
from promotion.database import unit_of_work
from promotion.kernel.errors import Forbidden
from promotion.publications import queries, service
from promotion.publications.drafts import ImportDraft, Question
from promotion.publications.rules import Agreement, Printed
from tests.support.people import OPERATOR as ADMINISTRATOR

FIGURE = Printed(
    *("row 2", 2009, "year", "region", "south", "2024", "national", "approved", "45", "billion"),
    *(date(2009, 6, 30), "a", None),
)


@pytest.fixture
def recorded(app):
    """Record figures that differ from one in what is given."""

    def record(*changes):
        figures = tuple(replace(FIGURE, **change) for change in changes)
        return unit_of_work.run(lambda: service.record(OPERATOR, ImportDraft("a.csv", "0" * 64, figures)))

    with app.app_context():
        yield record


def best(as_of, **changes):
    asked = {"year": 2009, "period": "year", "place": "south", "edition": "2024", "level": "national"}
    found = queries.best(**asked, measure="approved", as_of=as_of, **changes)
    return found and (found.value, found.source)


def test_the_newest_that_was_known_on_the_day_answers(recorded):
    recorded({}, {"value": "46", "as_of": date(2009, 9, 30)}, {"value": "47", "as_of": None, "source": "b"})
    assert best(date(2009, 1, 1)) == ("47", "b")  # an undated plan holds from the first day of the year
    assert best(date(2009, 6, 30)) == ("45", "a")
    assert best(date(2009, 10, 1)) == best(None) == ("46", "a")
    recorded({"value": "48", "as_of": date(2009, 9, 30), "source": "c"})
    assert best(None) == ("48", "c")
    assert best(date(2008, 12, 31)) is None


def test_the_country_is_the_same_on_all_boundaries(recorded):
    recorded({"scope": "country", "place": "vn", "edition": "2024"})
    found = queries.best(2009, "year", "vn", "2025", "national", "approved", None)
    assert found is not None
    assert [row.printed.amount for row in queries.printed(2009)] == [45 * 10**9]
    assert queries.printed(2009, periods=("6m",)) == []


def test_what_contradicts_stands_side_by_side(recorded):
    recorded(
        *({}, {"value": "45000", "unit": "million", "source": "b"}, {"level": "local"}, {"level": "total"}),
        *(
            {"level": "local", "value": "46", "source": "b"},
            {"level": "total", "value": "45.3", "source": "b"},
        ),
        {"year": 2008, "as_of": None},
    )
    found = queries.listing(Question(year=2009))
    assert [(line.figure.level, line.figure.source, line.agreement) for line in found.lines] == [
        *(("local", source, Agreement.differs) for source in "ab"),
        *(("national", source, Agreement.same) for source in "ab"),
        *(("total", source, Agreement.rounded) for source in "ab"),
    ]
    assert (found.total, found.differing) == (6, 2)
    only = queries.listing(Question(year=2009, source="b", differing=True))
    assert [line.figure.value for line in only.lines] == ["46"]
    beside = queries.beside(only.lines[0].figure)
    assert [line.figure.value for line in beside] == ["45", "46"]
    assert queries.listing(Question(place="region/south/2024", measure="approved", year=2008)).total == 1


def test_who_may_not_enter_figures_is_refused(app):
    with app.app_context(), pytest.raises(Forbidden):
        unit_of_work.run(lambda: service.record(ADMINISTRATOR, ImportDraft("a", "b", (FIGURE,))))


def test_two_who_enter_the_same_rows_leave_them_once(recorded):
    assert recorded({}, {"level": "local"}).new == 2
    again = recorded({}, {"note": "khoảng"}, {"level": "total"})
    assert (again.new, again.known) == (1, 2)
