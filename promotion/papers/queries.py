"""Reads templates: which one holds for a unit, its versions, whose templates a person may look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import PAPERS_REPLACE
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.errors import NotFound
from promotion.papers import press
from promotion.papers.fields import specimen
from promotion.papers.models import PaperTemplate
from promotion.papers.rules import PaperKind
from promotion.territory.periods import covers
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.rules import UnitKind

HOME = Path(__file__).resolve().parent.parent / "data" / "papers"


@dataclass(frozen=True)
class InForce:
    """The template that holds for a unit: a version of its own or of the agency's; both None for the program's."""

    version: PaperTemplate | None
    owner: Unit | None
    used: frozenset[str]


def kind_of(text: str) -> PaperKind:
    """Return the paper that an address names; `NotFound` for another text."""
    try:
        return PaperKind(text)
    except ValueError:
        raise NotFound from None


@cache
def standard(kind: PaperKind) -> bytes:
    """Return the template that comes with the program."""
    return (HOME / f"{kind}.docx").read_bytes()


@cache
def _used(kind: PaperKind) -> frozenset[str]:
    return press.fill(standard(kind), specimen())[1]


def agency() -> Unit | None:
    """Return the agency, whose templates hold for all; None where none is recorded."""
    found = [unit for unit in units.central_units() if unit.kind == UnitKind.agency and covers(unit, today())]
    return next(iter(found), None)


def in_force(unit: Unit) -> dict[PaperKind, InForce]:
    """Return the template of every paper that holds for a unit: its own, else the agency's, else the program's."""
    above = agency()
    owners = {one.id: one for one in (unit, above) if one is not None}
    newest = _newest(owners)
    found = {}
    for kind in PaperKind:
        held = [newest[one, str(kind)] for one in owners if (one, str(kind)) in newest]
        version = next((row for row in held if row.sha256 is not None), None)
        if version is None:
            found[kind] = InForce(None, None, _used(kind))
        else:
            found[kind] = InForce(version, owners[version.unit_id], frozenset(version.fields.split()))
    return found


def _newest(unit_ids: Sequence[int] | dict[int, Unit]) -> dict[tuple[int, str], PaperTemplate]:
    last = (
        select(func.max(PaperTemplate.id))
        .where(PaperTemplate.unit_id.in_(sorted(unit_ids)))
        .group_by(PaperTemplate.unit_id, PaperTemplate.kind)
    )
    rows = db.session.scalars(select(PaperTemplate).where(PaperTemplate.id.in_(last)))
    return {(row.unit_id, row.kind): row for row in rows}


def content(kind: PaperKind, held: InForce) -> bytes:
    """Return the file of a template that holds."""
    return standard(kind) if held.version is None else held.version.content or b""


def versions(unit: Unit, kind: PaperKind) -> Sequence[PaperTemplate]:
    """Return what a unit put into force for a paper, newest first, without the files."""
    query = select(PaperTemplate).where(PaperTemplate.unit_id == unit.id, PaperTemplate.kind == str(kind))
    return db.session.scalars(query.order_by(PaperTemplate.number.desc())).all()


def version(scope: Scope, public_id: str) -> PaperTemplate:
    """Return one version with its file; `NotFound` for that of a unit out of sight, and for one without a file."""
    query = select(PaperTemplate).where(PaperTemplate.public_id == public_id)
    found = db.session.scalars(query.options(undefer(PaperTemplate.content))).one_or_none()
    if found is None or found.content is None or not sees(scope, units.by_id(found.unit_id)):
        raise NotFound
    return found


def owner(scope: Scope, code: str) -> Unit:
    """Return a unit whose templates the reader may look at; `NotFound` for any other."""
    found = units.unit(code)
    if not sees(scope, found):
        raise NotFound
    return found


def sees(scope: Scope, unit: Unit) -> bool:
    """Tell whether a unit's templates are in sight: the agency's are for all, others belong to the unit's place."""
    level = Level.local if unit.province_key else Level.national
    return unit.kind == UnitKind.agency or scope.covers(home=unit.province_key, unit_id=unit.id, level=level)


def owners(actor: Actor) -> tuple[Unit, ...]:
    """Return whose templates a person may choose from: the agency, units that have some, and the own ones, in order.

    Only units that stand today: nobody draws up papers for one that ended.
    """
    having = set(db.session.scalars(select(PaperTemplate.unit_id).distinct()))
    wanted = having | actor.units_for(PAPERS_REPLACE)
    above = agency()
    others = [
        unit
        for unit in units.by_ids(wanted).values()
        if covers(unit, today()) and sees(actor.scope, unit) and (above is None or unit.id != above.id)
    ]
    return tuple([above] if above else []) + tuple(
        sorted(others, key=lambda unit: (unit.sort_key, unit.code))
    )
