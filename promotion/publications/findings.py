"""The checks over everything that is stored, kept in memory until something is added.

Published totals are public to everybody signed in, a named exception of the rule that every read names its scope.
"""

from sqlalchemy import select

from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.database.reference import current_mark
from promotion.publications.checks import Findings, check
from promotion.publications.grounds import Grounds
from promotion.publications.models import PublishedFigure
from promotion.publications.phrases import Reader
from promotion.territory.queries import atlas

# One entry: what was found, under the newest figure and the mark of the reference data it was found with.
_kept: dict[tuple[str | None, str | None], Findings] = {}


def findings(year: int | None = None) -> Findings:
    """Return what does not reproduce, could not be checked or is contradicted, of one year or of all.

    Figures are never altered, so the newest one tells whether anything was added.
    """
    newest = select(PublishedFigure.public_id).order_by(PublishedFigure.id.desc()).limit(1)
    mark = (db.session.scalar(newest), current_mark())
    found = _kept.get(mark)
    if found is None:
        rows = db.session.scalars(select(PublishedFigure).order_by(PublishedFigure.id))
        found = check([row.printed for row in rows], Grounds(atlas()))
        _kept.clear()
        _kept[mark] = found
    return found if year is None else found.of_year(year)


def reader(language: str) -> Reader:
    """Return the names of stages, indicators and places in the language of the request."""
    names = {one.code: str(getattr(one, f"name_{language}")) for one in catalogue.indicators()}
    return Reader(language, atlas(), names)
