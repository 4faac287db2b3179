"""The doctor's questions: what must be right before people trust the program with real work, each with its cure.

A fatal finding keeps `flask serve` from starting; a fault is to be mended soon; a warning is to be known.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib.util import find_spec
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from config import Settings
from promotion.database import room
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.text import mark as N_
from promotion.operations import database_checks, front_files, marks
from promotion.operations.findings import Finding, Grade, fatal, fault, warning, well
from promotion.translations.catalogues import compiled_is_current

__all__ = ["Finding", "Grade", "at_start", "examine"]

GIGABYTE = 1024**3
LITTLE_ROOM = GIGABYTE
FEW_LETTERS = 10  # different characters below which a secret is no secret
Check = Callable[[Flask], Iterator[Finding]]


def examine(app: Flask) -> list[Finding]:
    """Return what each question finds, good or bad, in a fixed order."""
    return [
        *(finding for check in OF_PROGRAM for finding in check(app)),
        *_of_database(database_checks.ALL),
        *(finding for check in OF_HABITS for finding in check(app)),
    ]


def at_start(app: Flask) -> list[Finding]:
    """Return what is not well among the questions that cost nothing."""
    found = [finding for check in OF_PROGRAM for finding in check(app)]
    found += _of_database(database_checks.AT_START)
    found += _ledger_checked(app)
    return [finding for finding in found if finding.grade is not Grade.well]


def _of_database(checks: tuple[database_checks.Check, ...]) -> list[Finding]:
    """Ask the database; one that does not answer is asked once."""
    found: list[Finding] = []
    for check in checks:
        try:
            found += list(check(db.engine))
        except OperationalError as error:
            return [
                *found,
                fatal(
                    "database",
                    N_("The database does not answer (%(error)s)."),
                    N_("Check that it runs, and user, password, host and name in DATABASE_URL."),
                    error=str(error.orig).strip().partition("\n")[0],
                ),
            ]
        except ProgrammingError:  # a table is missing, or a right: what is fatal says so already
            if all(finding.grade is not Grade.fatal for finding in found):
                raise
    return found


def settings_of(app: Flask) -> Settings:
    """Return the settings of a program."""
    found: Settings = app.config["SETTINGS"]
    return found


def _secret(app: Flask) -> Iterator[Finding]:
    secret = app.config["SECRET_KEY"]
    if len(set(secret)) < FEW_LETTERS:
        yield fault(
            "secret",
            N_("SECRET_KEY can be guessed: it uses few different characters."),
            N_("Leave SECRET_KEY out; a random one is made and kept in INSTANCE_PATH."),
        )
        return
    file = settings_of(app).instance_path / "secret_key"
    if file.exists() and file.stat().st_mode & 0o077:
        yield fault(
            "secret",
            N_("Others on this machine can read the file %(file)s."),
            N_("Run: chmod 600 %(file)s"),
            file=str(file),
        )
        return
    yield well("secret", N_("The secret key is long, random and readable for this user only."))


def _debug(app: Flask) -> Iterator[Finding]:
    if app.debug:
        yield fatal(
            "debug",
            N_("Debugging is on: anybody who reaches the program could run commands on this machine."),
            N_("Leave FLASK_DEBUG out, and the option --debug."),
        )
    else:
        yield well("debug", N_("Debugging is off."))


def _open_door(app: Flask) -> Iterator[Finding]:
    settings = settings_of(app)
    if settings.bind_host not in {"127.0.0.1", "::1", "localhost"} and not settings.tls:
        yield warning(
            "door",
            N_("The program listens on %(host)s without https: passwords cross the network in the clear."),
            N_("Put a proxy with https in front, BIND_HOST=127.0.0.1, TLS=1 and PROXY_HOPS=1."),
            host=settings.bind_host,
        )


def _xml(_app: Flask) -> Iterator[Finding]:
    if find_spec("defusedxml") is None:
        yield fatal(
            "defusedxml",
            N_("The package defusedxml is missing: a hostile workbook could stop the program."),
            N_("Install the packages of requirements.txt."),
        )
    else:
        yield well("defusedxml", N_("Workbooks are read with protection against hostile XML."))


def _zone(_app: Flask) -> Iterator[Finding]:
    try:
        offset = now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset == timedelta(hours=7):
        yield well("zone", N_("The time zone of Viet Nam is known."))
    else:
        yield fatal(
            "zone",
            N_("The time zone of Viet Nam is not known: the budget year would begin at the wrong hour."),
            N_("Install the package tzdata of requirements.txt."),
        )


def _translations(_app: Flask) -> Iterator[Finding]:
    if compiled_is_current():
        yield well("translations", N_("The Vietnamese texts are compiled."))
    else:
        yield fault(
            "translations",
            N_("The Vietnamese texts are not compiled, or older than their sources."),
            N_("Run: python -m promotion.translations"),
        )


def _front_end(_app: Flask) -> Iterator[Finding]:
    changed = front_files.changed()
    if changed:
        yield fault(
            "vendored",
            N_("Files of the pages are not those that came with the program: %(files)s."),
            N_("Take the program's files anew from its source."),
            files=", ".join(changed),
        )
    else:
        yield well("vendored", N_("The files of the pages are those that came with the program."))


def _room(app: Flask) -> Iterator[Finding]:
    settings = settings_of(app)
    for place in room.places(settings.instance_path, settings.database):
        free = room.left([place])
        params = {"place": str(place), "free": f"{free / GIGABYTE:.1f}"}
        if free < room.LEAST:
            yield fault("disk", _ROOM, N_("Make room there at once: nothing can be saved."), **params)
        elif free < room.FOR_FILES:
            yield fault("disk", _ROOM, N_("Make room there: no files are taken in any more."), **params)
        elif free < LITTLE_ROOM:
            yield warning("disk", _ROOM, N_("Make room there: 1 GB should be free."), **params)
        else:
            yield well("disk", _ROOM, **params)


_ROOM = N_("%(free)s GB are free in %(place)s.")


def _ledger_checked(app: Flask) -> Iterator[Finding]:
    word, mark = marks.recount(settings_of(app))
    cure = N_("Run every night: flask ledger verify")
    if mark is None:
        yield warning("ledger", N_("The ledger was never recounted on this machine."), cure)
    elif word == marks.DIFFERS:
        yield fault(
            "ledger",
            N_("The last recount of the ledger (%(when)s) found differences."),
            N_("Run flask ledger verify and read its list; book nothing until it is understood."),
            when=f"{mark.at:%Y-%m-%d %H:%M} UTC",
        )
    elif word == marks.OLD:
        yield warning("ledger", N_("The ledger was last recounted at %(when)s."), cure, when=_when(mark))
    else:
        yield well("ledger", N_("The ledger was recounted at %(when)s; it adds up."), when=_when(mark))


def _backed_up(app: Flask) -> Iterator[Finding]:
    if settings_of(app).practice:
        return
    mark = marks.last(settings_of(app), marks.BACKUP)
    cure = N_("Run every night: flask backup create FILE, and keep a copy on another machine.")
    if mark is None:
        yield warning("backup", N_("No backup was ever made on this machine."), cure)
    elif marks.old(mark):
        yield warning("backup", N_("The last backup was made at %(when)s."), cure, when=_when(mark))
    else:
        yield well("backup", N_("The last backup was made at %(when)s."), when=_when(mark))


def _when(mark: marks.Mark) -> str:
    return f"{mark.at:%Y-%m-%d %H:%M} UTC"


OF_PROGRAM: tuple[Check, ...] = (
    _debug, _secret, _open_door, _xml, _zone, _translations, _front_end, _room,
)  # fmt: skip
OF_HABITS: tuple[Check, ...] = (_ledger_checked, _backed_up)
