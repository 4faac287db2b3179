"""The table of templates: every version that a unit ever put into force, kept with its file. Append-only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from promotion.database.base import Base, PublicId
from promotion.database.refusals import Explanation, explain
from promotion.kernel.text import mark as N_
from promotion.papers.rules import MOST_BYTES, PaperKind

_KINDS = ", ".join(repr(str(kind)) for kind in PaperKind)


class PaperTemplate(PublicId, Base):
    """What a unit put into force for one paper; its newest row holds. The agency's holds for all who have none.

    A row without a file says: back to the standard. A return to an earlier version is a further row with that file;
    `returns_to` is its number. `fields` are the names that the template uses, parted by spaces.
    """

    __tablename__ = "paper_template"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "number"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(f"size > 0 AND size <= {MOST_BYTES}", name="size"),
        CheckConstraint(
            "(content IS NULL) = (sha256 IS NULL) AND (content IS NULL) = (size IS NULL) "
            "AND (content IS NULL) = (file_name IS NULL)",
            name="file",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[int]
    file_name: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    fields: Mapped[str]
    returns_to: Mapped[int | None]
    added_by: Mapped[int]
    added_at: Mapped[datetime]


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    for name in ("uq_paper_template_unit_id_kind_number", "paper_template.unit_id, paper_template.kind"):
        explain(
            name,
            Explanation(
                "papers.overtaken",
                N_("Someone else put another version of this template into force meanwhile."),
                N_("Look at the versions, then decide again."),
            ),
        )


enter_words()
