"""Figures counted a second time, from the entries alone: no counters, no months, no legs, no folding of the program."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

Balances = dict[int, dict[str, int]]

# A measure is what has flowed into these counters and is still there, by kind of envelope; "-": it is taken off.
MEASURES: dict[str, dict[str, tuple[str, ...]]] = {
    "approved": {
        "fund": ("to_list", "lapsed"),
        "line": ("to_assign", "assigned", "lapsed", "rights_out", "-rights_in"),
    },
    "released": {"fund": ("released",), "share": ("released",)},
    "assigned": {"line": ("assigned",)},
    "committed": {"line": ("committed",)},
    "advanced": {"line": ("advanced",)},
    "accepted": {"line": ("accepted",)},
    "disbursed": {"line": ("advanced", "paid")},
    "waiting": {"line": ("to_assign",)},
    "requested": {"line": ("requested",)},
    "settled": {"line": ("settled",)},
    "cancelled": {"fund": ("cancelled",), "share": ("cancelled",), "line": ("cancelled",)},
    "carried_out": {"share": ("carried_out",), "line": ("carried_out",)},
    "carried_in": {"share": ("carried_in",), "line": ("carried_in",)},
    "recovered": {"line": ("recovered",)},
    "provided": {"line": ("assigned", "carried_in")},
}


def balances(books, day: date) -> Balances:
    """Return every counter of every envelope at the end of a day, added up from the entries."""
    found: Balances = defaultdict(lambda: defaultdict(int))
    for entry in books.entries:
        if entry.business_date <= day:
            if entry.source_id:
                found[entry.source_id][entry.source_counter] -= entry.amount
            if entry.target_id:
                found[entry.target_id][entry.target_counter] += entry.amount
    return found


def total(
    books,
    at: Balances,
    measure: str,
    chosen: Callable[[Any], bool],
    kinds: Iterable[str] = ("fund", "share", "line"),
) -> int:
    """Return a measure over the envelopes that are chosen, of these kinds."""
    return sum(
        -at[place.id][counter[1:]] if counter.startswith("-") else at[place.id][counter]
        for place in books.places.values()
        if place.kind in kinds and place.id in at and chosen(place)
        for counter in MEASURES[measure].get(place.kind, ())
    )


def listed(line: dict[str, int]) -> int:
    """Return what decisions of the line's own year gave a line, whatever became of it."""
    return sum(line[name] for name in ("to_assign", "assigned", "lapsed", "rights_out")) - line["rights_in"]


def projects(books, at: Balances, chosen: Callable[[Any], bool]) -> set[int | None]:
    """Return the projects with a listed amount among the lines that are chosen."""
    return {
        place.project_id
        for place in books.places.values()
        if place.kind == "line" and place.id in at and chosen(place)
        and listed(at[place.id]) > 0
    }  # fmt: skip
