"""The one form in which input about projects reaches the service."""

from dataclasses import dataclass
from datetime import date

from promotion.kernel.choices import Level, ProjectState, Region
from promotion.ledger.drafts import Document
from promotion.projects.rules import LawBasis, OtherKind, ProjectKind, Stage, WorkWay


@dataclass(frozen=True)
class ProjectDraft:
    """A project as a person describes it. An empty `code` is filled in by the server; `home` is a
    province's key.
    """

    name: str
    level: Level
    kind: ProjectKind
    unit_id: int
    home: str | None
    code: str = ""
    commune: str = ""
    programme_code: str | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    objective: str = ""


@dataclass(frozen=True)
class MoveDraft:
    """A move to another state, since a day, with its reason or decision."""

    target: ProjectState
    since: date
    reason: str | None = None


@dataclass(frozen=True)
class BeneficiaryDraft:
    """Who is supported."""

    name: str
    tax_code: str = ""
    address: str = ""


@dataclass(frozen=True)
class OtherMoneyDraft:
    """Money beside the support: whole đồng, on a day, from a payer."""

    kind: OtherKind
    payer: str
    amount: int
    day: date
    note: str = ""


@dataclass(frozen=True)
class TermsDraft:
    """Law basis and way of giving the work of a line, from a day on, by a document."""

    law: LawBasis
    way: WorkWay
    valid_from: date
    document: Document


@dataclass(frozen=True)
class IndicatorDraft:
    """A planned or achieved value of an indicator of a content, as of a day."""

    content_code: str
    indicator_code: str
    stage: Stage
    value: int
    as_of: date


@dataclass(frozen=True)
class ProjectQuestion:
    """What a list of projects is narrowed down to; None and "" leave out a condition.

    `year` is the budget year of the lines' funds, `province` a key that covers its predecessors, `region` the
    conference region in which the project was registered, `content` covers its parts.
    """

    text: str = ""
    year: int | None = None
    level: Level | None = None
    region: Region | None = None
    province: str | None = None
    unit_id: int | None = None
    content: str | None = None
    state: ProjectState | None = None
    waiting: bool | None = None
    law: LawBasis | None = None
    way: WorkWay | None = None
