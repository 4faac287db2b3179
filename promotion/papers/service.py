"""The verbs of the room: put a template into force, go back to an earlier one, fill a paper.

Changes run inside the caller's unit of work. A template is tried before (`trial.tried`), outside of it: trying takes
time in which nobody else should wait.
"""

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import PAPERS_REPLACE
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.errors import Conflict, Fault, Invalid, NotFound
from promotion.kernel.text import mark as N_
from promotion.papers import gathering, press, queries
from promotion.papers.drafts import ReturnDraft, TemplateDraft
from promotion.papers.gathering import About
from promotion.papers.models import PaperTemplate
from promotion.papers.rules import PaperKind
from promotion.papers.trail import subject
from promotion.papers.trial import tried
from promotion.projects.queries import standing_unit
from promotion.units.models import Unit


def fields_of(actor: Actor, unit: Unit, draft: TemplateDraft) -> frozenset[str]:
    """Try a template and return the names that it uses; nothing is kept. Raises `Invalid` with every fault."""
    actor.require_for(PAPERS_REPLACE, unit.id)
    return tried(draft.content)


def replace(
    actor: Actor, unit: Unit, kind: PaperKind, draft: TemplateDraft, used: frozenset[str]
) -> PaperTemplate:
    """Put a template that was tried into force for a unit; the agency's holds for all units without an own one.

    Raises `Invalid` for the file that holds already, `Conflict` when another version came meanwhile.
    """
    actor.require_for(PAPERS_REPLACE, unit.id)
    known = _known(unit, kind, draft.seen)
    if known and known[0].sha256 == draft.sha256:
        raise Invalid(faults=(Fault("file", N_("This file is in force already.")),))
    row = PaperTemplate(
        kind=str(kind),
        unit_id=unit.id,
        number=draft.seen + 1,
        file_name=draft.name,
        sha256=draft.sha256,
        size=len(draft.content),
        content=draft.content,
        fields=" ".join(sorted(used)),
        added_by=actor.user_id,
        added_at=now(),
    )
    return _kept(actor, unit, row, "papers.replace")


def go_back(actor: Actor, unit: Unit, kind: PaperKind, draft: ReturnDraft) -> PaperTemplate:
    """Put an earlier version into force again, or the standard. Raises `Conflict` when another came meanwhile."""
    actor.require_for(PAPERS_REPLACE, unit.id)
    known = _known(unit, kind, draft.seen)
    earlier = next((row for row in known if row.number == draft.number), None)
    if draft.number and (earlier is None or earlier.sha256 is None):
        raise NotFound
    row = PaperTemplate(
        kind=str(kind),
        unit_id=unit.id,
        number=draft.seen + 1,
        file_name=earlier.file_name if earlier else None,
        sha256=earlier.sha256 if earlier else None,
        size=earlier.size if earlier else None,
        content=earlier.content if earlier else None,
        fields=earlier.fields if earlier else "",
        returns_to=draft.number,
        added_by=actor.user_id,
        added_at=now(),
    )
    return _kept(actor, unit, row, "papers.go_back")


def paper(scope: Scope, kind: PaperKind, about: About) -> bytes:
    """Return a paper about a project or contract that was loaded in this scope, filled from what is stored.

    The template is that of the unit that stands today, also for a paper of an earlier day.
    """
    unit = standing_unit(about.project.unit_id, today())
    held = queries.in_force(unit)[kind]
    return press.fill(queries.content(kind, held), gathering.facts(scope, about).values)[0]


def _known(unit: Unit, kind: PaperKind, seen: int) -> list[PaperTemplate]:
    known = list(queries.versions(unit, kind))
    if (known[0].number if known else 0) != seen:
        raise Conflict(
            N_("Someone else put another version of this template into force meanwhile."),
            cure=N_("Look at the versions, then decide again."),
        )
    return known


def _kept(actor: Actor, unit: Unit, row: PaperTemplate, act: str) -> PaperTemplate:
    db.session.add(row)
    db.session.flush()
    said = {"kind": row.kind, "number": row.number, "file_name": row.file_name, "sha256": row.sha256,
            "size": row.size, "returns_to": row.returns_to}  # fmt: skip
    audit(actor, act, subject(unit, row.id), under=(PAPERS_REPLACE, unit.id),
          after={name: value for name, value in said.items() if value is not None})  # fmt: skip
    return row
