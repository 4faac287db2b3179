"""Migrations: to the newest, to a named one, and whether tables and models still agree."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from promotion.database.base import Base
from promotion.database.engines import WRITING

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def head() -> str:
    """Return the newest migration's number; there is exactly one."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def revisions() -> list[str]:
    """Return the numbers of all migrations, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to a migration (the newest unless told)."""
    _run(engine, "upgrade", to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the database back to an earlier migration, `base` for nothing at all."""
    _run(engine, "downgrade", to)


def upgrade_within(connection: Connection, to: str) -> None:
    """Bring the database to a migration inside a transaction that is under way."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _run(engine: Engine, verb: str, to: str) -> None:
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        getattr(command, verb)(config, to)


def current(engine: Engine) -> str | None:
    """Return the number of the migration that the database stands at."""
    with engine.connect() as connection:
        return of(connection)


def of(connection: Connection) -> str | None:
    """Return the same, as a transaction under way sees it."""
    return MigrationContext.configure(connection).get_current_revision()


def drift(engine: Engine) -> list[str]:
    """Return the differences between the migrated tables and the models, in words; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": False, "include_object": _is_ours}
        )
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


def _is_ours(_item: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:  # noqa: FBT001 - asked so by Alembic
    """Leave out what models do not know: SQLite's mark that an entry is at work, each engine's index of words."""
    foreign = (name or "").startswith(("ledger_moving", "project_search", "ix_project_search"))
    return not (kind in {"table", "index"} and reflected and foreign)
