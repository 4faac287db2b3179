"""What the reader of files asks: the places and indicators that may be named, and files that wait.

Places and indicators are the same for everybody; a waiting file is seen by the person who sent it and by nobody else.
"""

from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.imports.models import ImportFile
from promotion.imports.places import Gazetteer, KnownUnit
from promotion.imports.rows import Known
from promotion.imports.words import folded
from promotion.kernel.calendar import today
from promotion.kernel.errors import NotFound
from promotion.territory.queries import atlas
from promotion.units.models import Unit


def known(language: str) -> Known:
    """Return everything that a file may name; hints name provinces in this language."""
    units = {
        unit.code: KnownUnit(
            unit.code,
            frozenset(folded(name) for one in unit.names for name in (one.name_vi, one.name_en)),
            unit.province_key.partition("-")[0] if unit.province_key else None,
        )
        for unit in db.session.scalars(select(Unit))
    }
    indicators: dict[str, frozenset[str]] = {}
    for indicator in catalogue.indicators():
        words = frozenset({folded(indicator.unit_vi), folded(indicator.unit_en)})
        indicators[indicator.code] = indicators.get(indicator.code, frozenset()) | words
    return Known(Gazetteer(atlas(), units, language), indicators, today())


def waiting(actor: Actor, public_id: str) -> ImportFile:
    """Return a file that this person sent."""
    query = select(ImportFile).where(
        ImportFile.public_id == public_id, ImportFile.uploaded_by == actor.user_id
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
