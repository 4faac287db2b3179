"""The invented country before any row is written: it is the same every time and never asks for more than there is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from promotion.database.handle import db
from promotion.ledger.books import MOVES, Book, Kind
from promotion.ledger.deeds import ActKind, way_of
from promotion.ledger.rules import LAST_PAYMENT
from promotion.practice import names, service
from promotion.practice.days import back, working
from promotion.practice.deeds import Deed, Purse
from promotion.territory.queries import atlas

pytestmark = pytest.mark.data("reference", shared=True)


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.rollback()


def path(purse: Purse) -> dict[Kind, Purse]:
    found = {}
    step: Purse | None = purse
    while step is not None:
        found[step.kind] = step
        step = step.above
    return found


def follow(balances: Counter[tuple[Purse, str]], deed: Deed) -> None:
    """Move the counters as the ledger would; a counter below zero is a ceiling broken."""
    named, sign = (deed.undoes, -1) if deed.undoes else (deed, 1)
    for purse, amount in named.amounts:
        places = path(purse)
        # What accepted work covers of a payment is worked out when it is written.
        for move in (move for move in MOVES[way_of(named.kind)[0]] if move.book is not Book.claims):
            for side, direction in ((move.source, -1), (move.target, 1)):
                if side is not None:
                    balances[places[side[0]], side[1]] += direction * sign * amount
                    assert balances[places[side[0]], side[1]] >= 0, (deed.kind, deed.fund, deed.day, side)


@pytest.mark.one_engine
@pytest.mark.parametrize("day", [date(2025, 2, 1), date(2026, 11, 22), date(2028, 12, 31)])
def test_no_act_asks_for_more_than_there_is(house, day):
    balances: Counter[tuple[Purse, str]] = Counter()
    story = service._tell(atlas(), day)
    for deed in story.deeds:
        follow(balances, deed)
        year = story.funds[deed.fund].year
        assert deed.amounts or deed.undoes
        assert deed.day <= date(year + 1, *LAST_PAYMENT)
        assert deed.day >= date(year, 1, 1) or deed.kind in {ActKind.approve, ActKind.list}


def test_the_story_is_the_same_every_time(house):
    first, second = (service._tell(atlas(), date(2026, 11, 22)) for _turn in range(2))
    assert [work.code + work.name for work in first.builder.works] == [
        work.code + work.name for work in second.builder.works
    ]
    assert [(deed.kind, deed.day, deed.total) for deed in first.deeds] == [
        (deed.kind, deed.day, deed.total) for deed in second.deeds
    ]


def test_every_project_has_a_name_of_its_own_kind_and_contents_once_a_year(house):
    for work in service._tell(atlas(), date(2026, 11, 22)).builder.works:
        assert 20 <= len(work.name) <= 200
        assert len({firm.tax_code for firm in work.firms}) == len(work.firms)
        lines = [(line.fund, line.content) for line in work.lines]
        assert len(set(lines)) == len(lines)
        for line in work.lines:
            assert line.paid <= line.accepted <= line.committed <= line.listed
            assert line.advanced <= line.paid <= line.assigned <= line.listed


def test_working_days_leave_out_weekends_holidays_and_tet():
    assert working(date(2024, 2, 8)) == date(2024, 2, 15)
    assert back(date(2024, 2, 14)) == date(2024, 2, 7)
    assert working(date(2024, 8, 31)) == date(2024, 9, 3)


def test_invented_people_bear_names_that_say_so():
    made = names.people()
    assert len(set(made)) == len(made) > 100
    assert all(name.endswith(("Thử", "Mẫu", "Nháp", "Tập", "Ví Dụ")) for name in made)
