"""Backups: made while others work, read back to the last byte, put back into an empty place on either engine."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from promotion.database import migrate
from promotion.database.engines import WRITING
from promotion.kernel.calendar import now
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.operations import attachments, bundle, loading, queries
from promotion.operations.bundle import Manifest, Part
from promotion.operations.rules import Shape, read

Tell = Callable[[str], None]
"""Takes a line of progress."""
TELL_EVERY = 100_000


@dataclass
class Findings:
    """What reading a backup back has shown: what it says of itself, and each fault with its parameters."""

    manifest: Manifest | None = None
    faults: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def fault(self, message: str, **params: str) -> None:
        """Note a fault."""
        self.faults.append((message, params))


def create(engine: Engine, target: Path, folder: Path, program: str, tell: Tell) -> Manifest:
    """Write one consistent picture of the database, and the attached files below `folder`, into a new file.

    Others work on meanwhile. The file appears under its name only when it is whole.

    Raises:
        Refused: the file exists, or the database has no tables.
    """
    if target.exists():
        raise Refused(
            N_("There is a file %(file)s already."),
            {"file": str(target)},
            code="backup.exists",
            cure=N_("Give another name: a backup never replaces anything."),
        )
    with bundle.Writer(target) as writer, engine.connect() as connection:
        shapes = sorted(queries.shapes(connection), key=lambda shape: shape.name)
        migration = migrate.of(connection)
        if migration is None or not shapes:
            raise Refused(
                N_("This database is empty; there is nothing to keep."),
                code="backup.nothing",
                cure=N_("Check DATABASE_URL."),
            )
        tables = {shape.name: _kept(writer, connection, shape, tell) for shape in shapes}
        # Files come after the picture was taken: what a row of it names is on the disk already.
        files = {
            name: writer.add(f"files/{name}", attachments.pieces(folder, name))
            for name in attachments.names(folder)
        }
        version = ".".join(map(str, engine.dialect.server_version_info or ()))
        manifest = Manifest(
            program, migration, f"{engine.dialect.name} {version}", now().isoformat(timespec="seconds"), tables,
            files, queries.LEFT_OUT,
        )  # fmt: skip
        writer.close(manifest)
    return manifest


def _kept(writer: bundle.Writer, connection: Connection, shape: Shape, tell: Tell) -> Part:
    part = writer.add(f"tables/{shape.name}.jsonl", told(queries.lines(connection, shape), shape.name, tell))
    return Part(part.rows, part.sha256, [list(column) for column in shape.columns])


def told(lines: Iterable[bytes], name: str, tell: Tell) -> Iterator[bytes]:
    """Hand lines on, and tell how many there were."""
    number = 0
    for number, line in enumerate(lines, start=1):
        if number % TELL_EVERY == 0:
            tell(f"  {name}: {number:,} …")
        yield line
    tell(f"  {name}: {number:,}")


def verify(file: Path, tell: Tell) -> Findings:
    """Read a backup back, every byte and every row of it; return what it says of itself and what is wrong."""
    found = Findings()
    try:
        if not bundle.sealed(file):
            found.fault(N_("The file is damaged, cut short, or no backup of this program."))
        with bundle.opened(file) as reader:
            found.manifest = reader.manifest
            _look_through(reader, found, tell)
    except bundle.BROKEN as error:
        found.fault(N_("The file cannot be read: %(error)s."), error=str(error) or type(error).__name__)
    if found.manifest and found.manifest.migration not in migrate.revisions():
        found.fault(
            N_("It was made by a newer program (migration %(migration)s): this one cannot restore it."),
            migration=found.manifest.migration,
        )
    return found


def _look_through(reader: bundle.Reader, found: Findings, tell: Tell) -> None:
    manifest = reader.manifest
    expected = {bundle.MANIFEST, *(f"tables/{name}.jsonl" for name in manifest.tables)}
    expected |= {f"files/{name}" for name in manifest.files}
    if expected != set(reader.archive.namelist()):
        found.fault(N_("Its list of contents does not fit what is in it."))
    for name, part in manifest.tables.items():
        shape = _shape(name, part)
        try:
            counted = _counted(told(reader.lines(name), name, tell), shape)
        except bundle.BROKEN:
            counted = None
        if counted != (part.rows, part.sha256):
            found.fault(N_("Table %(table)s is not what was written."), table=name)
    for name, part in manifest.files.items():
        try:
            digest = _digest(reader.pieces(name))
        except bundle.BROKEN:
            digest = ""
        if digest != part.sha256:
            found.fault(N_("The attached file %(file)s is not what was written."), file=name)


def _shape(name: str, part: Part) -> Shape:
    return Shape(name, tuple((column, kind) for column, kind in part.columns), ())


def _counted(lines: Iterable[bytes], shape: Shape | None = None) -> tuple[int, str]:
    """Return number and hash of lines; with a shape each must be a row of it."""
    digest, number = sha256(), 0
    for line in lines:
        number += 1
        digest.update(line)
        if shape is not None:
            next(read(shape, [line]))
    return number, digest.hexdigest()


def _digest(pieces: Iterable[bytes]) -> str:
    digest = sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def restore(engine: Engine, file: Path, folder: Path, tell: Tell) -> Manifest:
    """Put a backup back into an empty database of either engine, and bring that to the newest migration.

    One transaction holds the tables, the rows and the comparison of both with the backup: whatever interrupts it
    leaves the place empty.

    Raises:
        Refused: the file is damaged, the place is not empty, or what came back is not what was kept.
    """
    tell("Reading the backup back:")
    found = verify(file, _silent)
    if found.faults or found.manifest is None:
        raise Refused(
            N_("This backup cannot be restored."),
            code="backup.broken",
            cure=N_("`flask backup verify` names what is wrong with it; take an older one."),
        )
    with bundle.opened(file) as reader, engine.execution_options(**{WRITING: True}).begin() as connection:
        _refuse_unless_empty(connection)
        migrate.upgrade_within(connection, reader.manifest.migration)
        _put_back(connection, reader, tell)
        attachments.put_back(folder, {name: reader.pieces(name) for name in reader.manifest.files})
    migrate.upgrade(engine)
    return reader.manifest


def _silent(_line: str) -> None:
    """Tell nothing."""


def _refuse_unless_empty(connection: Connection) -> None:
    if set(inspect(connection).get_table_names()) - {"alembic_version"} or migrate.of(connection):
        raise Refused(
            N_("There are tables in this database already; a backup is restored into an empty place only."),
            code="backup.not_empty",
            cure=N_(
                "Make a new, empty database (or name a file that does not exist) and set DATABASE_URL to it. "
                "What stands here was not touched."
            ),
        )


def _put_back(connection: Connection, reader: bundle.Reader, tell: Tell) -> None:
    # Older backups hold more than is put back today.
    kept = {name: part for name, part in reader.manifest.tables.items() if name not in queries.LEFT_OUT}
    here = queries.shapes(connection)
    if {shape.name: dict(shape.columns) for shape in here} != {
        name: dict(_shape(name, part).columns) for name, part in kept.items()
    }:
        raise _other("tables")
    # In the columns' order of the backup; a database that grew step by step may have another.
    shapes = [Shape(shape.name, _shape(shape.name, kept[shape.name]).columns, shape.order) for shape in here]
    with loading.triggers_at_rest(connection, shapes):
        loading.empty(connection, shapes)
        for shape in shapes:
            loading.fill(connection, shape, told(reader.lines(shape.name), shape.name, tell))
    for shape in shapes:
        part = kept[shape.name]
        if _counted(queries.lines(connection, shape)) != (part.rows, part.sha256):
            raise _other(shape.name)


def _other(name: str) -> Refused:
    return Refused(
        N_("%(table)s did not come back as it was kept; nothing was restored."),
        {"table": name},
        code="backup.differs",
        cure=N_("Please send this message to the people who maintain the program."),
    )
