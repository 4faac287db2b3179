"""Each trigger and each CHECK of the ledger and the trail holds what it is there for, and nothing else does (T-7)."""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from promotion.database.engines import WRITING, engine_options, prepare
from promotion.database.handle import db
from promotion.ledger import verify
from tests.ledger.attacks_on_entries import CEILINGS, ENTRIES
from tests.ledger.attacks_on_tables import ACTS, BOOKS, ONCE, PAPERS, PERIODS, PLACES
from tests.ledger.siege import FOREIGN_KEYS, Attack, Field, Place, Tools
from tests.support import engines, house, left_out
from tests.support.treasury import Chain, Treasury, chain, filled

ATTACKS = (*CEILINGS, *ENTRIES, *BOOKS, *PLACES, *ACTS, *PERIODS, *PAPERS)
TABLES = (
    "audit_line", "fund", "envelope", "act", "entry", "leg", "ledger_month", "voucher_claim", "proposal",
    "ledger_clock", "ledger_moving", "period",
)  # fmt: skip


# ---------------------------------------------------------------- the field


def place(built: Chain) -> Place:
    return Place(built.fund.id, built.top, built.share, built.line, built.commitment)


def lay_out(treasury: Treasury) -> Field:
    """Bring 100 đồng down, advance, pay and accept some, take something back; a second branch, other funds."""
    used = chain(treasury)
    filled(treasury, used)
    treasury.act("advance", used.fund, (used.commitment, 10))
    treasury.act("accept", used.fund, (used.commitment, 30))
    paid = treasury.act("pay", used.fund, (used.commitment, 20))
    approved = treasury.act("approve", used.fund, (used.top, 20))
    treasury.act("approve", used.fund, (used.top, 20))
    reversal = treasury.reverse(treasury.act("approve", used.fund, (used.top, 7)))
    treasury.act("release", used.fund, (used.top, 20))
    treasury.act("share", used.fund, (used.share, 10))
    share = treasury.share(used.fund, "centre-2024-92")
    line = treasury.line(share, 2)
    second = Place(used.fund.id, used.top, share, line, treasury.commitment(line))
    other = chain(treasury, level="local", owner="department-2024-91", home="2024-91", two_person=True)
    shut = chain(treasury, level="local", owner="department-2024-92", home="2024-92")
    treasury.act("close", shut.fund, about=shut.top)
    later = chain(treasury, year=2025, project=9)
    branches = place(used), second, place(other), place(shut), place(later)
    return Field(*branches, paid.id, reversal.id, approved.id)


class Stronghold:
    """One database with the field laid out; every try happens on a copy, or is rolled back."""

    def __init__(self, name: str, address: str, field: Field, folder: Path) -> None:
        self.name = name
        self.address = address
        self.field = field
        self.folder = folder

    @contextmanager
    def tools(self, *down: str) -> Iterator[Tools]:
        """Lend a writing connection with these guards taken down; nothing of it stays."""
        address = self.address
        if self.name == "sqlite":
            copy = shutil.copyfile(address.removeprefix("sqlite:///"), self.folder / "try.sqlite3")
            rebuild(copy, [guard for guard in down if guard.startswith("ck_")])
            address = f"sqlite:///{copy}"
        engine = create_engine(address, poolclass=NullPool, **engine_options(address))
        prepare(engine)
        with engine.execution_options(**{WRITING: True}).connect() as connection:
            if self.name == "sqlite":
                switch_off(connection, down)
            with connection.begin() as transaction:
                for guard in down:
                    take_down(connection, guard)
                yield Tools(connection, self.field)
                transaction.rollback()


@pytest.fixture(scope="module", params=engines.ENGINES)
def stronghold(request, databases, tmp_path_factory):
    name = request.param
    if name not in engines.asked_for():
        left_out.leave_out(left_out.not_asked(name))
    folder = tmp_path_factory.mktemp("stronghold")
    with databases.fresh(name, "reference") as address:
        app = house.open_house(house.settings_for(address, folder))
        with app.app_context():
            field = lay_out(Treasury())
            assert verify.differences() == []
            db.session.rollback()
        house.close_house(app)
        yield Stronghold(name, address, field, folder)


# ---------------------------------------------------------------- taking a guard down


