"""Whole tables, read in a stated order within one snapshot, some rows at a time.

Here alone no scope is asked for: a backup is the operator's, and it is whole or worth nothing.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    inspect,
    select,
)
from sqlalchemy.types import JSON, TypeEngine

from promotion.database.base import Instant
from promotion.operations.rules import Shape, written

LEFT_OUT = {
    "access_code": "a code that was used or withdrawn since the backup must not open an account again",
    "alembic_version": "the manifest names the migration",
    "ledger_moving": "holds nothing between two statements, and stands on one engine only",
    **dict.fromkeys(
        ("project_search", "project_search_config", "project_search_data", "project_search_idx"),
        "SQLite's index of the words of projects: it is made from them",
    ),
    "sign_in": "after a restore everybody signs in anew: an ended session must not come back to life",
    "try_limit": "how far somebody's tries were ahead is over long before a backup is needed",
}
"""What a backup leaves behind, and why. `sent_form` stays in it: a form that was done before the backup and is sent
again after the restore must find its first result, not be done twice.
"""
# What a reflected column is; the first that fits.
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (JSON, "json"),
    (Boolean, "boolean"),
    (DateTime, "instant"),
    (Date, "date"),
    (Integer, "integer"),
    (String, "text"),
    (LargeBinary, "bytes"),
)
_READ_AS: dict[str, type[TypeEngine[Any]]] = {
    "integer": BigInteger,
    "text": Text,
    "boolean": Boolean,
    "date": Date,
    "instant": Instant,
    "json": JSON,
    "bytes": LargeBinary,
}


def shapes(connection: Connection) -> list[Shape]:
    """Return the tables of a backup as the database has them, those that others point at first."""
    found = inspect(connection)
    names = [name for name, _keys in found.get_sorted_table_and_fkc_names() if name and name not in LEFT_OUT]
    result = []
    for name in names:
        columns = tuple((str(c["name"]), _kind(name, c["name"], c["type"])) for c in found.get_columns(name))
        key = found.get_pk_constraint(name)["constrained_columns"]
        result.append(Shape(name, columns, tuple(key) or tuple(column for column, _kind in columns)))
    return result


def _kind(table: str, column: str, kind: object) -> str:
    for known, word in _KINDS:
        if isinstance(kind, known):
            return word
    raise TypeError(f"{table}.{column}: a backup cannot hold {kind!r}")


def lines(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """Yield a table's canonical lines, in the order of its key, without ever holding the table."""
    table = Table(shape.name, MetaData(), *(Column(name, _READ_AS[kind]) for name, kind in shape.columns))
    columns = [
        cast(table.c[name], Text).label(name) if kind == "json" else table.c[name]
        for name, kind in shape.columns
    ]
    kinds, postgresql = dict(shape.columns), connection.dialect.name == "postgresql"
    # By code points, as SQLite orders texts: the place of the server changes nothing.
    order = [
        table.c[name].collate("C") if postgresql and kinds[name] == "text" else table.c[name]
        for name in shape.order
    ]
    with connection.execute(
        select(*columns).order_by(*order), execution_options={"yield_per": shape.at_once}
    ) as rows:
        yield from written(shape, rows)
