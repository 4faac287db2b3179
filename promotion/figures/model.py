"""What a figure is: the question, the measures, and the table that answers.

Plain frozen values. Amounts are whole đồng, counts are whole numbers; a rate is never stored in a row,
it is the fraction of two of the row's values and is computed where it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from promotion.kernel.choices import Level, Region


class Dimension(StrEnum):
    """What the rows of a table stand for."""

    region = "region"
    province = "province"
    unit = "unit"
    content = "content"
    level = "level"
    project = "project"


class Unit(StrEnum):
    """What a measure counts in."""

    dong = "dong"
    number = "number"
    ratio = "ratio"


@dataclass(frozen=True)
class Boundaries:
    """On which map of provinces entries are grouped: as recorded, of today, or of a given day."""

    kind: Literal["recorded", "today", "day"]
    day: date | None = None

    def __post_init__(self) -> None:
        """Refuse a day without the kind that needs it, and the other way round (ValueError)."""
        if (self.kind == "day") != (self.day is not None):
            message = f"boundaries of kind {self.kind!r} with day {self.day!r}"
            raise ValueError(message)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read "recorded", "today" or an ISO date; anything else is a ValueError."""
        if text == "recorded":
            return cls("recorded")
        if text == "today":
            return cls("today")
        return cls("day", date.fromisoformat(text))

    def __str__(self) -> str:
        """Give the text that `read` understands."""
        return self.day.isoformat() if self.day else self.kind


@dataclass(frozen=True)
class Question:
    """Which figures are asked for; everything that decides them stands here.

    `province` is a key of the chosen boundaries, `content` a code of the catalogue with all below it, `unit` a
    unit's code.
    """

    year: int
    by: Dimension
    level: Level | None
    region: Region | None
    as_of: date
    boundaries: Boundaries
    province: str | None = None
    content: str | None = None
    unit: str | None = None

    @property
    def of_lines(self) -> bool:
        """Whether figures are made of lines: what stands above them has no content and belongs to no project."""
        return self.content is not None or self.by in {Dimension.content, Dimension.project}

    @property
    def narrowed(self) -> bool:
        """Whether it asks for less than everything of a level and year."""
        return any((self.region, self.province, self.content, self.unit))


@dataclass(frozen=True)
class Measure:
    """One defined number. A ratio names its numerator and denominator, a base measure has neither.

    `label`, `meaning` and `formula` are message ids; `formula` is empty for a base measure.
    """

    key: str
    label: str
    unit: Unit
    meaning: str
    formula: str = ""
    numerator: str | None = None
    denominator: str | None = None


class Source(StrEnum):
    """Where a value comes from when it is not the sum of a complete ledger."""

    publication = "publication"
    parts = "parts"
    incomplete = "incomplete"
    partial = "partial"


@dataclass(frozen=True)
class Mark:
    """Says of one value that it is not the sum of a complete ledger.

    `publication`: as printed; `parts`: the sum of printed parts; both name the public ids of the `figures`.
    `incomplete`: no value is known, the row holds 0. `partial`: the ledger's value, not all of it. `complete` of
    `members` provinces have a complete ledger.
    """

    source: Source
    complete: int
    members: int
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of a table: base measures only, by key.

    `key` is stable ("2024-91", "south", "ND3A", "rest:central"); `label` is ready to show. A `rest` row is
    what belongs to no row of the dimension; rest rows stand last. `parent` is the key of the group (a
    content's parent), `region` the region a province belongs to on the chosen boundaries.

    `parts` split the row of a province by the provinces in which entries were recorded, and the row of what cannot be
    divided by those that cannot: rows of kind `part` that add up to their row, each with the region of its own time.
    """

    key: str
    label: str
    values: Mapping[str, int]
    kind: Literal["row", "rest", "total", "part"] = "row"
    parent: str | None = None
    region: str | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    parts: "tuple[Row, ...]" = ()

    def knows(self, *measures: str) -> bool:
        """Tell whether all these values are known, from the ledger or as published."""
        return not any(
            measure in self.marks and self.marks[measure].source is Source.incomplete for measure in measures
        )


@dataclass(frozen=True)
class Table:
    """The answer: rows in their order, rest rows last, and the total counted by itself.

    `notes` are sentences ready to show: what these boundaries cannot divide, and where it stands instead.
    """

    question: Question
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    total: Row
    notes: tuple[str, ...] = ()

    @property
    def bases(self) -> tuple[Measure, ...]:
        """The sums and counts that are shown."""
        return tuple(measure for measure in self.measures if measure.unit is not Unit.ratio)

    @property
    def rates(self) -> tuple[Measure, ...]:
        """The rates that are shown."""
        return tuple(measure for measure in self.measures if measure.unit is Unit.ratio)

    @property
    def marked(self) -> bool:
        """Whether any value is not the sum of a complete ledger."""
        return any(row.marks for row in (*self.rows, self.total))
