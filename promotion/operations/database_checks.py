"""What the doctor asks the database: release, migrations, rights, clock, and whether it is the right one."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import current_app
from sqlalchemy import Connection, Engine, func, select, text

from promotion.accounts.models import User
from promotion.database import migrate
from promotion.database.engines import journal_mode
from promotion.kernel.calendar import now
from promotion.kernel.text import mark as N_
from promotion.operations.findings import Finding, fatal, fault, warning, well
from promotion.practice.people import DOMAIN

Check = Callable[[Engine], Iterator[Finding]]
OLDEST = {"postgresql": (14,), "sqlite": (3, 39)}  # SQLite's triggers here say IS NOT DISTINCT FROM
CLOCKS_APART = timedelta(seconds=60)
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def _release(engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        version = tuple(int(part) for part in connection.dialect.server_version_info or ())
        journal = "" if engine.dialect.name == "postgresql" else _journal(connection)
    words = {"engine": _NAMES[engine.dialect.name], "version": ".".join(map(str, version))}
    oldest = OLDEST[engine.dialect.name]
    if version < oldest:
        yield fatal(
            "engine",
            N_("%(engine)s %(version)s is too old for this program."),
            N_("Use %(oldest)s or newer."),
            **words,
            oldest=".".join(map(str, oldest)),
        )
    elif journal and journal_mode(version) != "WAL" and journal == "wal":
        yield fatal(
            "engine",
            N_("SQLite %(version)s can lose what was saved in the journal this file uses (WAL)."),
            N_("Install the package pysqlite3 of requirements.txt, or SQLite 3.51.3 or newer."),
            **words,
        )
    elif journal and journal_mode(version) != "WAL":
        yield warning(
            "engine",
            N_(
                "SQLite %(version)s has a known fault; a slower way of saving is used that it does not touch."
            ),
            N_("Install the package pysqlite3 of requirements.txt, or SQLite 3.51.3 or newer."),
            **words,
        )
    else:
        yield well("engine", N_("%(engine)s %(version)s will do."), **words)


_NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def _journal(connection: Connection) -> str:
    return str(connection.execute(text("PRAGMA journal_mode")).scalar_one())


def _migrations(engine: Engine) -> Iterator[Finding]:
    here, newest = migrate.current(engine), migrate.head()
    words = {"here": here or "-", "newest": newest}
    if here == newest:
        yield well("migrations", N_("The tables stand at the newest migration, %(newest)s."), **words)
    elif here is not None and here not in migrate.revisions():
        yield fatal(
            "migrations",
            N_("The tables stand at migration %(here)s, which this program does not know: it is too old."),
            N_("Install the newer program that brought the tables there."),
            **words,
        )
    else:
        yield fatal(
            "migrations",
            N_("The tables stand at migration %(here)s, the program needs %(newest)s."),
            N_("Make a backup, then run: flask db upgrade"),
            **words,
        )


def _rights(engine: Engine) -> Iterator[Finding]:
    """On PostgreSQL: all rights on rows, none on tables."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        user, ruler = connection.execute(_USER).one()
        lacking = [
            f"{row.right} {row.table}" for row in connection.execute(_LACKING, {"rights": list(RIGHTS)})
        ]
        owns = bool(connection.scalar(_OWNS))
    if lacking:
        yield fatal(
            "rights",
            N_("The database user %(user)s lacks rights: %(rights)s."),
            N_("Grant them as docs/operators-manual.md shows."),
            user=user,
            rights=", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else ""),  # noqa: PLR2004 - a line's worth
        )
    elif ruler or owns:
        yield warning(
            "rights",
            N_(
                "The database user %(user)s may change the tables themselves, and with them what guards the ledger."
            ),
            N_("Let one user own the tables and another serve, as docs/operators-manual.md shows."),
            user=user,
        )
    else:
        yield well("rights", N_("The database user %(user)s may change rows and no tables."), user=user)


_USER = text("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
_LACKING = text(
    "SELECT r AS right, tablename AS table FROM pg_tables, unnest(CAST(:rights AS text[])) AS r"
    " WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
    " AND NOT has_table_privilege(quote_ident(tablename), r) ORDER BY tablename, r"
)
_OWNS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_tables"
    " WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'MEMBER'))"
)


def _clock(engine: Engine) -> Iterator[Finding]:
    if engine.dialect.name != "postgresql":  # the same machine's
        return
    with engine.connect() as connection:
        apart = abs(connection.execute(text("SELECT clock_timestamp()")).scalar_one() - now())
    if apart > CLOCKS_APART:
        yield fault(
            "clock",
            N_("The clocks of this machine and of the database are %(seconds)s seconds apart."),
            N_("Let both machines take their time from the network (chrony or systemd-timesyncd)."),
            seconds=str(int(apart.total_seconds())),
        )
    else:
        yield well("clock", N_("The clocks of this machine and of the database agree."))


def _practice(engine: Engine) -> Iterator[Finding]:
    """Invented people in the real database sign in with a password that was printed; real ones only practise."""
    practice = current_app.config["SETTINGS"].practice
    invented = User.email.like(f"%@{DOMAIN}")
    with engine.connect() as connection:
        made_up = connection.scalar(select(func.count()).select_from(User).where(invented)) or 0
        real = connection.scalar(select(func.count()).select_from(User).where(~invented)) or 0
    if not practice and made_up:
        yield fault(
            "practice",
            N_("There are practice sign-ins in the database of real work (%(number)s)."),
            N_("Lock them under People, or begin anew in an empty database."),
            number=str(made_up),
        )
    elif practice and real:
        yield warning(
            "practice",
            N_(
                "People with real addresses are in the practice database (%(number)s): their work does not count."
            ),
            N_("Tell them where the real program is."),
            number=str(real),
        )
    else:
        yield well("practice", N_("Practice and real work are apart."))


AT_START: tuple[Check, ...] = (_release, _migrations, _rights, _clock)
ALL: tuple[Check, ...] = (*AT_START, _practice)
