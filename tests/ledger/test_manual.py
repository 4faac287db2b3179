"""docs/ledger.md says what the code does: its tables of counters, acts and measures are those of the ledger."""

import re
from pathlib import Path

from promotion.figures import measures
from promotion.ledger.books import COUNTERS, MOVES, ActKind, Book, Kind

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
ACTS = {
    "approve the plan, supplement it": ActKind.approve,
    "list projects": ActKind.list,
    "release": ActKind.release,
    "share out": ActKind.share,
    "assign": ActKind.assign,
    "commit": ActKind.commit,
    "advance": ActKind.advance,
    "pay": ActKind.pay,
    "accept": ActKind.accept,
}


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


def test_its_acts_make_the_entries_of_the_code():
    told = {
        ACTS[row[0]]: {
            (book, entry.strip())
            for book, cell in zip(
                (Book.rights, Book.money, Book.obligations, Book.work), row[1:], strict=True
            )
            for entry in cell.split(";")
            if entry.strip()
        }
        for row in table("act")
        if row[0] in ACTS
    }
    made = {
        kind: {(move.book, f"{side(move.source)} → {side(move.target)}") for move in moves}
        for kind, moves in MOVES.items()
    }
    assert told == made


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
    told: dict[str, tuple[str, ...]] = {}
    for names, counters in ((row[0], row[1]) for row in table("measure")):
        for name in re.findall(r"`(\w+)`", names):
            listed = re.findall(r"`(\w+)`", counters.split(";")[0])
            told[name] = tuple(listed) or (name,)
    assert told == dict(measures.COUNTERS)
