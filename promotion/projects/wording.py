"""How projects are said on pages: names of fields and acts, values of fields in words, the trail as a
timeline.

Stands beside the views, which all use it; it holds no rule and asks only for names.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from promotion.accounts import queries as accounts
from promotion.audit.models import AuditLine
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.money import amount_text
from promotion.kernel.text import mark as N_
from promotion.ledger.books import ActKind
from promotion.projects.rules import OtherKind, ProjectKind, Stage
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit
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
}

ACTS: Mapping[str, str] = {
    "projects.record": N_("Recorded the project"),
    "projects.revise": N_("Changed the project"),
    "projects.move": N_("Changed the state"),
    "projects.add_line": N_("Added a line of money"),
    "projects.add_beneficiary": N_("Added a beneficiary"),
    "projects.change_beneficiary": N_("Changed a beneficiary"),
    "projects.drop_beneficiary": N_("Removed a beneficiary"),
    "projects.add_other_money": N_("Added counterpart or other money"),
    "projects.drop_other_money": N_("Removed counterpart or other money"),
    "projects.record_indicators": N_("Entered values of indicators"),
}

ACT_KINDS: Mapping[ActKind, str] = {kind: kind.label for kind in ActKind}

# Who was a beneficiary, and what kind money was, are told by the same names as fields of the project itself.
_PARTY = {"name": N_("Name of the beneficiary")}


def unit_label(unit: Unit, language: str) -> str:
    """Return a unit's newest name, with its last day when it no longer stands: two editions may share a
    name.
    """
    name = units.name(unit, language)
    if unit.valid_to is None:
        return name
    return _("%(name)s (to %(day)s)", name=name, day=date_text(unit.valid_to, language))


def value_text(field: str, value: object) -> str:
    """Return the value of a field in the reader's words; "" for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return date_text(value, chosen())
    text = str(value)
    return _READERS[field](text) if field in _READERS else text


def timeline(lines: Sequence[AuditLine]) -> list[dict[str, Any]]:
    """Return a project's trail for the timeline component, newest first.

    What was changed shows from and to; what was entered or removed shows as it was, in one line.
    """
    return [
        {
            "when": line.at,
            "who": line.user_name,
            "what": _(ACTS.get(line.act, line.act)),
            "changes": _changes(line),
            "note": " · ".join(part for part in (*_stated(line), line.reason or "") if part),
        }
        for line in lines
    ]


def people(user_ids: set[int]) -> dict[int, str]:
    """Return names of people by id; whoever has no account any more is a dash."""
    found = accounts.names(user_ids)
    return {user_id: found.get(user_id, "–") for user_id in user_ids}


def _changes(line: AuditLine) -> list[dict[str, str]]:
    before, after = line.before or {}, line.after or {}
    return [
        {
            "field": _field(line.act, field),
            "before": value_text(field, before[field]),
            "after": value_text(field, after[field]),
        }
        for field in after
        if field in before
    ]


def _stated(line: AuditLine) -> list[str]:
    """Return what the line says on one side only, as "field: value"."""
    before, after = line.before or {}, line.after or {}
    sided = {**before, **after}
    return [
        f"{_field(line.act, field)}: {value_text(field, value)}"
        for field, value in sided.items()
        if (field in before) != (field in after) and value not in {None, ""}
    ]


def _field(act: str, field: str) -> str:
    if act.endswith("_indicators"):
        return _indicator(field)
    if act.endswith("_beneficiary") and field in _PARTY:
        return _(_PARTY[field])
    return _(FIELDS.get(field, field))


def _indicator(key: str) -> str:
    content, code, stage = key.split("/")
    row = next((row for row in catalogue.indicators(content) if row.code == code), None)
    name = code if row is None else row.name_vi if chosen() == "vi" else row.name_en
    return f"{name} – {_(Stage(stage).label)}"


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


_READERS: Mapping[str, Callable[[str], str]] = {
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
    "amount": lambda text: amount_text(int(text), chosen()),
}
