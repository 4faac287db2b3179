"""The trail can be searched: each line carries the place, the money and the name of its object.

Lines that stand already are filled from the objects as they are now. The guard is off while that is done, inside one
transaction.
"""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.append_only import guard, unguard
from promotion.database.base import BigInt, Json
from promotion.kernel.text import search_key

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "audit_line"
COLUMNS = (
    ("unit_id", BigInt), ("home", sa.Text), ("level", sa.Text), ("amount", BigInt), ("stands_in_for", sa.Text),
)  # fmt: skip
WORDS = ("object_name", "object_key")
INDEXED = ("unit_id", "home", "act", "at", "amount")
PLAN = ("approve", "list", "release", "share")
AT_ONCE = 2000
LINES = sa.table(
    TABLE, *(sa.column(name) for name in ("id", "act", "object_kind", "object_id", *WORDS)),
    *(sa.column(name) for name, _type in COLUMNS), sa.column("before", Json), sa.column("after", Json),
)  # fmt: skip
Row = dict[str, Any]
Place = dict[str, Any]


def upgrade() -> None:
    """Add the columns, fill them, put the guard back."""
    for name, type_ in COLUMNS:
        op.add_column(TABLE, sa.Column(name, type_))
    for name in WORDS:
        op.add_column(TABLE, sa.Column(name, sa.Text, nullable=False, server_default=""))
    unguard(TABLE)
    _fill()
    for name in INDEXED:
        op.create_index(f"ix_{TABLE}_{name}", TABLE, [name])
    guard(TABLE)


def downgrade() -> None:
    """Take the columns away; the lines stay."""
    for name in INDEXED:
        op.drop_index(f"ix_{TABLE}_{name}", TABLE)
    for name in (*WORDS, *(name for name, _type in COLUMNS)):
        op.drop_column(TABLE, name)


def _fill() -> None:
    """Fill every line, some thousand at a time, oldest first: what takes an act back comes after it."""
    connection = op.get_bind()
    columns = (LINES.c.id, LINES.c.act, LINES.c.object_kind, LINES.c.object_id, LINES.c.before, LINES.c.after)
    places: dict[str, Callable[[Row], Place]] = {kind: find(connection) for kind, find in FINDERS.items()}
    names = (*WORDS, "unit_id", "home", "level", "amount")
    change = sa.update(LINES).where(LINES.c.id == sa.bindparam("line"))
    change = change.values({name: sa.bindparam(f"new_{name}") for name in names})
    last = 0
    while True:
        query = sa.select(*columns).where(LINES.c.id > last).order_by(LINES.c.id).limit(AT_ONCE)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            return
        last = rows[-1]["id"]
        filled = []
        for row in rows:
            find = places.get(row["object_kind"])
            place = find(row) if find else {}
            place["object_key"] = search_key(place.get("object_name") or "")
            place["object_name"] = place.get("object_name") or ""
            filled.append({"line": row["id"], **{f"new_{name}": place.get(name) for name in names}})
        connection.execute(change, filled)


def _all(connection: sa.Connection, query: str) -> dict[int, Row]:
    """Return rows by their id."""
    return {row["id"]: dict(row) for row in connection.execute(sa.text(query)).mappings()}


def _plain(query: str) -> Callable[[sa.Connection], Callable[[Row], Place]]:
    """Return how objects are found whose row says everything: id first, then columns of the trail."""

    def find(connection: sa.Connection) -> Callable[[Row], Place]:
        rows = _all(connection, query)
        return lambda line: {
            name: value for name, value in rows.get(line["object_id"], {}).items() if name != "id"
        }

    return find


def _projects(connection: sa.Connection) -> Callable[[Row], Place]:
    rows = _all(
        connection, "SELECT id, code || ' · ' || name AS object_name, unit_id, home, level FROM project"
    )

    def place(line: Row) -> Place:
        sided = {**(line["before"] or {}), **(line["after"] or {})}
        money = sided.get("amount") if line["act"].endswith("_other_money") else None
        return {**rows.get(line["object_id"], {}), "amount": money}

    return place


