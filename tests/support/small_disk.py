"""A disk that is small enough to be filled: a file system in memory, where the environment allows one."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MEGABYTE = 1024 * 1024
STUFFING = "stuffing"


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[bool]:
    """Lend a disk of its own at a place; say whether there is one."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    words = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777", "tmpfs", str(place)]
    place.mkdir(parents=True, exist_ok=True)
    if (
        not mount
        or not umount
        or subprocess.run([mount, *words], check=False, capture_output=True).returncode
    ):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run([umount, "-l", str(place)], check=True)


@contextmanager
def filled(place: Path, *, leaving: int = 0) -> Iterator[None]:
    """Take all room of a disk away for a while, but for so many bytes."""
    try:
        with suppress(OSError), (place / STUFFING).open("wb", buffering=0) as file:
            for size in (MEGABYTE, 4096):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)
            file.truncate(file.tell() - leaving)
        yield
    finally:
        (place / STUFFING).unlink(missing_ok=True)
