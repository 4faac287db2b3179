"""How much room is left where this installation writes, and what is not begun any more when there is little."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import URL

MEGABYTE = 1024 * 1024
LEAST = 100 * MEGABYTE
"""Below it nothing is changed: a database that runs full in the middle of its work is worse than one that waits."""
FOR_FILES = 500 * MEGABYTE
"""Below it no files are taken in: room is kept for entries, which are small."""


class NoRoom(Exception):
    """Less is left than a change needs; nothing was begun."""


def places(instance: Path, database: URL) -> list[Path]:
    """Return the folders of this machine that hold what must not be lost: the instance's own, and SQLite's file."""
    found = {instance}
    if database.get_backend_name() == "sqlite" and database.database:
        found.add(Path(database.database.removeprefix("file:")).parent)
    return sorted(found)


def left(folders: Iterable[Path]) -> int:
    """Return the bytes that are free where the least is; a folder that is not there has none."""
    return min(map(_free, folders))


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
