"""Gathers what the conference workbook is made from: tables of figures, and the projects behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.figures import sources
from promotion.figures.lines import ProjectLines, project_lines
from promotion.figures.model import Boundaries, Dimension, Question, Table
from promotion.figures.outside import outside
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import now
from promotion.kernel.choices import Language, Level, ProjectState, Region
from promotion.kernel.text import mark as N_
from promotion.projects import queries as projects
from promotion.reports.conference import ConferenceInput, Issuer, ProjectRow
from promotion.territory.queries import atlas
from promotion.units import queries as units

LEVELS: tuple[Level | None, ...] = (Level.national, Level.local, None)


@dataclass(frozen=True)
class Order:
    """Which workbook is asked for: region (None is the country), budget year, last day, boundaries,
    language.
    """

    region: Region | None
    year: int
    to: date
    boundaries: Boundaries
    language: Language


def collect(
    scope: Scope, order: Order, made_by: str, translate: Callable[[str], str], version: str
) -> ConferenceInput:
    """Return everything the workbook needs, inside the reader's scope."""
    base = Question(order.year, Dimension.province, None, order.region, order.to, order.boundaries)

    def table(by: Dimension, level: Level | None = None) -> Table:
        return tabulate(scope, replace(base, by=by, level=level), order.language)

    return ConferenceInput(
        region=order.region,
        year=order.year,
        to=order.to,
        boundaries=order.boundaries,
        language=order.language,
        made_at=now(),
        made_by=made_by,
        issuer=_issuer(order, translate),
        by_region=table(Dimension.region),
        by_province={level: table(Dimension.province, level) for level in LEVELS},
        by_content=table(Dimension.content),
        content_groups=_content_groups(order),
        projects=_projects(scope, base, order),
        translate=translate,
        version=version,
        published=sources.about(base),
        complete=sources.complete(base),
        outside=outside(scope, base, order.language),
    )


def _issuer(order: Order, translate: Callable[[str], str]) -> Issuer:
    agency = units.name(units.unit("agency"), order.language, order.to)
    return Issuer(translate(N_("Ministry of Industry and Trade")), agency, "Hà Nội")


def _content_groups(order: Order) -> Mapping[str, str]:
    return {content.code: content.name(order.language) for content in catalogue.contents()}


def _projects(scope: Scope, base: Question, order: Order) -> tuple[ProjectRow, ...]:
    sums = project_lines(scope, base)
    found = projects.by_ids(scope, [line.project_id for line in sums])
    states = projects.states_on(found, order.to)
    spenders = units.by_ids({project.unit_id for project in found.values()})
    names = {unit.id: units.name(unit, order.language, order.to) for unit in spenders.values()}
    contents = _content_groups(order)
    rows = []
    for line in sums:
        project = found[line.project_id]
        rows.append(
            ProjectRow(
                key=project.public_id,
                code=project.code,
                name=project.name,
                unit=names[project.unit_id],
                province_key=line.province,
                province=atlas().name(line.province, order.language, order.to) if line.province else "",
                content=", ".join(contents.get(code, code) for code in line.contents),
                level=Level(project.level),
                state=ProjectState(states.get(project.id, project.state)),
                **_amounts(line),
            )
        )
    return tuple(
        sorted(rows, key=lambda row: (row.level != Level.national, row.province_key is None, row.code))
    )


def _amounts(line: ProjectLines) -> dict[str, int]:
    values = line.values
    return {
        "listed": values["approved"],
        "assigned": values["assigned"],
        "committed": values["committed"],
        "disbursed": values["disbursed"],
        "accepted": values["accepted"],
    }
