"""Which project and which content the rows of a pasted list mean; what is not found or not clear is asked back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from promotion.access.actor import Scope
from promotion.allocation.pasted.headings import folded
from promotion.allocation.pasted.rows import CellFault, ListRow
from promotion.catalogue.models import Content
from promotion.database.handle import db
from promotion.kernel.choices import Language, Level
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import search_key, sort_key
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund
from promotion.projects.models import IndicatorValue, Project
from promotion.projects.queries import contents_for, line_of_homes, sees
from promotion.territory.queries import atlas
from promotion.territory.spellings import folded as province_key
from promotion.units import queries as units
from promotion.units.models import Unit

_AT_ONCE = 400  # values in one statement
_MOST_NAMED = 5  # candidates in one message


@dataclass(frozen=True)
class Match:
    """What a row means: its project and the code of its content; `notes` are odd, not wrong."""

    row: ListRow
    project: Project
    content: str
    notes: tuple[CellFault, ...] = ()


def pays_for(fund: Fund, project: Project) -> bool:
    """Tell whether a fund may pay for a project: of its level, local ones in its own line of provinces."""
    if fund.level != project.level:
        return False
    return fund.level == Level.national or fund.home in line_of_homes(project.home or "")


def match(scope: Scope, fund: Fund, rows: Sequence[ListRow], faults: list[CellFault]) -> list[Match]:
    """Return what each row means, in order; a row that means nothing certain adds its faults instead.

    A project is found by its code; without one by its name, and its province when several have that name.
    """
    by_code = _projects(scope, Project.code, {row.texts["code"] for row in rows if row.texts.get("code")})
    without = [row for row in rows if not row.texts.get("code") and row.texts.get("name")]
    by_name = _named(scope, fund, {sort_key(row.texts["name"]) for row in without})
    found: list[tuple[ListRow, Project]] = []
    for row in rows:
        result = _found(row, by_code, by_name)
        fault = result if isinstance(result, CellFault) else _unfit(fund, row, result)
        if fault is None and isinstance(result, Project):
            found.append((row, result))
        elif fault is not None:
            faults.append(fault)
    return _with_contents(fund, found, faults)


def _projects(
    scope: Scope, column: InstrumentedAttribute[str], values: Collection[str]
) -> dict[str, list[Project]]:
    found: dict[str, list[Project]] = defaultdict(list)
    ordered = sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        query = select(column, Project).where(column.in_(some), sees(scope)).order_by(Project.id)
        for value, project in db.session.execute(query):
            found[value].append(project)
    return found


def _named(scope: Scope, fund: Fund, keys: Collection[str]) -> dict[str, list[Project]]:
    """Return the projects with these names that the fund may pay for."""
    every = _projects(scope, Project.sort_key, keys)
    return {key: [one for one in found if pays_for(fund, one)] for key, found in every.items()}


def _found(
    row: ListRow, by_code: Mapping[str, list[Project]], by_name: Mapping[str, list[Project]]
) -> Project | CellFault:
    code, name = row.texts.get("code", ""), row.texts.get("name", "")
    if code in by_code:
        return by_code[code][0]
    if code:
        return CellFault(
            row.number,
            "code",
            N_("No project with the code “%(code)s” is known to you."),
            {"code": code},
            N_("Check the code, or record the project first."),
        )
    if not name:
        return CellFault(row.number, "name", N_("This row names no project: neither a code nor a name."))
    return _by_name(row, by_name.get(sort_key(name), []))


def _by_name(row: ListRow, candidates: Sequence[Project]) -> Project | CellFault:
    place = row.texts.get("province", "")
    # Kiên Giang went over to An Giang: a project of the old An Giang is meant before one of the new.
    own = [one for one in candidates if place and one.home and _is_called(one.home, place)]
    inside = own or [one for one in candidates if not place or _lies_in(one, place)]
    if len(inside) == 1:
        return inside[0]
    if inside:
        return CellFault(
            row.number,
            "name",
            N_("Several projects have this name: %(codes)s."),
            {"codes": ", ".join(one.code for one in inside[:_MOST_NAMED])},
            N_("Write the code of the one that is meant."),
        )
    if candidates:
        return CellFault(
            row.number,
            "province",
            N_("A project of this name is known, but not in “%(province)s”."),
            {"province": place},
            N_("Check the province, or write the project's code."),
        )
    return CellFault(
        row.number,
        "name",
        N_("No project with this name is known to you."),
        cure=N_("Check the wording, write the project's code, or record the project first."),
    )


def _lies_in(project: Project, place: str) -> bool:
    """Tell whether a project's province, or one that its ground belonged to or went over to, is called so."""
    keys = line_of_homes(project.home) if project.home is not None else ()
    return any(_is_called(key, place) for key in keys)


