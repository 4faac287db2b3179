"""How templates of papers stand in the trail: whose, which paper, which file; never what is in it."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import PAPERS_READ
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter
from promotion.audit.models import AuditLine
from promotion.database.handle import db
from promotion.kernel.choices import Language, Level
from promotion.kernel.text import mark as N_
from promotion.papers import queries
from promotion.papers.models import PaperTemplate
from promotion.papers.rules import PaperKind
from promotion.units import queries as units
from promotion.units.models import Unit


def subject(unit: Unit, row_id: int) -> Subject:
    """Return a version of a unit's template, where it belongs."""
    level = Level.local if unit.province_key else Level.national
    name = units.name(unit, str(Language.vi))
    return Subject("paper_template", row_id, name, unit.id, unit.province_key, str(level))


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "kind": lambda kind: _(PaperKind(kind).label),
        "returns_to": lambda number: str(number) if number else _("the standard"),
    }


def _addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    rows = db.session.scalars(select(PaperTemplate).where(PaperTemplate.id.in_(sorted(ids)))).all()
    known = units.by_ids(row.unit_id for row in rows)
    return {
        row.id: url_for("papers.template", kind=row.kind, code=known[row.unit_id].code)
        for row in rows
        if queries.sees(actor.scope, known[row.unit_id])
    }


def enter_words() -> None:
    """Tell the trail of templates; called once, when this room is opened."""
    enter(
        Kind(
            key="paper_template",
            label=N_("Template of a paper"),
            permission=PAPERS_READ,
            acts={
                "papers.replace": N_("Put a template into force"),
                "papers.go_back": N_("Went back to an earlier template"),
            },
            fields={
                "kind": N_("Paper"),
                "number": N_("Version"),
                "file_name": N_("File"),
                "sha256": N_("Fingerprint of the file (SHA-256)"),
                "size": N_("Size in bytes"),
                "returns_to": N_("Version that it returns to"),
            },
            readers=_readers,
            addresses=_addresses,
        )
    )
