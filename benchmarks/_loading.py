"""A large ledger in minutes: 100,000 projects and a million entries, written in bulk with the triggers out of the way.

Only entries and the empty tree are made here; legs, months and counters are worked out from the entries by the database
itself, so that the recount must find no difference. Amounts keep every ceiling.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text

from benchmarks import _projects
from migrations.ledger_guards import COUNTERS
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.ledger.books import MOVES, Kind
from promotion.ledger.deeds import DEEDS, ActKind
from promotion.territory.models import ProvinceRow
from promotion.units.models import Unit

YEARS = range(2020, 2025)
CONTENTS = ("ND1", "ND2", "ND3A", "ND3B", "ND4A", "ND5", "ND6", "ND7")
MILLION = 10**6
Row = tuple[object, ...]


@dataclass
class Ledger:
    """Rows of the tables, as they are made."""

    size: int
    funds: list[Row] = field(default_factory=list)
    envelopes: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    acts: dict[tuple[int, str, int], int] = field(default_factory=dict)
    act_rows: list[Row] = field(default_factory=list)

    def envelope(self, *values: object) -> int:
        """Add an envelope and return its id."""
        number = len(self.envelopes) + 1
        self.envelopes.append((number, f"e{number}", *values, 0, *([0] * len(COUNTERS))))
        return number

    def lines(self) -> Iterator[Row]:
        """Yield project, level, year, home and unit of each line."""
        for (
            _id,
            _public,
            kind,
            _fund,
            _parent,
            level,
            year,
            home,
            unit,
            _content,
            project,
            *_sums,
        ) in self.envelopes:
            if kind == "line":
                yield project, level, year, home, unit

    def act(self, kind: ActKind, fund: int, year: int, month: int) -> tuple[int, date]:
        """Return the act of a kind in a fund and month, made when it is new, and its day."""
        day = date(year, 1 + month % 12, 15)
        key = fund, str(kind), month
        if key not in self.acts:
            number = self.acts[key] = len(self.acts) + 1
            self.act_rows.append((
                number, f"a{number}", number, str(kind), fund, 1, day, str(number), day, "x", False, 1, 2, "2025-01-01",
            ))  # fmt: skip
        return self.acts[key], day

    def book(
        self, kind: ActKind, path: dict[Kind, int], amount: int, fund: int, year: int, month: int
    ) -> None:
        """Add the entries of one amount."""
        act, day = self.act(kind, fund, year, month)
        for move in MOVES[DEEDS[kind].ways[0][0]]:
            source = (path[move.source[0]], move.source[1]) if move.source else (None, None)
            target = (path[move.target[0]], move.target[1]) if move.target else (None, None)
            self.entries.append((len(self.entries) + 1, act, str(move.book), amount, *source, *target, day))


def make(size: int, homes: Sequence[str], units: dict[str, int]) -> Ledger:
    """Return the rows of a ledger of so many projects, one line and one contract each."""
    chance = random.Random(size)
    ledger = Ledger(size)
    shares: dict[tuple[int, int, bool], tuple[int, int, int]] = {}
    given: dict[tuple[int, int, int], list[int]] = {}
    for year in YEARS:
        national = _fund(ledger, "national", year, None, units["agency"])
        for place, home in enumerate(homes):
            own = _fund(ledger, "local", year, home, units[f"department-{home}"])
            for fund, top, level in ((*national, "national"), (*own, "local")):
                unit = units[f"centre-{home}"]
                share = ledger.envelope("share", fund, top, level, year, home, unit, None, None)
                shares[year, place, level == "national"] = fund, top, share
                given[fund, top, share] = [0, 0]
    for project in range(1, size + 1):
        year, place, national_money = YEARS[project % 5], project // 5 % len(homes), project % 10 < 3
        way = shares[year, place, national_money]
        listed, assigned = _line(
            ledger, chance, project, way, year, homes[place], units[f"centre-{homes[place]}"]
        )
        given[way][0] += listed
        given[way][1] += assigned
    # Sums are known when all lines are made, but money comes down before it goes out.
    on_lines, ledger.entries = ledger.entries, []
    for (fund, top, share), (listed, assigned) in given.items():
        year = int(str(ledger.funds[fund - 1][4]))
        path = {Kind.fund: top, Kind.share: share}
        for kind, amount in (
            ("approve", listed + MILLION),
            ("release", assigned + MILLION),
            ("share", assigned + 1),
        ):
            ledger.book(ActKind(kind), path, amount, fund, year, 0)
    every = [*ledger.entries, *on_lines]
    ledger.entries = [(number, *row[1:]) for number, row in enumerate(every, 1)]
    return ledger


def _fund(ledger: Ledger, level: str, year: int, home: str | None, owner: int) -> tuple[int, int]:
    number = len(ledger.funds) + 1
    ledger.funds.append((number, f"f{number}", f"F{number}", level, year, owner, home, False, "2020-01-01"))
    return number, ledger.envelope("fund", number, None, level, year, home, owner, None, None)


def _line(
    ledger: Ledger,
    chance: random.Random,
    project: int,
    way: tuple[int, int, int],
    year: int,
    home: str,
    unit: int,
) -> tuple[int, int]:
    """Add a project's line with its acts, ten entries on average; return what was listed and what was assigned."""
    fund, top, share = way
    level = ledger.funds[fund - 1][3]
    content = chance.choice(CONTENTS)
    line = ledger.envelope("line", fund, share, level, year, home, unit, content, project)
    contract = ledger.envelope("commitment", fund, line, level, year, home, unit, content, project)
    path = {Kind.fund: top, Kind.share: share, Kind.line: line, Kind.commitment: contract}
    listed = chance.randint(50, 500) * MILLION
    assigned = listed * chance.randint(4, 10) // 10
    month = chance.randint(1, 6)
    steps = [("list", listed, month), ("assign", assigned, month + 1), ("commit", listed, month + 2)]
    luck = chance.random()
    if luck < 0.5:
        steps.append(("advance", assigned // 3, month + 2))
    if luck < 0.8:
        steps.append(("accept", listed // 2, month + 4))
    if luck < 0.6:
        steps.append(("pay", assigned // 2, month + 5))
    for kind, amount, at in steps:
        ledger.book(ActKind(kind), path, amount, fund, year, at)
    return listed, assigned


TABLES = {
    "fund": "id, public_id, code, level, budget_year, owner_unit_id, home, two_person, created_at",
    "envelope": "id, public_id, kind, fund_id, parent_id, level, budget_year, home, unit_id, content_code, project_id, "
    f"legs, {', '.join(COUNTERS)}",
    "project": _projects.COLUMNS,
    "act": "id, public_id, number, kind, fund_id, unit_id, business_date, document_number, document_date, "
    "document_issuer, two_person, proposed_by, booked_by, booked_at",
    "entry": "id, act_id, book, amount, source_id, source_counter, target_id, target_counter, business_date",
}
SIDES = """
    SELECT id AS entry_id, source_id AS envelope_id, 0 AS side, source_counter AS counter, -amount AS change,
        business_date FROM entry WHERE source_id IS NOT NULL
    UNION ALL SELECT id, target_id, 1, target_counter, amount, business_date FROM entry WHERE target_id IS NOT NULL
"""
LEGS = f"""
    INSERT INTO leg (entry_id, envelope_id, sequence, counter, change, balance, business_date)
    SELECT entry_id, envelope_id, row_number() OVER (PARTITION BY envelope_id ORDER BY entry_id, side), counter, change,
        sum(change) OVER (PARTITION BY envelope_id, counter ORDER BY entry_id, side), business_date
    FROM ({SIDES}) AS sides
"""
MONTHS = """
    INSERT INTO ledger_month (envelope_id, counter, month, change)
    SELECT envelope_id, counter, {month}, sum(change) FROM leg GROUP BY envelope_id, counter, {month}
"""
BALANCES = f"""
    UPDATE envelope SET legs = sums.legs, {", ".join(f"{c} = sums.{c}" for c in COUNTERS)}
    FROM (SELECT envelope_id, count(*) AS legs,
        {", ".join(f"sum(CASE counter WHEN '{c}' THEN change ELSE 0 END) AS {c}" for c in COUNTERS)}
        FROM leg GROUP BY envelope_id) AS sums
    WHERE sums.envelope_id = envelope.id
"""


def load(size: int, *, twice: bool = False) -> Ledger:
    """Fill the database at hand, which holds reference data and nothing else; return what was written.

    `twice` enters every entry a second time: the same projects with a ledger of twice the length.
    """
    places = select(ProvinceRow.key, ProvinceRow.name_vi).where(ProvinceRow.edition == "2024")
    homes = dict(db.session.execute(places).all())
    units = dict(db.session.execute(select(Unit.code, Unit.id)).all())
    db.session.rollback()
    ledger = make(size, list(homes), units)
    sqlite = db.engine.dialect.name == "sqlite"
    month = "CAST(strftime('%Y', business_date) AS INTEGER) * 12 + strftime('%m', business_date) - 1"
    if not sqlite:
        month = "(extract(year FROM business_date) * 12 + extract(month FROM business_date) - 1)::bigint"
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        if sqlite:
            named = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in [row.name for row in named]:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        projects = _projects.rows(ledger.lines(), homes)
        rows = (ledger.funds, ledger.envelopes, projects, ledger.act_rows, ledger.entries)
        for (table, columns), values in zip(TABLES.items(), rows, strict=True):
            _write(connection.connection.driver_connection, table, columns, values, sqlite=sqlite)
        if twice:
            columns = TABLES["entry"].removeprefix("id, ")
            again = (
                f"INSERT INTO entry (id, {columns}) SELECT id + {len(ledger.entries)}, {columns} FROM entry"
            )
            connection.exec_driver_sql(again)
        if sqlite:
            connection.exec_driver_sql("INSERT INTO project_search (project_search) VALUES ('rebuild')")
        for statement in (LEGS, MONTHS.format(month=month), BALANCES):
            connection.exec_driver_sql(statement.replace("%", "%%") if not sqlite else statement)
    if not sqlite:
        with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return ledger


def _write(driver: object, table: str, columns: str, values: Iterable[Row], *, sqlite: bool) -> None:
    """Hand rows to the driver in its fastest way."""
    if sqlite:
        marks = ", ".join("?" * len(columns.split(",")))
        plain = (tuple(str(v) if isinstance(v, date) else v for v in row) for row in values)
        driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", plain)  # type: ignore[attr-defined]
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in values:
            copy.write_row(row)
