"""A template is tried in a process of its own before it is kept: with bounded time and memory, on an example.

python -m promotion.papers.trial reads a .docx from standard input and prints the outcome as JSON. Filling it later
costs what the trial cost: the grammar bounds what data can add.
"""

import json
import subprocess
import sys
from pathlib import Path

from promotion.kernel.errors import DomainError, Fault, Invalid
from promotion.kernel.messages import mark as N_
from promotion.papers import gate, press
from promotion.papers.fields import specimen
from promotion.papers.rules import check_size
from promotion.sheets.grids import Unreadable

if sys.platform != "win32":
    import resource

SECONDS = 20
_MEMORY = 768 * 2**20
_ROOT = Path(__file__).resolve().parent.parent.parent
_COMMAND = (sys.executable, "-m", "promotion.papers.trial")


def tried(content: bytes, seconds: int = SECONDS) -> frozenset[str]:
    """Return the names of the fields that a template uses.

    Raises `Invalid` with every fault, `Unreadable` for what is no document that may be kept, or takes too long.
    """
    check_size(len(content))
    gate.check(content)
    try:
        done = subprocess.run(  # noqa: S603 - our own program with fixed arguments
            _COMMAND, input=content, capture_output=True, cwd=_ROOT, timeout=seconds, check=False
        )
        said = json.loads(done.stdout or "null")
    except (subprocess.TimeoutExpired, ValueError):
        said = None
    if said is None:
        raise Unreadable(
            N_("The template takes too much time or memory to be filled."),
            cure=N_("Make it simpler: fewer pages, smaller tables, one field at a time."),
        )
    if said["faults"]:
        raise Invalid(faults=tuple(Fault("file", message, params) for message, params in said["faults"]))
    if said["message"]:
        raise Unreadable(said["message"], said["params"], cure=said["cure"])
    return frozenset(said["used"])


def outcome(content: bytes) -> dict[str, object]:
    """Return what came of filling a template with the example, as JSON can hold it."""
    said: dict[str, object] = {"used": [], "faults": [], "message": None, "params": {}, "cure": None}
    try:
        said["used"] = sorted(press.fill(content, specimen())[1])
    except Invalid as error:
        said["faults"] = [[fault.message, dict(fault.params)] for fault in error.faults]
        if not error.faults:
            said |= {"message": error.message, "params": error.params, "cure": error.cure}
    except DomainError as error:
        said |= {"message": error.message, "params": error.params, "cure": error.cure}
    return said


def _bound() -> None:
    """Bound this process, where the system can."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    _bound()
    sys.stdout.write(json.dumps(outcome(sys.stdin.buffer.read())))
