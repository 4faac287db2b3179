"""Pages: the list of acts, one act with its figures before and after, a form for each kind, taking back."""

from collections.abc import Sequence
from datetime import timedelta

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.actor import EVERYTHING
from promotion.audit.wording import story
from promotion.figures.model import Boundaries
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from promotion.kernel.errors import DomainError, NotFound
from promotion.ledger.queries import years
from promotion.reorganisations import service
from promotion.reorganisations.forms import FORMS, ActForm, SucceedForm, UndoForm
from promotion.reorganisations.queries import acts
from promotion.reorganisations.queries.effects import MOST_UNITS, effects
from promotion.reorganisations.queries.proof import View, moved, pairs, proved
from promotion.territory.drafts import ChangeKind
from promotion.territory.forms import province_choices
from promotion.territory.periods import covers
from promotion.territory.queries import atlas
from promotion.territory.rules import ProvinceType
from promotion.units import queries as units
from promotion.units.drafts import UnitQuestion
from promotion.units.rules import UnitKind
from promotion.web.languages import chosen
from promotion.web.pages import page, send


@guard.requires("reference:read")
def index() -> tuple[str, int]:
    """List every act, the newest first."""
    return page("reorganisations/index.html", acts=acts.lines(chosen()), kinds=list(FORMS), may=_may())


@guard.requires("reference:read")
def show(public_id: str) -> tuple[str, int]:
    """Show one act; people who may read figures see what it moved, in their own scope."""
    line = _line(public_id)
    actor, places = guard.actor(), atlas()
    shown = None
    if actor.may("figures:read") and line.kind not in {ChangeKind.succeed, ChangeKind.undo}:
        days = (line.day - timedelta(1), line.day)
        before, after = (View(places, Boundaries("day", day)) for day in days)
        known = years(actor.scope)
        year = _year(known)
        compared = pairs(actor.scope, year, before, after, chosen())
        shown = {
            "year": year,
            "years": [(str(one), str(one)) for one in known],
            "moved": moved(compared),
            "proof": proved(compared),
        }
    history = story(actor, "reorganisation", line.id)
    return page("reorganisations/show.html", act=line, shown=shown, may=_may(), history=history)


def _line(public_id: str) -> acts.ActLine:
    found = next((line for line in acts.lines(chosen()) if line.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def _may() -> bool:
    return guard.actor().may("territory:change")


def _year(known: Sequence[int]) -> int:
    """Return the year asked for in the address, else the newest that has figures."""
    asked = request.args.get("year", "")
    return next((one for one in known if str(one) == asked), known[0] if known else today().year)


@guard.requires("territory:change")
def new(kind: str) -> Response | tuple[str, int]:
    """Ask for an act, show what would follow, do it. The button `step` says which: check, edit or send."""
    if kind not in FORMS:
        abort(404)
    wanted = ChangeKind(kind)
    form = FORMS[wanted]()
    _offer(form)
    step, amounts = request.form.get("step"), guard.actor().may("figures:read")
    if step == "check" and form.validate_on_submit():
        try:
            scope = guard.scope() if amounts else EVERYTHING
            found = effects(scope, form.draft(), form.legal(), _preview_year(form), chosen())
        except DomainError as error:
            form.take(error)
        else:
            return page(
                "reorganisations/check.html",
                form=form,
                kind=wanted,
                found=found,
                amounts=amounts,
                name_of=units.name,
            )

    def act() -> str:
        done = service.do(guard.actor(), form.draft(), form.legal())
        return url_for("reorganisations.show", public_id=done.public_id)

    answer = send(form, act, _("The act is done and recorded.")) if step == "send" else None
    return answer or page("reorganisations/new.html", form=form, kind=wanted)


def _preview_year(form: ActForm) -> int:
    return int(form.year.data) if form.year.data else today().year


def _offer(form: ActForm) -> None:
    """Offer places and units that stand today or begin later, and what else there is to choose."""
    places, language, day = atlas(), chosen(), today()
    form.year.offer([(str(year), str(year)) for year in range(day.year + 1, day.year - 7, -1)])
    if request.method == "GET":
        form.year.data = str(day.year)
    begun = [one.key for one in places.provinces if covers(one, day) or (one.valid_from or day) > day]
    provinces = [pair for pair in province_choices(places, day, language) if pair[0] in begun]
    standing = units.directory(UnitQuestion(day=day), size=MOST_UNITS).units
    offices = [(unit.code, units.name(unit, language)) for unit in standing]
    several = offices if isinstance(form, SucceedForm) else provinces
    offered = {
        **dict.fromkeys(("old_1", "old_2", "old_3", "old_4"), (several, "")),
        "key": (provinces, ""),
        "type": ([(str(one), _(one.label)) for one in ProvinceType], None),
        "region": ([(str(one), _(one.label)) for one in Region], ""),
        "successor": (offices, _("A new unit")),
        "new_kind": ([(str(one), _(one.label)) for one in UnitKind], _("As the first")),
        "province_key": (provinces, _("None")),
    }
    for name, (values, blank) in offered.items():
        if name in form:
            form[name].offer(values, blank=blank)


@guard.requires("territory:change")
def undo(public_id: str) -> Response | tuple[str, int]:
    """Take an act back by a further one, with a reason."""
    line, form = _line(public_id), UndoForm()

    def act() -> str:
        done = service.take_back(guard.actor(), public_id, form.legal(), form.reason.data or "")
        return url_for("reorganisations.show", public_id=done.public_id)

    done = send(form, act, _("The act is taken back."))
    return done or page("reorganisations/undo.html", act=line, form=form)
