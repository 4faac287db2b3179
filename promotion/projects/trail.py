"""How projects stand in the trail."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from flask import url_for
from flask_babel import gettext as _

from promotion.access.actor import Actor, Scope
from promotion.access.permissions import PROJECTS_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter
from promotion.audit.models import AuditLine
from promotion.catalogue import queries as catalogue
from promotion.kernel.text import mark as N_
from promotion.projects import queries
from promotion.projects.models import Project
from promotion.projects.rules import Stage
from promotion.projects.wording import FIELDS, READERS
from promotion.units import trail as units
from promotion.web.languages import chosen


def subject(project: Project) -> Subject:
    """Return a project, where it belongs now."""
    name = f"{project.code} · {project.name}"
    return Subject("project", project.id, name, project.unit_id, project.home, project.level)


def _readers(lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    """Return how fields are said: reference data is read once, and only where a line asks for it."""

    @cache
    def contents() -> Mapping[str, str]:
        return {row.code: row.name(chosen()) for row in catalogue.contents()}

    @cache
    def programmes() -> Mapping[str, str]:
        return {row.code: row.name_vi if chosen() == "vi" else row.name_en for row in catalogue.programmes()}

    @cache
    def indicators() -> Mapping[tuple[str, str], str]:
        return {
            (row.content_code, row.code): row.name_vi if chosen() == "vi" else row.name_en
            for row in catalogue.indicators()
        }

    def indicator(field: str) -> str:
        """Return the name of an indicator, which lines name content/code/stage; any other field stands as it is."""
        content, _slash, rest = field.partition("/")
        code, _slash, stage = rest.partition("/")
        return f"{indicators().get((content, code), code)} – {_(Stage(stage).label)}" if stage else field

    return {
        **READERS,
        "unit_id": units.called(readers.values(lines, "unit_id")),
        "content": lambda code: f"{code} {contents().get(code, '')}".strip(),
        "programme_code": lambda code: programmes().get(code, code),
        "amount": readers.dong,
        "document": lambda kept: f"{kept[0]}, {readers.day(kept[1])}, {kept[2]}",
        "*": indicator,
    }


def _addresses(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    found = queries.by_ids(actor.scope, ids)
    return {key: url_for("projects.show", public_id=project.public_id) for key, project in found.items()}


def enter_words() -> None:
    """Tell the trail of projects; called once, when this room is opened."""
    enter(
        Kind(
            key="project",
            label=N_("Project"),
            permission=PROJECTS_READ,
            acts={
                "projects.record": N_("Recorded the project"),
                "projects.revise": N_("Changed the project"),
                "projects.move": N_("Changed the state"),
                "projects.add_line": N_("Added a line of money"),
                "projects.add_beneficiary": N_("Added a beneficiary"),
                "projects.change_beneficiary": N_("Changed a beneficiary"),
                "projects.drop_beneficiary": N_("Removed a beneficiary"),
                "projects.add_other_money": N_("Added counterpart or other money"),
                "projects.drop_other_money": N_("Removed counterpart or other money"),
                "projects.set_terms": N_("Said law basis and way of giving the work"),
                "projects.record_indicators": N_("Entered values of indicators"),
            },
            fields={**FIELDS, "name": N_("Name"), "amount": N_("Amount")},
            readers=_readers,
            addresses=_addresses,
        )
    )
