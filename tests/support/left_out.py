"""What a run of the tests leaves out, and why: said in its closing lines, never passed over.

A test that misses something is skipped with a reason that starts with MARK. The closing lines count those
reasons, and name what is missing on this machine even when no test happened to ask for it.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support import engines

MARK = "left out: "
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

CHROMIUM = "Chromium is not installed (browser tests)"
OFFICE = "LibreOffice is not installed (recalculation and pages of workbooks)"
PDF_TOOLS = "poppler-utils are not installed (looking at printed pages)"
WORKBOOKS = "FOREIGN_WORKBOOKS names no folder (reading other people's spreadsheets)"
LONG = "full matrices, run by make test-long"


def chromium() -> str | None:
    """Return the path of an installed Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def office() -> str | None:
    """Return the path of an installed LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def foreign_workbooks() -> Path | None:
    """Return the folder with other people's spreadsheets, when one was named."""
    named = os.environ.get("FOREIGN_WORKBOOKS")
    return Path(named) if named and Path(named).is_dir() else None


def leave_out(what: str) -> NoReturn:
    """End the running test: what it needs is not here."""
    raise pytest.skip.Exception(MARK + what)


def missing_here() -> list[str]:
    """Return what this machine lacks, or this run was told not to use."""
    lacks = [
        (CHROMIUM, chromium()),
        (OFFICE, office()),
        (PDF_TOOLS, shutil.which("pdftoppm")),
        (WORKBOOKS, foreign_workbooks()),
    ]
    names = [what for what, found in lacks if found is None]
    return names + [not_asked(name) for name in engines.ENGINES if name not in engines.asked_for()]


def not_asked(engine: str) -> str:
    """Return the words for an engine that TEST_ENGINES leaves out."""
    return f"{engine}: not named in TEST_ENGINES"


def closing_lines(skipped_reasons: Iterable[str], deselected: int) -> list[str]:
    """Return one line for each thing left out, with the number of tests it touched."""
    reasons = Counter(reason.removeprefix(MARK) for reason in skipped_reasons if reason.startswith(MARK))
    for name in missing_here():
        reasons.setdefault(name, 0)
    if deselected:
        reasons[LONG] = deselected
    return [
        f"{MARK}{what}" + (f": {number} test{'s' * (number != 1)}" if number else "")
        for what, number in sorted(reasons.items())
    ]
