"""Which lines of a fund stand in a scenario's form: a part of them as rows, what is typed for others kept beside.

A fund may have thousands of lines, and a page with two fields for each is too large. So a form of many lines shows
some, found by what they are called; numbers of lines that are not shown come along hidden and count like the others.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import request

from promotion.access import guard
from promotion.kernel.text import search_key
from promotion.planner.forms import HAND, RANK, LookingForm, ScenarioForm, with_lines
from promotion.planner.ground import Ground
from promotion.planner.rules import Line
from promotion.planner.wording import called
from promotion.web.forms import TypedField
from promotion.web.languages import chosen

PER_PAGE = 50
ALL_UP_TO = 150
"""So many lines stand on one page without being looked for."""

SUMS = ("listed", "has", "committed", "disbursed", "missing")


@dataclass(frozen=True)
class LineRow:
    """One line: its public id, what it is called, and its figures."""

    public_id: str
    code: str
    project: str
    unit: str
    line: Line

    @property
    def missing(self) -> int:
        """Listed and not assigned, in đồng."""
        return self.line.listed - self.line.has


@dataclass(frozen=True)
class Part:
    """The rows of a page with what they are a part of: `found` lines are looked for, `every` line is summed up (đồng).

    `beside` are the names of fields that hold something and have no row.
    """

    rows: tuple[LineRow, ...]
    found: int
    page: int
    every: int
    beside: tuple[str, ...]
    total: Mapping[str, int]

    @property
    def named(self) -> str:
        """The lines that have fields here, by public id."""
        return " ".join(
            {row.public_id: None for row in self.rows} | {n.partition("_")[2]: None for n in self.beside}
        )

    @property
    def unseen(self) -> dict[str, int]:
        """The sums of the lines that have no row here."""
        here = sums(self.rows)
        return {name: self.total[name] - here[name] for name in SUMS}

    @property
    def whole(self) -> bool:
        """Every line has its row: nothing needs to be looked for."""
        return self.every <= ALL_UP_TO

    @property
    def pages(self) -> int:
        """How many pages the lines take that are looked for."""
        return max(1, -(-self.found // PER_PAGE))


def sums(rows: Collection[LineRow]) -> dict[str, int]:
    """Return what the figures of lines come to, in đồng."""
    plain = {name: sum(getattr(row.line, name) for row in rows) for name in SUMS if name != "missing"}
    return {**plain, "missing": sum(row.missing for row in rows)}


class Lines:
    """The lines of a fund by unit and then as they were made, and those of them that a form has fields for."""

    def __init__(self, basis: Ground) -> None:
        """Name every line once, and read what is looked for."""
        self.asked = LookingForm()
        named = called(guard.scope(), basis, chosen())
        of_line = {line.place: line for line in basis.lines}
        places = sorted(basis.places.values(), key=lambda place: (named.order(place.unit_id), place.id))
        self.rows = []
        for place in places:
            words = named.envelope(place, basis.fund.code)
            unit = named.unit(place.unit_id)
            self.rows.append(LineRow(place.public_id, words.name, words.detail, unit, of_line[place.id]))

    def form(self, numbered: Collection[str]) -> type[ScenarioForm]:
        """Return the form: with fields for lines that are shown, sent, or `numbered` (by the scenario that stands)."""
        if len(self.rows) <= ALL_UP_TO:
            wanted = {row.public_id for row in self.rows}
        else:
            sent = set((self.asked.rows.data or "").split())
            wanted = {row.public_id for row in self._found(sent | set(numbered))[1]} | sent | set(numbered)
        return with_lines((row.public_id, row.code) for row in self.rows if row.public_id in wanted)

    def part(self, form: ScenarioForm) -> Part:
        """Return the rows of the page: all of few; of many those with a fault, then a page of those looked for."""
        held = {line for line in form.lines if _typed(form[HAND + line]) or _typed(form[RANK + line])}
        wrong = {line for line in form.lines if form[HAND + line].errors or form[RANK + line].errors}
        if len(self.rows) <= ALL_UP_TO:
            found, rows, page = len(self.rows), self.rows, 1
        else:
            found, rows, page = self._found(held)
            here = {row.public_id for row in rows}
            rows = [row for row in self.rows if row.public_id in wrong - here] + rows
        shown = {row.public_id for row in rows}
        beside = tuple(
            prefix + line
            for line in form.lines
            for prefix in (HAND, RANK)
            if line not in shown and _typed(form[prefix + line])
        )
        return Part(tuple(rows), found, page, len(self.rows), beside, sums(self.rows))

    def _found(self, numbered: Collection[str]) -> tuple[int, list[LineRow], int]:
        """Return how many lines are looked for, those of the page asked for, and its number."""
        words = search_key(self.asked.find.data or "").split()
        only = bool(self.asked.numbered.data)
        found = [
            row
            for row in self.rows
            if (not only or row.public_id in numbered)
            and all(word in search_key(f"{row.code} {row.project} {row.unit}") for word in words)
        ] if words or only else self.rows  # fmt: skip
        asked = request.form.get("lines") or self.asked.place.data or "1"
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(10**6)) else 1
        page = min(max(1, page), max(1, -(-len(found) // PER_PAGE)))
        return len(found), found[(page - 1) * PER_PAGE : page * PER_PAGE], page


def _typed(field: TypedField) -> bool:
    return field.data is not None or bool((field.typed or "").strip())
