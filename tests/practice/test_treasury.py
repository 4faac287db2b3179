"""The practice statements: one with something in every group, and an earlier one that is signed off."""

import pytest
from sqlalchemy import select

from promotion.database.handle import db
from promotion.practice.treasury import CENTRE
from promotion.treasury.comparing import compare, since_signing
from promotion.treasury.models import Statement
from promotion.treasury.rules import Group, Way
from promotion.units import queries as units

pytestmark = pytest.mark.data("practice", shared=True)


@pytest.fixture
def found(app):
    with app.app_context():
        query = select(Statement).order_by(Statement.first_day)
        yield [compare(one) for one in db.session.scalars(query)]
        db.session.rollback()


def test_the_open_one_has_something_of_every_group_and_its_sums_add_up(found):
    (newest,) = [one for one in found if not one.statement.signed]
    assert newest.statement.unit_id == units.unit(CENTRE).id
    assert all(newest.sums[group].cases for group in Group)
    assert {Way.exact, Way.voucher, Way.differs} <= {case.way for case in newest.cases}
    assert sum(one.difference for one in newest.sums.values()) == newest.total.difference
    assert newest.wanting


def test_the_earlier_one_is_signed_and_as_it_was(found):
    (signed,) = [one for one in found if one.statement.signed]
    assert signed.wanting == 0
    assert signed.statement.signed_by != signed.statement.uploaded_by
    assert since_signing(signed) == ([], [])
