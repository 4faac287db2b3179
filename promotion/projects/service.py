"""The verbs of projects: record, revise, move, open lines of money. Nothing here touches an amount of the
ledger.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from promotion.access.actor import EVERYTHING, Actor
from promotion.access.permissions import PROJECTS_DECIDE, PROJECTS_WRITE
from promotion.audit.queries import history
from promotion.audit.service import changes
from promotion.audit.service import record as audit
from promotion.database import versions
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import Level
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Refused
from promotion.kernel.text import clean, search_key, sort_key
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.models import Envelope
from promotion.ledger.places import LineDraft, open_line, open_share
from promotion.projects import queries, rules
from promotion.projects.drafts import MoveDraft, ProjectDraft
from promotion.projects.models import Project, ProjectNumber, ProjectState
from promotion.projects.trail import subject
from promotion.territory.queries import atlas
from promotion.units import queries as units

_FIELDS = (
    *("code", "name", "programme_code", "level", "kind", "home", "commune", "unit_id"),
    *("planned_start", "planned_end", "objective"),
)
_FIXED_BY_LINES = ("level", "unit_id", "home")


def record(actor: Actor, draft: ProjectDraft, since: date | None = None) -> Project:
    """Record a new project, at "being drafted" since a day (today unless told).

    Raises `Forbidden` for another unit's project, `Invalid` for faults of the draft.
    """
    actor.require_for(PROJECTS_WRITE, draft.unit_id)
    _check(draft)
    since = since or today()
    values = _values(draft)
    values["code"] = values["code"] or _next_code(draft, (draft.planned_start or since).year)
    project = Project(
        **values,
        search_key=search_key(f"{values['code']} {draft.name}"),
        sort_key=sort_key(draft.name),
        state=str(State.draft),
        version=1,
        created_by=actor.user_id,
        created_at=now(),
    )
    db.session.add(project)
    db.session.flush()
    _enter_state(actor, project, MoveDraft(State.draft, since))
    audit(actor, "projects.record", subject(project), after=_plain(values),
          under=(PROJECTS_WRITE, project.unit_id))  # fmt: skip
    return project


def revise(actor: Actor, public_id: str, draft: ProjectDraft, version: int) -> Project:
    """Change a project that the person saw in this version.

    Raises `Conflict` when somebody saved another one meanwhile, or moved the project to another state; `Refused` when
    the project is closed, or when level, unit or province would change under lines of money.
    """
    project = queries.project(actor.scope, public_id, lock=True)
    actor.require_for(PROJECTS_WRITE, project.unit_id)
    actor.require_for(PROJECTS_WRITE, draft.unit_id)
    rules.check_open(State(project.state), set(State) - rules.CLOSED)
    _check(draft)
    before = {field: getattr(project, field) for field in _FIELDS}
    values = _values(draft)
    values["code"] = values["code"] or project.code
    if project.version != version:
        raise Conflict
    if any(values[field] != before[field] for field in _FIXED_BY_LINES) and _lines(project):
        raise Refused(
            N_("Level, unit and province cannot change any more: the project has lines of money."),
            code="project.lines",
            cure=N_(
                "Put the earlier values back; if they are wrong, stop this project and record a new one."
            ),
        )
    keys = {"search_key": _search_key(project, values), "sort_key": sort_key(str(values["name"]))}
    versions.write(project, {**values, **keys}, seen=version, by=actor.name)
    was, became = changes(_plain(before), _plain(values))
    if became:
        audit(actor, "projects.revise", subject(project), before=was, after=became,
              under=(PROJECTS_WRITE, project.unit_id))  # fmt: skip
    return project


def move(actor: Actor, public_id: str, draft: MoveDraft, seen: int | None = None) -> Project:
    """Move a project to another state, if the rules and the person's grants allow it.

    `seen` is how many lines the project's trail had when it was shown: `Conflict` when anything of the project was
    changed since, its beneficiaries, money and indicators included. None where nobody looked at a page.
    """
    project = queries.project(actor.scope, public_id, lock=True)
    step = rules.step(State(project.state), draft.target)
    require_mover(actor, project, step)
    if seen is not None and len(history("project", project.id)) != seen:
        raise Conflict(
            N_("The project was changed since you saw it."),
            cure=N_("Look at what was changed; if it is still right, send the form again."),
        )
    dated = queries.states(project)
    rules.check_move(step, since=draft.since, last=dated[-1].since, today=today(), reason=draft.reason)
    if step.target is State.registered:
        rules.check_registration(project, len(queries.beneficiaries(project)))
    if step.target is State.approved and dated[-1].by == actor.user_id:
        raise Refused(
            N_("Whoever registered a project may not approve it."),
            code="project.two_people",
            cure=N_("Ask another person of the deciding office."),
        )
    before = project.state
    versions.write(project, {"state": str(step.target)}, seen=project.version, by=actor.name)
    _enter_state(actor, project, draft)
    audit(
        actor,
        "projects.move",
        subject(project),
        before={"state": before},
        after={"state": project.state, "since": draft.since.isoformat()},
        reason=draft.reason,
        under=_mover(project, step),
    )
    return project


def may_move(actor: Actor, project: Project, step: rules.Step) -> bool:
    """Tell whether this person's grants allow a move of this project."""
    try:
        require_mover(actor, project, step)
    except (Forbidden, Refused):
        return False
    return True