def rebuild(file: Path, checks: list[str]) -> None:
    """Take CHECKs out of the table definitions of an SQLite file."""
    with sqlite3.connect(file) as connection:
        for name in checks:
            row = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE ?",
                (f"%CONSTRAINT {name} CHECK%",),
            ).fetchone()
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(
                "UPDATE sqlite_master SET sql = ? WHERE name = ?", (without(row[1], name), row[0])
            )
            version = connection.execute("PRAGMA schema_version").fetchone()[0]
            connection.execute(f"PRAGMA schema_version = {version + 1}")
    connection.close()


def without(sql: str, name: str) -> str:
    """Return a table definition without one CHECK."""
    start = sql.index(f"CONSTRAINT {name} CHECK (")
    depth, end = 1, sql.index("(", start) + 1
    while depth:
        depth += {"(": 1, ")": -1}.get(sql[end], 0)
        end += 1
    return re.sub(r",\s*$", "", sql[:start]) + sql[end:]


def switch_off(connection: Connection, down: tuple[str, ...]) -> None:
    """Switch off what SQLite decides per connection; only possible outside a transaction."""
    raw = connection.connection.driver_connection
    assert raw is not None
    if FOREIGN_KEYS in down:
        raw.execute("PRAGMA foreign_keys = OFF")
    if "PRAGMA recursive_triggers" in down:
        raw.execute("PRAGMA recursive_triggers = OFF")


def take_down(connection: Connection, guard: str) -> None:
    """Take one trigger or constraint down, inside the transaction."""
    sqlite = connection.dialect.name == "sqlite"
    if guard == FOREIGN_KEYS:
        if not sqlite:
            for table, name in connection.execute(FOREIGN).all():
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    elif guard.startswith(("ck_", "uq_")):
        if not sqlite:
            table = connection.execute(OWNER, {"name": guard}).scalar()
            connection.execute(
                text(f"ALTER TABLE {table} DROP CONSTRAINT {guard}" if table else f"DROP INDEX {guard}")
            )
    elif not guard.startswith("PRAGMA"):
        table = connection.execute(TRIGGER_SQLITE if sqlite else TRIGGER_POSTGRESQL, {"name": guard}).scalar()
        if table:
            connection.execute(text(f"DROP TRIGGER {guard}" + ("" if sqlite else f" ON {table}")))


FOREIGN = text("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'")
OWNER = text("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = :name")
TRIGGER_SQLITE = text("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = :name")
TRIGGER_POSTGRESQL = text("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = :name")


# ---------------------------------------------------------------- the tries


def named(attacks: tuple[Attack, ...]) -> list[str]:
    """Return a name for each attack: its guard, numbered where a guard has several."""
    seen: Counter[str] = Counter()
    names = []
    for attack in attacks:
        seen[attack.guard] += 1
        names.append(f"{attack.guard}-{seen[attack.guard]}")
    return names


@pytest.mark.parametrize("attack", ATTACKS, ids=named(ATTACKS))
def test_an_attack_is_stopped_by_its_guard_and_by_nothing_else(stronghold, attack):
    if stronghold.name not in attack.engines:
        return
    with stronghold.tools(*attack.walls) as tools, pytest.raises(DBAPIError) as refusal:
        attack.run(tools)
    assert (attack.says or attack.guard) in str(refusal.value.orig)
    with stronghold.tools(*attack.walls, attack.guard) as tools:
        attack.run(tools)


@pytest.mark.parametrize("attack", ONCE, ids=named(ONCE))
def test_what_must_be_there_once_is_there_once(stronghold, attack):
    with stronghold.tools(*attack.walls) as tools, pytest.raises(DBAPIError) as refusal:
        attack.run(tools)
    assert attack.says in str(refusal.value.orig)
    if stronghold.name == "postgresql":
        with stronghold.tools(*attack.walls, attack.guard) as tools:
            attack.run(tools)


def test_every_trigger_and_check_has_its_attack(stronghold):
    with stronghold.tools() as tools:
        if stronghold.name == "sqlite":
            query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        else:
            query = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        triggers = {name for name, table in tools.connection.execute(text(query)) if table in TABLES}
        inspector = inspect(tools.connection)
        checks = {check["name"] for table in TABLES if inspector.has_table(table)
                  for check in inspector.get_check_constraints(table)}  # fmt: skip
    attacked = {attack.guard for attack in ATTACKS if stronghold.name in attack.engines}
    assert len(triggers) > 25
    assert len(checks) > 25
    assert triggers | checks == attacked - {"PRAGMA recursive_triggers"}
