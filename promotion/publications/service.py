"""The verb of the room: record the figures of a file. Nothing is ever changed or taken back.

Runs inside the caller's unit of work. Raises `Forbidden` for who may not enter figures.
"""

from dataclasses import dataclass

from promotion.access.actor import Actor
from promotion.access.permissions import FIGURES_IMPORT
from promotion.audit.drafts import Subject
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Forbidden
from promotion.publications import queries
from promotion.publications.drafts import ImportDraft
from promotion.publications.models import PublicationImport, PublishedFigure
from promotion.publications.rules import Printed


@dataclass(frozen=True)
class Recorded:
    """What came of it: how many figures were new, how many stood already; the import, None when nothing was new."""

    new: int
    known: int
    came_in: PublicationImport | None


def record(actor: Actor, draft: ImportDraft) -> Recorded:
    """Record the figures that do not stand yet, all of them or none; the same file again changes nothing."""
    if not actor.may(FIGURES_IMPORT):
        raise Forbidden
    standing = queries.standing(figure.fingerprint for figure in draft.figures)
    fresh = {figure.fingerprint: figure for figure in draft.figures if figure.fingerprint not in standing}
    if not fresh:
        return Recorded(0, len(draft.figures), None)
    came_in = PublicationImport(
        file_name=draft.file_name,
        sha256=draft.sha256,
        rows=len(draft.figures),
        added=len(fresh),
        imported_by=actor.user_id,
        imported_by_name=actor.name,
        imported_at=now(),
    )
    db.session.add(came_in)
    db.session.flush()
    db.session.add_all(_row(figure, came_in) for figure in fresh.values())
    audit(
        actor,
        "publications.record",
        Subject("publication_import", came_in.id, draft.file_name),
        after={"file_name": draft.file_name, "sha256": draft.sha256, "added": len(fresh)},
        under=(FIGURES_IMPORT, None),
    )
    db.session.flush()
    return Recorded(len(fresh), len(draft.figures) - len(fresh), came_in)


def _row(figure: Printed, came_in: PublicationImport) -> PublishedFigure:
    return PublishedFigure(
        year=figure.year,
        period=figure.period,
        scope=figure.scope,
        place=figure.place,
        edition=figure.edition,
        level=figure.level,
        measure=figure.measure,
        value=figure.value,
        unit=figure.unit,
        as_of=figure.as_of,
        source=figure.source,
        note=figure.note,
        fingerprint=figure.fingerprint,
        imported_at=came_in.imported_at,
        imported_by=came_in.imported_by,
        import_id=came_in.id,
    )
