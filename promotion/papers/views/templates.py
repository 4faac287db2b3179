"""Pages of templates: which holds for whom, its versions, a new one, back to an old one; what it may name."""

from io import BytesIO

from flask import request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import PAPERS_READ, PAPERS_REPLACE
from promotion.kernel.errors import Invalid, NotFound
from promotion.papers import queries, service
from promotion.papers.fields import GROUPS, LISTINGS
from promotion.papers.forms import ReturnForm, TemplateForm
from promotion.papers.queries import InForce
from promotion.papers.rules import MOST_BYTES, PaperKind
from promotion.projects.wording import people
from promotion.units.models import Unit
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, send

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Answer = Response | tuple[str, int]


@guard.requires(PAPERS_READ)
def index() -> Answer:
    """Show which template of every paper holds for a unit: that of the reader's, or the one asked for."""
    actor = guard.actor()
    offered = queries.owners(actor)
    own = [unit for unit in offered if actor.may_for(PAPERS_REPLACE, unit.id)]
    unit = _asked() or next(iter((*own, *offered)), None)
    if unit is None:
        raise NotFound
    held = queries.in_force(unit)
    return page(
        "papers/templates.html",
        unit=unit,
        called=unit_label(unit, chosen()),
        offered=[(one.code, unit_label(one, chosen())) for one in dict.fromkeys((*offered, unit))],
        rows=[(kind, held[kind], owner_label(held[kind])) for kind in PaperKind],
        may_replace=actor.may_for(PAPERS_REPLACE, unit.id),
    )


def _asked() -> Unit | None:
    """Return the unit that the address names, None for one that the reader does not see."""
    try:
        return queries.owner(guard.scope(), request.args.get("unit", ""))
    except NotFound:
        return None


def owner_label(held: InForce) -> str:
    """Return whose template holds, in the reader's words; "" for the program's."""
    return unit_label(held.owner, chosen()) if held.owner else ""


@guard.requires(PAPERS_READ)
def template(kind: str, code: str) -> Answer:
    """Show the versions of a unit's template, with a form for another for its head."""
    wanted = queries.kind_of(kind)
    return _versions(queries.owner(guard.scope(), code), wanted, TemplateForm())


@guard.requires(PAPERS_REPLACE)
def replace(kind: str, code: str) -> Answer:
    """Try what was sent, then keep it. It is tried before anything is locked: that takes its time."""
    actor, wanted = guard.actor(), queries.kind_of(kind)
    unit = queries.owner(actor.scope, code)
    actor.require_for(PAPERS_REPLACE, unit.id)
    form = TemplateForm()
    if not form.validate_on_submit():
        return _versions(unit, wanted, form)
    draft = form.draft()
    try:
        used = service.fields_of(actor, unit, draft)
    except Invalid as error:
        form.take(error)
        return _versions(unit, wanted, form)

    def act() -> str:
        service.replace(actor, unit, wanted, draft, used)
        return url_for(".template", kind=wanted, code=unit.code)

    return send(form, act, _("The template is in force.")) or _versions(unit, wanted, form)


@guard.requires(PAPERS_REPLACE)
def go_back(kind: str, code: str) -> Answer:
    """Put an earlier version into force again, or the standard."""
    actor, wanted = guard.actor(), queries.kind_of(kind)
    unit = queries.owner(actor.scope, code)
    actor.require_for(PAPERS_REPLACE, unit.id)
    form = ReturnForm()

    def act() -> str:
        service.go_back(actor, unit, wanted, form.draft())
        return url_for(".template", kind=wanted, code=unit.code)

    return send(form, act, _("The template is in force.")) or _versions(unit, wanted, form)


@guard.requires(PAPERS_READ)
def version(public_id: str) -> Response:
    """Give the file of one version, as it was sent."""
    found = queries.version(guard.scope(), public_id)
    name = f"{found.kind}-{found.number}.docx"
    return send_file(BytesIO(found.content or b""), mimetype=DOCX, as_attachment=True, download_name=name)


@guard.requires(PAPERS_READ)
def standard(kind: str) -> Response:
    """Give the template that comes with the program."""
    wanted = queries.kind_of(kind)
    file = BytesIO(queries.standard(wanted))
    return send_file(file, mimetype=DOCX, as_attachment=True, download_name=f"{wanted}.docx")


@guard.requires(PAPERS_READ)
def fields() -> Answer:
    """Show everything that a template may name."""
    return page("papers/fields.html", groups=GROUPS, listings=LISTINGS)


def _versions(unit: Unit, kind: PaperKind, form: TemplateForm | ReturnForm) -> Answer:
    """Show the page; both kinds of forms on it know the newest version that it shows."""
    known = queries.versions(unit, kind)
    newest = known[0].number if known else 0
    upload = form if isinstance(form, TemplateForm) else TemplateForm(formdata=None)
    upload.seen.data = str(newest)
    held = queries.in_force(unit)[kind]
    earlier = (
        [0, *(row.number for row in known[1:] if row.sha256)]
        if known and known[0].sha256
        else [row.number for row in known if row.sha256]
    )
    return page(
        "papers/template.html",
        form=form,
        upload=upload,
        kind=kind,
        unit=unit,
        called=unit_label(unit, chosen()),
        held=held,
        owner=owner_label(held),
        versions=known,
        back={number: ReturnForm(formdata=None, number=str(number), seen=str(newest)) for number in earlier},
        names=people({row.added_by for row in known}),
        may_replace=guard.actor().may_for(PAPERS_REPLACE, unit.id),
        most=str(MOST_BYTES >> 20),
    )
