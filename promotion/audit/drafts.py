"""What a line of the trail is about, and what the trail may be asked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Subject:
    """The object that was changed: its kind and row id, its code or name as people know it, and its place.

    The place (unit, province, level) decides for good who finds the line: a line stays where it was written.
    """

    kind: str
    id: int
    name: str
    unit_id: int | None = None
    home: str | None = None
    level: str | None = None


@dataclass(frozen=True)
class TrailQuestion:
    """What lines are asked for; None asks for all. Amounts in đồng, days in Viet Nam, bounds included."""

    people: frozenset[int] | None = None
    unit_id: int | None = None
    kind: str | None = None
    text: str = ""
    act: str | None = None
    first: date | None = None
    last: date | None = None
    least: int | None = None
    most: int | None = None
