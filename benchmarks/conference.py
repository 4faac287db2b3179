"""The conference workbook of the whole country against the bare library writing the same cells.

The bare build is a replay: the calls by which one run filled its sheets are kept and made again on a new file,
with one plain format in place of each of ours. Both are taken in turn; processor time, medians.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from io import BytesIO
from statistics import median
from time import process_time
from unittest.mock import patch

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from benchmarks._results import Result, note
from promotion import sheets
from promotion.kernel.choices import Language
from promotion.reports.conference import ConferenceInput, build
from tests.support.conference import conference

BUDGET = 1.5
ROUNDS = 7
PROJECTS = 2_500
FILLING = (
    "write_string",
    "write_number",
    "write_formula",
    "write_blank",
    "write_url",
    "write_rich_string",
    "merge_range",
    "set_row",
    "set_column_pixels",
)

Call = tuple[str, str, tuple[object, ...]]


def measure() -> bool:
    """Print both times and their ratio; tell whether it is within the budget."""
    given = conference(Language.vi, None, size=PROJECTS)
    calls: list[Call] = []
    with _recorded(calls):
        _ours(given)
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: _ours(given)))
        bare.append(_timed(lambda: _bare(calls)))
    ratio = median(ours) / median(bare)
    formulas = sum(name == "write_formula" for _, name, _ in calls)
    print(f"{len(calls):,} calls, {formulas:,} formulas, {PROJECTS:,} projects")
    print(f"declared, computed and written {median(ours):.3f} s, bare library {median(bare):.3f} s")
    return note(Result(
        "P7", "conference workbook: declared, computed and written, against the bare library writing the same cells",
        f"XlsxWriter {xlsxwriter.__version__}", f"{ratio:.2f} × the time", f"≤ {BUDGET} ×", ratio <= BUDGET,
    ))  # fmt: skip


def _timed(act: Callable[[], None]) -> float:
    start = process_time()
    act()
    return process_time() - start


def _ours(given: ConferenceInput) -> None:
    sheets.write(build(given).workbook, BytesIO())


def _bare(calls: list[Call]) -> None:
    file = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
    formats: dict[int, Format] = {}
    pages: dict[str, Worksheet] = {}
    for tab, name, arguments in calls:
        if tab not in pages:
            pages[tab] = file.add_worksheet(tab)
        given = list(arguments)
        for number, argument in enumerate(given):
            if isinstance(argument, Format):
                if id(argument) not in formats:
                    formats[id(argument)] = file.add_format({"font_name": "Times New Roman", "border": 1})
                given[number] = formats[id(argument)]
        getattr(pages[tab], name)(*given)
    file.close()


@contextmanager
def _recorded(calls: list[Call]) -> Iterator[None]:
    """Keep the calls that fill sheets; calls the library makes of its own methods are not kept."""
    inside = [False]

    def keeping(name: str) -> Callable[..., object]:
        method = getattr(Worksheet, name)

        @wraps(method)
        def call(page: Worksheet, *arguments: object) -> object:
            if inside[0]:
                return method(page, *arguments)
            calls.append((page.get_name(), name, arguments))
            inside[0] = True
            try:
                return method(page, *arguments)
            finally:
                inside[0] = False

        return call

    with ExitStack() as patches:
        for name in FILLING:
            patches.enter_context(patch.object(Worksheet, name, keeping(name)))
        yield