def _proposals(connection: sa.Connection) -> Callable[[Row], Place]:
    rows = _all(
        connection,
        "SELECT p.id, p.unit_id, p.home, p.level, p.amount, p.draft, f.code FROM proposal p "
        "JOIN fund f ON f.id = p.fund_id",
    )
    drafts = sa.table("proposal", sa.column("id"), sa.column("draft", Json))
    kept = dict(connection.execute(sa.select(drafts.c.id, drafts.c.draft)).all())

    def place(line: Row) -> Place:
        row = rows.get(line["object_id"])
        if row is None:
            return {}
        number = kept[row["id"]]["document"][0]
        return {
            **{name: row[name] for name in ("unit_id", "home", "level", "amount")},
            "object_name": f"{number} · {row['code']}",
        }

    return place


def _acts(connection: sa.Connection) -> Callable[[Row], Place]:
    rows = _all(
        connection,
        "SELECT a.id, coalesce(r.kind, a.kind) AS kind, a.unit_id, a.document_number, a.reverses_id, f.code, f.level, "
        "f.home, f.owner_unit_id FROM act a JOIN fund f ON f.id = a.fund_id LEFT JOIN act r ON r.id = a.reverses_id",
    )
    homes = {row["id"]: row["home"] for row in _all(connection, "SELECT id, home FROM envelope").values()}
    amounts: dict[int, int] = {}

    def place(line: Row) -> Place:
        row = rows.get(line["object_id"])
        if row is None:
            return {}
        draft = line["after"] or {}
        total = sum(amount for _envelope, amount in draft.get("amounts", ()))
        amounts[row["id"]] = amounts.get(row["reverses_id"], total) if row["reverses_id"] else total
        touched = {homes.get(envelope) for envelope in _envelopes(draft)}
        return {
            # A plan act concerns several units: it belongs to the fund's owner, whose people did it.
            "unit_id": row["owner_unit_id"] if row["kind"] in PLAN else row["unit_id"],
            "home": touched.pop() if len(touched) == 1 else row["home"],
            "level": row["level"],
            "amount": amounts[row["id"]],
            "object_name": f"{row['document_number']} · {row['code']}",
        }

    return place


def _envelopes(draft: Row) -> Iterator[int]:
    for one in (draft, *draft.get("along", ())):
        for envelope, _amount in one.get("amounts", ()):
            yield envelope


def _accounts(connection: sa.Connection) -> Callable[[Row], Place]:
    """A line about a grant belongs to the grant's unit, one about the account to the only unit it ever had."""
    rows = _all(connection, "SELECT id, name || ' (' || email || ')' AS object_name FROM user_account")
    units: dict[int, set[int | None]] = {}
    for user_id, unit_id in connection.execute(sa.text("SELECT user_id, unit_id FROM role_grant")):
        units.setdefault(user_id, set()).add(unit_id)

    def place(line: Row) -> Place:
        sided = {**(line["before"] or {}), **(line["after"] or {})}
        own = units.get(line["object_id"], set())
        only = next(iter(own)) if len(own) == 1 else None
        unit_id = sided.get("unit_id") if line["act"].endswith("_grant") else only
        return {**rows.get(line["object_id"], {}), "unit_id": unit_id}

    return place


FINDERS: dict[str, Callable[[sa.Connection], Callable[[Row], Place]]] = {
    "project": _projects,
    "proposal": _proposals,
    "act": _acts,
    "user": _accounts,
    "fund": _plain("SELECT id, code AS object_name, owner_unit_id AS unit_id, home, level FROM fund"),
    "commitment": _plain(
        "SELECT c.id, c.number || ' · ' || c.party AS object_name, e.unit_id, e.home, e.level, "
        "c.proposed_value AS amount FROM commitment c JOIN envelope e ON e.id = c.envelope_id"
    ),
    "ledger_complete": _plain(
        "SELECT c.id, p.name_vi AS object_name, c.home, c.level FROM ledger_complete c "
        "JOIN province p ON p.key = c.home"
    ),
    "unit": _plain(
        "SELECT u.id, n.name_vi || ' (' || u.code || ')' AS object_name, u.id AS unit_id, u.province_key AS home "
        "FROM unit u JOIN unit_name n ON n.unit_id = u.id ORDER BY n.id"
    ),
    "reorganisation": _plain("SELECT id, document_number AS object_name FROM reorganisation"),
    "publication_import": _plain("SELECT id, file_name AS object_name FROM publication_import"),
    "import_file": _plain("SELECT id, file_name AS object_name FROM import_file"),
}