def _is_called(key: str, place: str) -> bool:
    province = atlas().province(key)
    names = (province.name_vi, province.name_en, province.full_name_vi, province.key, *province.aliases)
    return province_key(place) in {province_key(name) for name in names}


def _unfit(fund: Fund, row: ListRow, project: Project) -> CellFault | None:
    """Return why a found project cannot stand in this list, None when it can."""
    column = "code" if row.texts.get("code") else "name"
    place = row.texts.get("province", "")
    if not pays_for(fund, project):
        return CellFault(
            row.number,
            column,
            N_("%(fund)s does not pay for this project: it belongs to another level or another province."),
            {"fund": fund.code},
        )
    if place and project.home is not None and not _lies_in(project, place):
        return CellFault(
            row.number,
            "province",
            N_("The project %(code)s is registered in %(home)s, not in “%(province)s”."),
            {"code": project.code, "home": atlas().province(project.home).name_vi, "province": place},
        )
    return None


def _with_contents(
    fund: Fund, found: Sequence[tuple[ListRow, Project]], faults: list[CellFault]
) -> list[Match]:
    """Return rows with their contents: the one that is written, else the only one that the project has."""
    offered = contents_for(fund.budget_year)
    own = _own_contents({project.id for _row, project in found})
    names = units.by_ids({project.unit_id for _row, project in found})
    matches: list[Match] = []
    for row, project in found:
        written = row.texts.get("content", "")
        content = _content(offered, written) if written else _only(own.get(project.id, frozenset()), offered)
        if content is None:
            faults.append(_no_content(row, written, own.get(project.id, frozenset())))
            continue
        matches.append(Match(row, project, content, tuple(_notes(row, project, names[project.unit_id]))))
    return matches


def _content(offered: Iterable[Content], written: str) -> str | None:
    wanted = search_key(written)
    fitting = [
        content.code
        for content in offered
        if wanted in {search_key(content.code), search_key(content.name_vi), search_key(content.name_en)}
    ]
    return fitting[0] if len(fitting) == 1 else None


def _only(own: frozenset[str], offered: Iterable[Content]) -> str | None:
    left = own & {content.code for content in offered}
    return min(left) if len(left) == 1 else None


def _no_content(row: ListRow, written: str, own: frozenset[str]) -> CellFault:
    if written:
        return CellFault(
            row.number,
            "content",
            N_("“%(content)s” is not a content that money may stand under in this year."),
            {"content": written},
            N_("Write the code or the exact wording of a content from the catalogue."),
        )
    return CellFault(
        row.number,
        "content",
        N_("The content is missing: the project has several, %(contents)s.")
        if own
        else N_("The content is missing: the project has none yet."),
        {"contents": ", ".join(sorted(own))},
        N_("Add a column “Content” with the code or the wording."),
    )


def _own_contents(project_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the contents that each project has: of its lines in any fund, and of its planned indicators."""
    found: dict[int, set[str]] = defaultdict(set)
    ordered = sorted(project_ids)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        lines = select(Envelope.project_id, Envelope.content_code).where(
            Envelope.kind == str(Kind.line), Envelope.project_id.in_(some)
        )
        planned = select(IndicatorValue.project_id, IndicatorValue.content_code).where(
            IndicatorValue.project_id.in_(some)
        )
        for project_id, content in (*db.session.execute(lines), *db.session.execute(planned)):
            found[project_id].add(content)
    return {project_id: frozenset(contents) for project_id, contents in found.items()}


def _notes(row: ListRow, project: Project, carrier: Unit) -> Iterable[CellFault]:
    """Yield what differs from our records and may still be right: wordings of names and units."""
    name, unit = row.texts.get("name", ""), row.texts.get("unit", "")
    if row.texts.get("code") and name and folded(name) != folded(project.name):
        yield CellFault(row.number, "name", N_("We have it as “%(name)s”."), {"name": project.name})
    spellings = {carrier.code, *(text for one in carrier.names for text in (one.name_vi, one.name_en))}
    if unit and folded(unit) not in {folded(spelling) for spelling in spellings}:
        known = units.name(carrier, Language.vi)
        yield CellFault(row.number, "unit", N_("We have it with another unit: %(unit)s."), {"unit": known})


def lines_of(fund: Fund, project_ids: Collection[int]) -> dict[tuple[int, str], Envelope]:
    """Return the lines of projects in a fund, by project and content; the fund has been loaded in scope."""
    found: dict[tuple[int, str], Envelope] = {}
    ordered = sorted(set(project_ids))
    for start in range(0, len(ordered), _AT_ONCE):
        query = select(Envelope).where(
            Envelope.fund_id == fund.id,
            Envelope.kind == str(Kind.line),
            Envelope.project_id.in_(ordered[start : start + _AT_ONCE]),
        )
        for line in db.session.scalars(query.order_by(Envelope.id)):
            found.setdefault((line.project_id or 0, line.content_code or ""), line)
    return found
