"""Pasted text as cells, numbered as in the sheet it came from. Plain Python."""

import csv
from collections.abc import Sequence
from io import StringIO

from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_

MOST_ROWS = 2000
MOST_COLUMNS = 60

Grid = Sequence[tuple[int, Sequence[str]]]


def cells_of(text: str) -> Grid:
    """Return the lines of a pasted text with their numbers, blank lines left out but counted.

    Excel puts tabs between cells, and a cell with a line break or a quotation mark into quotation marks. A text
    without tabs may have semicolons. Raises `Invalid` when there is nothing, or more than a list of projects holds.
    """
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = ";" if "\t" not in body and ";" in body else "\t"
    # A single quotation mark is part of a name and would swallow all that follows.
    lone = body.count('"') % 2 == 1
    try:
        lines = list(
            csv.reader(
                StringIO(body, newline=""),
                delimiter=mark,
                quoting=csv.QUOTE_NONE if lone else csv.QUOTE_MINIMAL,
            )
        )
    except csv.Error:
        raise Invalid(
            N_("The text cannot be read as a table."), cure=N_("Copy the cells from the sheet once more.")
        ) from None
    if len(lines) > MOST_ROWS or max(map(len, lines), default=0) > MOST_COLUMNS:
        raise Invalid(
            N_("A list may have at most %(rows)s rows and %(columns)s columns."),
            {"rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)},
            cure=N_("Paste the part of the sheet that holds the list."),
        )
    found = [
        (number, tuple(" ".join(cell.split()) for cell in line))
        for number, line in enumerate(lines, 1)
        if any(cell.strip() for cell in line)
    ]
    if not found:
        raise Invalid(N_("There is nothing to read: paste the list with its headings."))
    return found


def text_of(lines: Sequence[Sequence[str]]) -> str:
    """Return cells as the text that `cells_of` reads, each line at its place."""
    out = StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(
        [" ".join(cell.split()) for cell in line] for line in lines
    )
    return out.getvalue()
