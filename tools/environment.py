"""Make .venv and keep it equal to a lock file: what `make install` and `make test` call first.

Needs nothing but Python itself. Kept readable for old versions of Python, so that it can say what it misses.

    python3 tools/environment.py          the packages the program needs (requirements.txt)
    python3 tools/environment.py dev      these and what tests and checks need (requirements-dev.txt)

When the environment is right already, it costs a few milliseconds. An interrupted installation leaves a mark
and is made anew. Exit 0 when the environment is right, 1 when not, with the cure in words.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
UNFINISHED = HOME / ".unfinished"
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}

TOO_OLD = """This program needs Python 3.11 or newer; {command} is Python {version}.
Install a newer one and name it, for example: make run PYTHON=python3.12"""
NO_VENV = """Python's own module for environments is missing (venv with pip).
On Debian and Ubuntu: apt-get install python3-venv      On Fedora: dnf install python3-pip"""
NO_PACKAGES = """The packages could not be installed; what pip said stands above.
Without a way to a package index: put the files into a folder, set PIP_NO_INDEX=1 PIP_FIND_LINKS=<folder>.
Then start the same command again: it goes on by itself."""


def interpreter() -> Path:
    """Return the path of the environment's own Python."""
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(kind: str) -> str:
    """Return what the environment must have been made from: the lock, the Python and the place."""
    lock = (ROOT / LOCKS[kind]).read_bytes().replace(b"\r\n", b"\n")
    python = f"{sys.version_info[0]}.{sys.version_info[1]} {sys.platform}"
    made_of = f"{python} {HOME} {hashlib.sha256(lock).hexdigest()}"
    return hashlib.sha256(made_of.encode()).hexdigest()


def stamp(kind: str) -> Path:
    """Return the file that says: the environment holds the packages of this lock."""
    return HOME / (".holds-" + kind)


def is_right(kind: str) -> bool:
    """Tell whether nothing needs to be done."""
    written = stamp(kind)
    return (
        interpreter().exists()
        and not UNFINISHED.exists()
        and written.exists()
        and written.read_text() == fingerprint(kind)
    )


def usable() -> bool:
    """Tell whether .venv can be built upon: not interrupted, same Python, with pip."""
    if UNFINISHED.exists() or not interpreter().exists():
        return False
    question = "import pip, sys; print(*sys.version_info[:2])"
    answer = subprocess.run(
        [str(interpreter()), "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    return answer.returncode == 0 and answer.stdout.decode().split() == [
        str(part) for part in sys.version_info[:2]
    ]


def make_empty() -> None:
    """Make .venv anew, with nothing but pip."""
    print("Making .venv", flush=True)
    HOME.mkdir(exist_ok=True)
    UNFINISHED.touch()  # stays until the packages are in: venv's own --clear would take it away
    for old in HOME.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(str(old))
        elif old != UNFINISHED:
            old.unlink()
    if subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=False).returncode != 0:
        sys.exit(NO_VENV)


def install(kind: str) -> None:
    """Bring the packages of a lock into .venv; every file must match its hash."""
    print("Installing the packages of " + LOCKS[kind], flush=True)
    UNFINISHED.touch()
    command = [str(interpreter()), "-m", "pip", "install", "-qq", "--no-input"]
    command += ["--disable-pip-version-check", "--require-hashes", "-r", str(ROOT / LOCKS[kind])]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(NO_PACKAGES)
    stamp(kind).write_text(fingerprint(kind))
    UNFINISHED.unlink()


def main(arguments: "list[str]") -> None:
    """Check this Python, then make the environment what the lock says."""
    kind = arguments[0] if arguments else "run"
    if kind not in LOCKS:
        sys.exit("Unknown kind of environment: {}. Known: {}.".format(kind, ", ".join(LOCKS)))
    if sys.version_info[:2] < OLDEST:
        version = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(TOO_OLD.format(command=sys.executable, version=version))
    if is_right(kind):
        return
    try:
        __import__("ensurepip")
        __import__("venv")
    except ImportError:
        sys.exit(NO_VENV)
    if not usable():
        make_empty()
    install(kind)


if __name__ == "__main__":
    main(sys.argv[1:])
