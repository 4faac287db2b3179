"""From an address to a question: every part is read strictly, and what cannot be read is said, never
ignored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from promotion.catalogue import queries as catalogue
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.kernel.calendar import budget_year, read_date, today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import DomainError, Fault
from promotion.kernel.text import mark as N_
from promotion.territory.queries import atlas
from promotion.units import queries as units

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Asked:
    """What an address asks, and the faults of parts that could not be read (defaults were taken)."""

    question: Question
    faults: tuple[Fault, ...]


class _Parts:
    """Reads the parts of an address one by one and gathers their faults."""

    def __init__(self, arguments: Mapping[str, str]) -> None:
        self.arguments = arguments
        self.faults: list[Fault] = []

    def read(self, name: str, reader: Callable[[str], T], default: T, message: str) -> T:
        """Return the part as read; its default, with a fault, when it cannot be read."""
        text = self.arguments.get(name, "").strip()
        if not text:
            return default
        try:
            return reader(text)
        except (ValueError, DomainError):
            self.faults.append(Fault(name, message, {"text": text[:40]}))
            return default


def read(
    arguments: Mapping[str, str],
    language: str,
    *,
    by: Dimension,
    level: Level | None = None,
    years: Iterable[int] = (),
) -> Asked:
    """Return the question of an address: year, by, level, region, province, content, implementer, as_of, boundaries.

    `years` are the budget years that have figures, newest first; the newest of them up to now is the default.
    """
    now = budget_year(today())
    newest = next((year for year in years if year <= now), now)
    parts = _Parts(arguments)
    question = Question(
        year=parts.read("year", _year, newest, N_("“%(text)s” is no budget year, for example 2024.")),
        by=parts.read("by", Dimension, by, N_("Figures cannot be shown by “%(text)s”.")),
        level=parts.read("level", Level, level, N_("“%(text)s” is no level: choose national or local.")),
        region=parts.read("region", Region, None, N_("“%(text)s” is no region.")),
        as_of=parts.read("as_of", partial(_day, language), today(), _NO_DAY),
        boundaries=parts.read(
            "boundaries", partial(_boundaries, language), Boundaries("recorded"), _NO_BOUNDARIES
        ),
        province=parts.read("province", _province, None, N_("There is no province “%(text)s”.")),
        content=parts.read("content", _content, None, N_("There is no content “%(text)s”.")),
        unit=parts.read("implementer", _unit, None, N_("There is no unit “%(text)s”.")),
    )
    return Asked(question, tuple(parts.faults))


def address(question: Question) -> dict[str, str]:
    """Return the arguments from which `read` makes this question again; what is not asked is left out."""
    parts = {
        "year": question.year,
        "by": question.by,
        "level": question.level,
        "region": question.region,
        "province": question.province,
        "content": question.content,
        "implementer": question.unit,
        "as_of": question.as_of.isoformat(),
        "boundaries": None if question.boundaries.kind == "recorded" else question.boundaries,
    }
    return {name: str(part) for name, part in parts.items() if part is not None}


_NO_DAY = N_("“%(text)s” is no day, for example 30/06/2024.")
_NO_BOUNDARIES = N_(
    "“%(text)s” is none of the boundaries: as recorded, today's, or a day such as 01/07/2025."
)


def _province(text: str) -> str:
    return atlas().province(text).key


def _content(text: str) -> str:
    return catalogue.content(text).code


def _unit(text: str) -> str:
    return units.unit(text).code


def _year(text: str) -> int:
    year = int(text) if text.isascii() and text.isdigit() else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def _day(language: str, text: str) -> date:
    day = read_date(text, language)
    return min(day, today())


def _boundaries(language: str, text: str) -> Boundaries:
    if text in {"recorded", "today"}:
        return Boundaries.read(text)
    return Boundaries("day", read_date(text, language))
