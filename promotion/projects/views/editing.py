"""Record and change a project; move it from state to state."""

from collections.abc import Mapping

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import PROJECTS_WRITE
from promotion.audit.queries import history
from promotion.audit.wording import say
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, ProjectState
from promotion.projects import queries, rules, service
from promotion.projects.forms import MoveForm, ProjectForm
from promotion.projects.models import Project
from promotion.projects.rules import ProjectKind
from promotion.territory.forms import province_choices
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, send
from promotion.web.versions import Saved

Answer = Response | tuple[str, int]


@guard.requires(PROJECTS_WRITE)
def new() -> Answer:
    """Record a project."""
    actor, offered = guard.actor(), _units()
    seats = [unit.province_key for unit in offered.values()]
    first = next(iter(offered.values()), None)
    form = ProjectForm(
        data={
            "level": str(Level.local if first and first.province_key else Level.national),
            "kind": str(ProjectKind.single),
            "unit": first.code if first else None,
            "home": seats[0] if seats else None,
        }
    )
    ids = _offer(form, offered)
    done = send(
        form,
        lambda: url_for("projects.show", public_id=service.record(actor, form.draft(ids)).public_id),
        said=_("The project was recorded."),
    )
    return done or page("projects/edit.html", form=form, project=None)


@guard.requires(PROJECTS_WRITE)
def edit(public_id: str) -> Answer:
    """Change a project, in the version that the form was opened with."""
    actor = guard.actor()
    project = queries.project(actor.scope, public_id)
    actor.require_for(PROJECTS_WRITE, project.unit_id)
    form = ProjectForm(lambda: _saved(project))
    ids = _offer(form, _units(), project)
    done = send(
        form,
        lambda: url_for(
            "projects.show", public_id=service.revise(actor, public_id, form.draft(ids), form.seen).public_id
        ),
        said=_("The changes were saved."),
    )
    return done or page("projects/edit.html", form=form, project=project, state=ProjectState(project.state))


@guard.requires(PROJECTS_WRITE)
def move(public_id: str, target: str) -> Answer:
    """Ask for day and reason of a move to another state, and make it."""
    actor = guard.actor()
    if target not in set(ProjectState):
        abort(404)
    wanted = ProjectState(target)
    project = queries.project(actor.scope, public_id)
    step = rules.step(ProjectState(project.state), wanted)
    service.require_mover(actor, project, step)
    form = MoveForm(data={"since": today()})
    done = send(
        form,
        lambda: url_for(
            "projects.show", public_id=service.move(actor, public_id, form.draft(wanted), form.seen).public_id
        ),
        said=_("The project now stands at “%(state)s”.", state=_(wanted.label)),
    )
    if done is not None:
        return done
    trail = history("project", project.id)
    shown = form.seen if request.method == "POST" else request.args.get("seen", len(trail), type=int)
    form.version.data = str(len(trail))
    return page(
        "projects/move.html",
        form=form,
        project=project,
        step=step,
        state=ProjectState(project.state),
        changes=say(trail[: max(0, len(trail) - shown)], actor),
    )


def _units() -> dict[str, Unit]:
    """Return the units, by code, that stand today and for which this person may record projects."""
    found = units.by_ids(guard.actor().units_for(PROJECTS_WRITE)).values()
    return {unit.code: unit for unit in sorted(found, key=_office_order) if queries.stands(unit, today())}


def _office_order(unit: Unit) -> tuple[bool, str, str]:
    """Sort centres before departments: centres carry out most projects."""
    return unit.kind == "department", unit.sort_key, unit.code


def _offer(form: ProjectForm, offered: Mapping[str, Unit], project: Project | None = None) -> dict[str, int]:
    """Offer what this person may choose (and what the project has), and return row ids of units by code."""
    language, places = chosen(), atlas()
    known = dict(offered)
    if project is not None:
        own = units.by_id(project.unit_id)
        known.setdefault(own.code, own)
    seats = {unit.province_key for unit in known.values()}
    reach = set().union(*(places.family(seat) for seat in seats if seat))
    if None in seats:
        reach |= set(places.keys_on(today()))
    if project is not None and project.home:
        reach.add(project.home)
    homes = [pair for pair in province_choices(places, today(), language) if pair[0] in reach]
    form.unit.offer((code, unit_label(unit, language)) for code, unit in known.items())
    form.home.offer(homes, blank=_("No province"))
    form.level.offer((str(level), _(level.label)) for level in Level)
    form.kind.offer((str(kind), _(kind.label)) for kind in ProjectKind)
    form.programme.offer(
        ((row.code, row.name_vi if language == "vi" else row.name_en) for row in catalogue.programmes()),
        blank=_("None"),
    )
    return {code: unit.id for code, unit in known.items()}


def _saved(project: Project) -> Saved:
    fields = ("name", "level", "kind", "home", "commune", "planned_start", "planned_end", "objective", "code")
    held = {field: getattr(project, field) for field in fields}
    unit = units.by_id(project.unit_id).code
    values = {**held, "unit": unit, "programme": project.programme_code}
    return Saved(values, project.version, project.saved_by, project.saved_at)
