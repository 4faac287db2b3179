"""docs/ledger.md says what the code does: its tables of counters, acts and measures are those of the ledger."""

import re
from pathlib import Path

from promotion.ledger.books import COUNTERS, MOVES, Kind, Step
from promotion.ledger.deeds import DEEDS, ActKind
from promotion.ledger.sums import FIGURES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table whose first heading this is."""
    lines = TEXT.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def side(place: tuple[Kind, str] | None) -> str:
    return f"{place[0]}.{place[1]}" if place else "outside"


def test_its_steps_make_the_entries_of_the_code():
    told = {row[0].strip("`"): tuple(row[2].split("; ")) for row in table("step")}
    made = {
        str(step): tuple(
            f"{move.book}: {side(move.source)} → {'next ' if move.across else ''}{side(move.target)}"
            for move in moves
        )
        for step, moves in MOVES.items()
    }
    assert told == made
    assert {row[0].strip("`"): row[1] for row in table("step")} == {str(step): step.label for step in Step}


def test_its_acts_are_made_of_the_steps_of_the_code():
    told = {row[0].strip("`"): (row[1], row[2], row[3]) for row in table("act")}
    made = {
        str(kind): (
            kind.label,
            ", ".join(f"{'−' if back else ''}`{step}`" for step, back in DEEDS[kind].ways),
            "owner" if DEEDS[kind].plan else "unit",
        )
        for kind in ActKind
        if DEEDS[kind].ways
    }
    kept = {
        "fail": (ActKind.fail.label, "the mirror of the payment that it names", "unit"),
        "close": (ActKind.close.label, "none", "owner"),
        "reverse": (ActKind.reverse.label, "the mirror of the act that it names", "as that act"),
    }
    assert told == made | kept


def test_it_names_every_counter_on_every_envelope_that_moves_it():
    told: set[tuple[str, str]] = set()
    names: list[str] = []
    for row in table("counter"):
        names = re.findall(r"`(\w+)`", row[0]) or names
        told |= {(name, kind.strip()) for name in names for kind in row[1].split(",")}
    moved = {
        (place[1], str(place[0]))
        for moves in MOVES.values()
        for move in moves
        for place in (move.source, move.target)
        if place
    }
    assert told == moved
    assert {name for name, _kind in told} == set(COUNTERS)


def test_its_measures_are_those_of_the_figures():
    told = {row[0].strip("`"): row[1] for row in table("measure")}
    made = {
        name: "; ".join(
            f"{kind}: "
            + " ".join(f"{'−' if sign < 0 else '+'} `{counter}`" for counter, sign in parts.items())
            for kind, parts in of_kinds.items()
        ).replace(": + ", ": ")
        for name, of_kinds in FIGURES.items()
    }
    assert told == made
