"""What `make check` does: every check that needs no database, one line each, with the output of those that fail.

python -m tools.check             all
python -m tools.check lint types  some
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as check; check()"],
    "templates": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "migrations": ["-m", "tools.drift"],
    "translations": ["-m", "promotion.translations", "--check"],
    "vendored": ["-m", "tools.vendored"],
    "house": ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/house"],
}


def main(names: list[str]) -> int:
    """Run the named checks, all when none is named; return 1 when one of them fails."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    failed = [name for name in names or CHECKS if not passes(name)]
    print(f"make check: {', '.join(failed)} failed" if failed else "make check: all is well")
    return 1 if failed else 0


def passes(name: str) -> bool:
    """Run one check and say how it went."""
    begun = time.monotonic()
    done = subprocess.run(
        [PYTHON, *CHECKS[name]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    word = "failed" if done.returncode else "ok"
    print(f"{name:<14}{word:<8}{time.monotonic() - begun:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
