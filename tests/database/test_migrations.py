"""Migrations on both engines: one line of them, up and down with rows in every table, the same tables as the models."""

from itertools import pairwise

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from promotion.database import migrate, unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Refused
from promotion.ledger import verify
from tests.support import house
from tests.support.every_table import empty_tables, fill_every_table

# The whole chain enters claims for earlier payments, and takes exactly them away again.
TAKES_AWAY = {"0015": ("entry", "leg", "ledger_month", "envelope")}


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_line_of_migrations_without_gaps():
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.head()]
    revisions = migrate.revisions()
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert revisions[-1] == migrate.head()


@pytest.mark.data("empty")
def test_migrated_tables_and_models_agree(inside):
    assert migrate.current(db.engine) == migrate.head()
    assert migrate.drift(db.engine) == []


@pytest.mark.data("empty")
def test_a_table_too_many_or_a_column_too_few_is_noticed(inside):
    with db.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("CREATE TABLE forgotten (id BIGINT)"))
        connection.execute(text("ALTER TABLE sent_form DROP COLUMN result"))
    found = " ".join(migrate.drift(db.engine))
    assert "forgotten" in found
    assert "result" in found


def test_every_table_can_have_a_row(inside):
    fill_every_table()
    assert empty_tables() == []
    assert verify.differences() == []


def test_each_migration_goes_down_and_up_again_with_rows_in_every_table(inside):
    fill_every_table()
    db.session.rollback()
    db.session.remove()
    everything, seen = tables(), set()
    for revision in reversed(["base", *migrate.revisions()[:-1]]):
        migrate.downgrade(db.engine, revision)
        assert migrate.current(db.engine) == (None if revision == "base" else revision)
        seen |= everything - tables()
    assert tables() == set()
    assert seen == everything
    for revision in migrate.revisions():
        migrate.upgrade(db.engine, revision)
    assert tables() == everything
    assert migrate.drift(db.engine) == []
    house.command(inside, "reference", "load")
    fill_every_table()
    assert empty_tables() == []
    for guarded in (
        "entry",
        "leg",
        "act",
        "envelope",
        "audit_line",
        "reorganisation",
        "published_figure",
    ):  # the triggers came back too
        with pytest.raises(Refused, match="never (changed|altered)"):
            unit_of_work.run(lambda t=guarded: db.session.execute(text(f"DELETE FROM {t}")))


def test_each_step_down_and_up_keeps_what_the_other_tables_hold(inside):
    """The rows of all earlier migrations are untouched by any step above them: down, up, and down again."""
    fill_every_table()
    db.session.rollback()
    db.session.remove()
    revisions = migrate.revisions()
    for revision, above in reversed(list(pairwise(revisions))):
        before = dump()
        migrate.downgrade(db.engine, revision)
        after = dump()
        for table in TAKES_AWAY.get(above, ()):  # what it entered itself
            before.pop(table)
        kept = {name: rows for name, rows in after.items() if name in before}
        assert told(kept, kept) == told(before, kept), revision
        migrate.upgrade(db.engine, above)
        again = dump()
        assert set(again) - set(TAKES_AWAY.get(above, ())) == set(before)
        assert told(again, kept) == told(kept, kept), above
        migrate.downgrade(db.engine, revision)
        assert told(dump(), after) == told(after, after), revision


def dump() -> dict[str, list[dict[str, object]]]:
    """Return every row of every table."""
    with db.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()]
            for name in tables()
        }


def told(
    rows: dict[str, list[dict[str, object]]], kept: dict[str, list[dict[str, object]]]
) -> dict[str, list[str]]:
    """Return rows as text, in order: of the tables and columns that are still kept (a step may add columns)."""
    columns = {name: sorted(found[0]) if found else [] for name, found in kept.items()}
    return {name: sorted(str([row[one] for one in columns[name]]) for row in rows[name]) for name in columns}
