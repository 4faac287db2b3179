"""What `make bench` does: every measurement of this folder, or those that are named.

    python -m benchmarks [name …]

A measurement is a module of this folder with a function `measure() -> bool`: it notes what it saw and tells
whether that is within its budget. When all have run, results.md holds the table. Nothing else should run on the
machine meanwhile.
"""

import sys
from importlib import import_module
from pathlib import Path

from benchmarks import _results
from benchmarks._ground import versions

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Run the named measurements, all when none is named; return 1 when one is over its budget."""
    known = sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))
    unknown = set(names) - set(known)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(known)}.", file=sys.stderr)
        return 2
    over = []
    for name in names or known:
        print(f"== {name}", flush=True)
        if not import_module(f"benchmarks.{name}").measure():
            over.append(name)
    if not names:
        _results.write(versions())
    print(f"make bench: over budget: {', '.join(over)}" if over else "make bench: all within budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
