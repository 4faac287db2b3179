"""How projects are said on pages: names of fields and acts, values of fields in words.

Stands beside the views, which all use it; it holds no rule and asks only for names.
"""

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import gettext as _

from promotion.accounts import queries as accounts
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.money import amount_text
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind
from promotion.projects.rules import LawBasis, OtherKind, ProjectKind, WorkWay
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.languages import chosen

FIELDS: Mapping[str, str] = {
    "name": N_("Name of the project"),
    "code": N_("Code"),
    "programme_code": N_("Programme"),
    "level": N_("Level"),
    "kind": N_("Kind"),
    "home": N_("Province"),
    "commune": N_("Commune, ward or special zone"),
    "unit_id": N_("Implementing unit"),
    "planned_start": N_("Planned start"),
    "planned_end": N_("Planned end"),
    "objective": N_("Objective"),
    "state": N_("State"),
    "since": N_("Since"),
    "fund": N_("Fund"),
    "content": N_("Content"),
    "tax_code": N_("Tax code"),
    "address": N_("Address"),
    "payer": N_("Paid by"),
    "amount": N_("Amount (đồng)"),
    "day": N_("Day"),
    "note": N_("Note"),
    "line": N_("Line of money"),
    "law": N_("Law basis"),
    "way": N_("Way of giving the work"),
    "valid_from": N_("Holds from"),
    "document": N_("Document"),
}

ACT_KINDS: Mapping[ActKind, str] = {kind: kind.label for kind in ActKind}


def value_text(field: str, value: object) -> str:
    """Return the value of a field in the reader's words; "" for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return date_text(value, chosen())
    text = str(value)
    return READERS[field](text) if field in READERS else text


def people(user_ids: set[int]) -> dict[int, str]:
    """Return names of people by id; whoever has no account any more is a dash."""
    found = accounts.names(user_ids)
    return {user_id: found.get(user_id, "–") for user_id in user_ids}


def _day(text: str) -> str:
    return date_text(date.fromisoformat(text), chosen())


def _kind(text: str) -> str:
    known = {
        **{str(kind): kind.label for kind in ProjectKind},
        **{str(kind): kind.label for kind in OtherKind},
    }
    return _(known.get(text, text))


def _programme(code: str) -> str:
    row = next((row for row in catalogue.programmes() if row.code == code), None)
    return code if row is None else row.name_vi if chosen() == "vi" else row.name_en


READERS: Mapping[str, Callable[[str], str]] = {
    "level": lambda text: _(Level(text).label),
    "state": lambda text: _(ProjectState(text).label),
    "kind": _kind,
    "home": lambda key: atlas().name(key, chosen()),
    "unit_id": lambda unit_id: unit_label(units.by_id(int(unit_id)), chosen()),
    "content": lambda code: f"{code} {catalogue.content(code).name(chosen())}",
    "programme_code": _programme,
    "planned_start": _day,
    "planned_end": _day,
    "since": _day,
    "day": _day,
    "valid_from": _day,
    "law": lambda text: _(LawBasis(text).label),
    "way": lambda text: _(WorkWay(text).label),
    "amount": lambda text: amount_text(int(text), chosen()),
}
