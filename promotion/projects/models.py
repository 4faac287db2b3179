"""Tables of projects. States and indicator values are dated rows that are only ever added to (migration
0005).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.refusals import Explanation, explain
from promotion.database.versions import Versioned
from promotion.kernel.choices import Choice, Level
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.money import MAX_DONG
from promotion.kernel.text import mark as N_
from promotion.projects.rules import LawBasis, OtherKind, ProjectKind, Stage, WorkWay


def _one_of(column: str, values: type[Choice]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class Project(Versioned, PublicId, Base):
    """A project. The code is a label and is never parsed; `home` is the province in which it was
    registered.
    """

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(_one_of("level", Level), name="level"),
        CheckConstraint(_one_of("kind", ProjectKind), name="kind"),
        CheckConstraint(_one_of("state", State), name="state"),
        CheckConstraint("home IS NOT NULL OR (level = 'national' AND kind = 'task')", name="home"),
        CheckConstraint("planned_end >= planned_start", name="planned"),
        Index(None, "home"),
        Index(None, "unit_id"),
        Index(None, "sort_key", "id"),
        Index(None, "code", "id"),
        Index(None, "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    programme_code: Mapped[str | None] = mapped_column(ForeignKey("programme.code"))
    level: Mapped[str]
    kind: Mapped[str]
    home: Mapped[str | None] = mapped_column(ForeignKey("province.key"))
    commune: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    planned_start: Mapped[date | None]
    planned_end: Mapped[date | None]
    objective: Mapped[str]
    state: Mapped[str]
    created_by: Mapped[int]
    created_at: Mapped[datetime]


class LineTerms(Base):
    """Law basis and way of giving the work of a line of money, from a day on, by a document. Append-only: of all rows
    up to a day the last holds.
    """

    __tablename__ = "line_terms"
    __table_args__ = (
        CheckConstraint(_one_of("law", LawBasis), name="law"),
        CheckConstraint(_one_of("way", WorkWay), name="way"),
        Index(None, "line_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"))
    law: Mapped[str]
    way: Mapped[str]
    valid_from: Mapped[date]
    document_number: Mapped[str]
    document_date: Mapped[date]
    document_issuer: Mapped[str]
    by: Mapped[int]
    at: Mapped[datetime]


class ProjectState(Base):
    """The project stood in this state from this day on. Append-only."""

    __tablename__ = "project_state"
    __table_args__ = (
        CheckConstraint(_one_of("state", State), name="state"),
        Index(None, "project_id", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    state: Mapped[str]
    since: Mapped[date]
    reason: Mapped[str | None]
    by: Mapped[int]
    at: Mapped[datetime]


class ProjectNumber(Base):
    """The last number given to a generated code with this beginning."""

    __tablename__ = "project_number"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Beneficiary(Versioned, PublicId, Base):
    """Who is supported by a project."""

    __tablename__ = "beneficiary"
    __table_args__ = (
        UniqueConstraint("project_id", "tax_code", name="uq_beneficiary_once"),
        Index(None, "tax_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str]
    tax_code: Mapped[str | None]
    address: Mapped[str]


class OtherMoney(PublicId, Base):
    """Counterpart or other money of a project: a plain dated record in đồng, in no envelope."""

    __tablename__ = "other_money"
    __table_args__ = (
        CheckConstraint(_one_of("kind", OtherKind), name="kind"),
        CheckConstraint(f"amount > 0 AND amount <= {MAX_DONG}", name="amount"),
        Index(None, "project_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    kind: Mapped[str]
    payer: Mapped[str]
    amount: Mapped[int]
    day: Mapped[date]
    note: Mapped[str]


class IndicatorValue(Base):
    """A planned or achieved value as of a day; the newest row of an indicator and stage holds.
    Append-only.
    """

    __tablename__ = "indicator_value"
    __table_args__ = (
        CheckConstraint(_one_of("stage", Stage), name="stage"),
        CheckConstraint(f"value BETWEEN 0 AND {MAX_DONG}", name="value"),
        ForeignKeyConstraint(
            ["content_code", "indicator_code"],
            ["indicator.content_code", "indicator.code"],
            name="fk_indicator_value_indicator",
        ),
        Index(None, "project_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    content_code: Mapped[str]
    indicator_code: Mapped[str]
    stage: Mapped[str]
    value: Mapped[int]
    as_of: Mapped[date]
    by: Mapped[int]
    at: Mapped[datetime]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    for name in ("uq_project_code", "project.code"):
        explain(
            name,
            Explanation(
                "project.code",
                N_("Another project already has this code."),
                N_("Please choose another code, or leave it empty."),
            ),
        )
    for name in ("uq_beneficiary_once", "beneficiary.project_id, beneficiary.tax_code"):
        explain(
            name,
            Explanation("beneficiary.twice", N_("This tax code already stands among the beneficiaries.")),
        )


enter_words()
