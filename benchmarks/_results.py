"""What was measured, as one table: printed while it grows, written to results.md when all has run."""

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parent / "results.md"
HEAD = """# Results of the last `make bench`

Ratios of ways taken in turns in one run, medians; absolute times differ from machine to machine and are not kept.

| Goal | What | With | Measured | Floor | Held |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Result:
    """One line: the goal, what was compared, on which engine or library, what came out, and what must hold."""

    goal: str
    what: str
    engine: str
    measured: str
    floor: str = "–"
    held: bool = True


_found: list[Result] = []


def note(result: Result) -> bool:
    """Print a result and keep it for the table; tell whether it holds."""
    _found.append(result)
    print(
        f"{result.goal} {result.what} [{result.engine}]: {result.measured} (floor {result.floor})", flush=True
    )
    return result.held


def write(versions: str) -> None:
    """Write the table of everything that was noted."""
    lines = [
        f"| {row.goal} | {row.what} | {row.engine} | {row.measured} | {row.floor} | {'yes' if row.held else '**no**'} |"
        for row in _found
    ]
    FILE.write_text(HEAD + "\n".join(lines) + f"\n\nTaken with {versions}.\n", encoding="utf-8")
