"""What the conference workbook is made from: plain frozen values, no database, no request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from promotion.figures.model import Boundaries, Table
from promotion.kernel.choices import Language, Level, ProjectState, Region
from promotion.publications.rules import Printed


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the workbook, as named on the day: the body above, the body itself, and its seat."""

    governing: str
    issuing: str
    seat: str


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project of the list; amounts in whole đồng, on the same day and boundaries as the tables.

    `province_key` is a key of the province tables, or None for a project outside provinces. `content` is
    ready to show (a project may have several). `listed` is what the plan's annexes name for it.
    """

    key: str
    code: str
    name: str
    unit: str
    province_key: str | None
    province: str
    content: str
    level: Level
    listed: int
    assigned: int
    committed: int
    disbursed: int
    accepted: int
    state: ProjectState


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total that somebody else counted (a recount of the entries, a printed report) in whole đồng.

    It is held against the total of the province form of its level; None stands for both levels together.
    """

    label: str
    level: Level | None
    measure: str
    value: int


@dataclass(frozen=True, slots=True)
class ConferenceInput:
    """The question and everything that answers it.

    `by_province` holds three tables: national, local, and both together under None. `by_region` may hold
    the asked region alone, or all regions with the rest rows of the country. `content_groups` names the
    parents of the content rows. `made_at` is aware and decides the bytes of the file. `translate` turns a
    message-id into the language of the workbook. `published` is what was printed about the same place and year;
    `complete` tells of how many of how many provinces the ledger holds everything; `outside` what others reported above
    the ledger.
    """

    region: Region | None
    year: int
    to: date
    boundaries: Boundaries
    language: Language
    made_at: datetime
    made_by: str
    issuer: Issuer
    by_region: Table
    by_province: Mapping[Level | None, Table]
    by_content: Table
    content_groups: Mapping[str, str]
    projects: tuple[ProjectRow, ...]
    translate: Callable[[str], str]
    checks: tuple[ControlTotal, ...] = field(default=())
    published: tuple[Printed, ...] = field(default=())
    complete: tuple[int, int] = (0, 0)
    outside: tuple[str, ...] = ()
    version: str = ""
