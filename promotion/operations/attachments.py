"""The folder of attached files, as far as a backup is concerned: every file below it, by its path."""

import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.operations.bundle import PIECE, settle, settle_folder

FOLDER = "documents"
"""Below INSTANCE_PATH; the room that fills it is to come."""


def names(folder: Path) -> list[str]:
    """Return the paths of all files in the folder, in order; none where there is no folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def pieces(folder: Path, name: str) -> Iterator[bytes]:
    """Yield a file piece by piece."""
    with (folder / name).open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def put_back(folder: Path, files: Mapping[str, Generator[bytes, None, None]]) -> None:
    """Write files below the folder, all of them whole or none.

    Raises:
        Refused: the folder holds files, or a name leads out of it.
    """
    if files and names(folder):
        raise Refused(
            N_("The folder %(folder)s holds files already."),
            {"folder": str(folder)},
            code="backup.not_empty",
            cure=N_("Move it away, or name another INSTANCE_PATH, then restore again."),
        )
    written: list[Path] = []
    try:
        for name, content in files.items():
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts:
                raise Refused(N_("This backup cannot be restored."), code="backup.broken")
            written.append(folder.joinpath(*path.parts))
            _write(written[-1], content)
    except BaseException:
        for place in written:
            place.unlink(missing_ok=True)
        raise
    finally:
        for content in files.values():
            content.close()


def _write(place: Path, content: Iterable[bytes]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as target:
            for piece in content:
                target.write(piece)
            target.flush()
            settle(target.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    settle_folder(place.parent)
