"""Rows put back as they were: no trigger moves a counter again, and all of them are back before anybody sees a row.

Everything happens inside the caller's transaction. PostgreSQL lets a table's own triggers rest; SQLite has them
dropped and made again from their own text. Primary keys, foreign keys, uniqueness and CHECKs hold all the time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from psycopg import Connection as Driver
from psycopg import sql
from sqlalchemy import Connection, text

from promotion.operations.rules import Shape, read, sqlite_moment


@contextmanager
def triggers_at_rest(connection: Connection, shapes: list[Shape]) -> Iterator[None]:
    """Let no trigger run on these tables meanwhile; what SQLite's keep beside a table is made anew."""
    if connection.dialect.name == "postgresql":
        for verb in ("DISABLE", "ENABLE"):
            for shape in shapes:
                connection.exec_driver_sql(f'ALTER TABLE "{shape.name}" {verb} TRIGGER USER')
            if verb == "DISABLE":
                yield
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _statement in made:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _name, statement in made:
        connection.exec_driver_sql(statement)
    for name in connection.scalars(
        text("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
    ).all():
        connection.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 - our own index


def empty(connection: Connection, shapes: list[Shape]) -> None:
    """Take away what migrations have put into their new tables."""
    for shape in reversed(shapes):
        connection.exec_driver_sql(f'DELETE FROM "{shape.name}"')  # noqa: S608 - a name of our own tables


def fill(connection: Connection, shape: Shape, lines: Iterable[bytes]) -> None:
    """Put the rows of a table back.

    Raises:
        ValueError: a line is no row of this table.
    """
    if connection.dialect.name == "postgresql":
        _copy(connection, shape, read(shape, lines))
    else:
        _insert(connection, shape, read(shape, lines))


def _copy(connection: Connection, shape: Shape, rows: Iterator[list[object]]) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, Driver):
        raise TypeError(type(driver))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(shape.name), sql.SQL(", ").join(map(sql.Identifier, shape.names))
    )
    with driver.cursor() as cursor, cursor.copy(statement) as target:
        for row in rows:
            target.write_row(row)
    if shape.order == ("id",):
        last = f'SELECT max(id) FROM "{shape.name}"'  # noqa: S608 - a name of our own tables
        moved = f"SELECT setval(pg_get_serial_sequence(:name, 'id'), ({last})) WHERE ({last}) IS NOT NULL"
        connection.execute(text(moved), {"name": shape.name})


def _insert(connection: Connection, shape: Shape, rows: Iterator[list[object]]) -> None:
    moments = shape.places("instant")
    names, marks = ", ".join(f'"{name}"' for name in shape.names), ", ".join("?" * len(shape.columns))
    statement = f'INSERT INTO "{shape.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    while some := list(islice(rows, shape.at_once)):
        for row in some:
            for place in moments:
                if row[place] is not None:
                    row[place] = sqlite_moment(str(row[place]))
        connection.exec_driver_sql(statement, [tuple(row) for row in some])
