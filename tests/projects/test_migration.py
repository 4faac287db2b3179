"""The tables of projects and contracts: up, down with rows in them, up again, and what they refuse."""

from functools import partial

import pytest
from sqlalchemy import inspect, text

from promotion.database import migrate, unit_of_work
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.disbursement.queries import contract as contract_of
from promotion.kernel.errors import Refused
from promotion.projects import records
from promotion.projects.drafts import IndicatorDraft, OtherMoneyDraft
from promotion.projects.rules import OtherKind, Stage
from tests.support.desk import BEGIN, MILLION

pytestmark = pytest.mark.data("desk")

TABLES = {
    *("project", "project_state", "project_number", "beneficiary", "other_money", "indicator_value"),
    "commitment",
}


@pytest.fixture
def filled(desk):
    """A row in every table."""
    line, contract = desk.committed(300 * MILLION, 200 * MILLION, 200 * MILLION)
    desk.spend(spending.advance, contract, 10 * MILLION)
    clerk, number = (
        desk.actor("clerk"),
        contract_of(desk.actor("clerk").scope, contract.public_id),
    )
    public_id = number.project.public_id
    money = OtherMoneyDraft(OtherKind.counterpart, "Công ty", 5, BEGIN)
    desk.run(lambda: records.add_other_money(clerk, public_id, money))
    value = IndicatorDraft("ND3B", "establishments_machinery", Stage.plan, 3, BEGIN)
    desk.run(lambda: records.record_indicators(clerk, public_id, [value]))
    db.session.rollback()
    return line


def test_they_go_down_with_rows_and_up_again(filled):
    for table in TABLES:
        with db.engine.connect() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    migrate.downgrade(db.engine, "0004")
    assert not TABLES & set(inspect(db.engine).get_table_names())
    migrate.upgrade(db.engine, "0006")
    assert set(inspect(db.engine).get_table_names()) >= TABLES


@pytest.mark.data("empty", shared=True)
def test_tables_and_models_agree(app):
    with app.app_context():
        lines = [line for line in migrate.drift(db.engine) if any(f"'{name}'" in line for name in TABLES)]
    assert lines == []


# By the name of the constraint that must say no.
REFUSED = {
    "ck_project_level": "UPDATE project SET level = 'world'",
    "ck_project_kind": "UPDATE project SET kind = 'club'",
    "ck_project_state": "UPDATE project SET state = 'lost'",
    "ck_project_home": "UPDATE project SET home = NULL",
    "ck_project_planned": "UPDATE project SET planned_end = '2000-01-01'",
    "ck_other_money_kind": "UPDATE other_money SET kind = 'gift'",
    "ck_other_money_amount": "UPDATE other_money SET amount = 0",
    "ck_commitment_kind": "UPDATE commitment SET kind = 'promise'",
    "ck_commitment_proposed_value": "UPDATE commitment SET proposed_value = -1",
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_must_never_be(filled, name):
    with pytest.raises(Exception, match=name) as refusal:
        unit_of_work.run(partial(db.session.execute, text(REFUSED[name])))
    assert not isinstance(refusal.value, Refused)