def require_mover(actor: Actor, project: Project, step: rules.Step) -> None:
    """Raise `Forbidden` unless the person belongs to those who may make this move."""
    actor.require_for(*_mover(project, step))


def _mover(project: Project, step: rules.Step) -> tuple[str, int]:
    """Return the permission that a move asks for, and the unit for which."""
    if step.mover is rules.Mover.unit:
        return PROJECTS_WRITE, project.unit_id
    if step.mover is rules.Mover.head:
        return PROJECTS_DECIDE, project.unit_id
    return PROJECTS_DECIDE, queries.deciding_unit(project.level, project.home).id


def add_line(actor: Actor, public_id: str, fund_public_id: str, content_code: str) -> Envelope:
    """Open a line of money of a project: a fund and a content, empty. Amounts come by plan acts only.

    The line belongs to the unit that stands in the fund's year; its province is the project's.
    """
    project = queries.project(actor.scope, public_id, lock=True)
    actor.require_for(PROJECTS_WRITE, project.unit_id)
    rules.check_open(State(project.state), rules.PLANNING)
    fund = next((fund for fund in queries.funds_for(project) if fund.public_id == fund_public_id), None)
    if fund is None:
        raise NotFound
    if content_code not in {content.code for content in queries.contents_for(fund.budget_year)}:
        raise Invalid(faults=(Fault("content", N_("Please choose one of the contents of that year.")),))
    if any(line.fund_id == fund.id and line.content_code == content_code for line in _lines(project)):
        raise Invalid(
            faults=(Fault("content", N_("The project already has a line of this fund and content.")),)
        )
    unit = queries.standing_unit(project.unit_id, queries.day_of_year(fund.budget_year))
    share = open_share(fund, unit.id, unit.province_key)
    line = open_line(share, LineDraft(project.id, content_code, project.home))
    audit(actor, "projects.add_line", subject(project), after={"fund": fund.code, "content": content_code},
          under=(PROJECTS_WRITE, project.unit_id))  # fmt: skip
    return line


def renew_search_key(project: Project) -> None:
    """Let the list find a project by code, name, and its beneficiaries' names and tax codes."""
    db.session.flush()
    project.search_key = _search_key(project, {"code": project.code, "name": project.name})


def _search_key(project: Project, values: dict[str, object]) -> str:
    parties = [f"{party.name} {party.tax_code or ''}" for party in queries.beneficiaries(project)]
    return search_key(" ".join([str(values["code"]), str(values["name"]), *parties]))


def _check(draft: ProjectDraft) -> None:
    rules.check_draft(draft)
    unit = units.by_id(draft.unit_id)
    places = atlas()
    if draft.home is not None and (
        places.find(draft.home) != draft.home
        or (unit.province_key is not None and draft.home not in places.family(unit.province_key))
    ):
        raise Invalid(faults=(Fault("home", N_("The unit works in another province.")),))


def _values(draft: ProjectDraft) -> dict[str, object]:
    return {
        "code": clean(draft.code),
        "name": clean(draft.name),
        "programme_code": draft.programme_code,
        "level": str(draft.level),
        "kind": str(draft.kind),
        "home": draft.home,
        "commune": clean(draft.commune),
        "unit_id": draft.unit_id,
        "planned_start": draft.planned_start,
        "planned_end": draft.planned_end,
        "objective": clean(draft.objective, multiline=True),
    }


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Return the values as the trail keeps them: days as ISO text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _lines(project: Project) -> list[Envelope]:
    return list(ledger.lines(EVERYTHING, project_ids=[project.id]))


def _enter_state(actor: Actor, project: Project, draft: MoveDraft) -> None:
    db.session.add(
        ProjectState(
            project_id=project.id,
            state=str(draft.target),
            since=draft.since,
            reason=draft.reason,
            by=actor.user_id,
            at=now(),
        )
    )
    db.session.flush()


def _next_code(draft: ProjectDraft, year: int) -> str:
    """Return the next free generated code; two who ask at once get two."""
    province = atlas().province(draft.home).code if draft.home else None
    prefix = rules.code_prefix(draft.level, province, year)
    insert = (sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql).insert
    while True:
        statement = insert(ProjectNumber).values(prefix=prefix, last=1)
        statement = statement.on_conflict_do_update(
            index_elements=["prefix"], set_={"last": ProjectNumber.last + 1}
        ).returning(ProjectNumber.last)
        code = rules.numbered(prefix, Level(draft.level), db.session.execute(statement).scalar_one())
        if db.session.scalar(select(Project.id).where(Project.code == code)) is None:
            return code
