"""What the search of the trail offers a reader, and whom a name means."""

from flask_babel import gettext as _
from sqlalchemy import select

from promotion.access.actor import Actor
from promotion.access.permissions import ACCOUNTS_ALL, ACCOUNTS_MANAGE
from promotion.accounts import trail as accounts
from promotion.audit.kinds import Kind
from promotion.audit.queries import reads_all
from promotion.audit.wording import act_words
from promotion.database.handle import db
from promotion.kernel.text import search_key
from promotion.units.models import Unit

PROGRAM = 0
"""The row id under which operators' commands act; their lines are found by the name they bear."""
_PROGRAM_NAME = "operator"


def offered_units(viewer: Actor) -> list[Unit]:
    """Return the units whose lines the reader may find, in Vietnamese order."""
    every = db.session.scalars(select(Unit).order_by(Unit.sort_key, Unit.code)).all()
    managed = viewer.units_for(ACCOUNTS_MANAGE)
    return [
        unit
        for unit in every
        if reads_all(viewer)
        or viewer.may(ACCOUNTS_ALL)
        or unit.id in managed
        or viewer.scope.covers(home=unit.province_key, unit_id=unit.id)
    ]


def acts_of(kinds: list[Kind]) -> list[tuple[str, str]]:
    """Return the acts of these kinds as (key, words), each after its kind."""
    return [(act, f"{_(kind.label)}: {act_words(kind, act)}") for kind in kinds for act in kind.acts]


def people_called(text: str) -> frozenset[int]:
    """Return the people whose name holds every word, accents aside; the program's own name means its operators."""
    words = search_key(text).split()
    program = frozenset({PROGRAM}) if words and all(word in _PROGRAM_NAME for word in words) else frozenset()
    return accounts.called(text) | program
