"""Pages of funds: the list, one fund, opening one, its two-person setting, the ledger book of an envelope."""

from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation import service
from promotion.allocation.forms import OpenForm, TwoPersonForm
from promotion.allocation.queries import acts, funds, lines, proposals
from promotion.allocation.queries.choices import owners
from promotion.allocation.views import words
from promotion.audit.wording import story
from promotion.discrepancies import queries as discrepancies
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.errors import Forbidden
from promotion.kernel.money import rate
from promotion.ledger import queries as ledger
from promotion.ledger.books import COUNTERS
from promotion.ledger.deeds import ActKind
from promotion.ledger.policies.queries import exceptions_in
from promotion.units import queries as units
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number, send

PARTS = ("units", "lines", "acts")
FIRST_YEAR = 2021


@guard.requires("money:read")
def index() -> tuple[str, int]:
    """List the funds of a year with their chains."""
    actor = guard.actor()
    years = ledger.years(actor.scope)
    asked = request.args.get("year", "")
    year = next((known for known in years if str(known) == asked), None)
    usual = today().year if today().year in years or not years else years[0]
    shown = year or usual
    level = request.args.get("level", "")
    return page(
        "allocation/funds.html",
        funds=funds.fund_rows(
            actor.scope, chosen(), year=shown, level=Level(level) if level in set(Level) else None
        ),
        year=shown,
        years=[(str(known), str(known)) for known in years],
        rate=rate,
        may_open=bool(owners(actor)) if actor.may("plan:propose") else False,
    )


@guard.requires("money:read")
def show(public_id: str) -> tuple[str, int]:
    """Show one fund: where it stands, and one of its parts."""
    actor = guard.actor()
    head = funds.head(actor, chosen(), public_id)
    part = request.args.get("part", PARTS[0])
    waiting = request.args.get("waiting") == "yes"
    found: dict[str, Any] = {}
    if part == "lines":
        found["lines"] = lines.line_rows(actor.scope, chosen(), head, waiting=waiting, page=page_number())
    elif part == "acts":
        of_plan = {"plan": True, "spending": False}.get(request.args.get("kind", ""))
        found["acts"] = acts.act_rows(actor.scope, head.id, page=page_number(), of_plan=of_plan)
        found["of_plan"] = of_plan
    else:
        part = PARTS[0]
        shares = lines.share_rows(actor.scope, chosen(), head)
        found["shares"] = [share for share in shares if share.listed or share.received]
    return page(
        "allocation/fund.html",
        fund=head,
        part=part,
        waiting=waiting,
        proposals=proposals.of_fund(actor, chosen(), head.id) if head.open_proposals else [],
        steps=words.steps(head),
        sentence=words.sentence(head),
        rate=rate,
        exceptions=exceptions_in(actor.scope, head.id),
        history=story(actor, "fund", head.id),
        closed_through=ledger.closed_through(head.id, today()),
        closing=ledger.closing_of(head.id),
        discrepancies=discrepancies.of_scope(actor.scope, fund_id=head.id),
        top=_top(head),
        **found,
    )


def _top(head: funds.Head) -> str | None:
    """Return the public id of the fund's own envelope for those who may record a discrepancy of the whole fund."""
    return ledger.fund_envelope(head.id).public_id if head.may_propose and head.whole else None


@guard.requires("plan:propose")
def open_fund() -> Response | tuple[str, int]:
    """Open the fund of a year."""
    actor = guard.actor()
    offered = owners(actor)
    if not offered:
        raise Forbidden
    form = OpenForm()
    this_year = today().year
    form.year.offer([(str(year), str(year)) for year in range(this_year + 1, FIRST_YEAR - 1, -1)])
    form.owner.offer([(unit.public_id, units.name(unit, chosen())) for unit in offered], blank="")
    if request.method == "GET":
        form.year.data = str(this_year)
        form.owner.data = offered[0].public_id if len(offered) == 1 else ""
    two_person = current_app.config["SETTINGS"].two_people
    done = send(
        form,
        lambda: url_for(
            "allocation.fund",
            public_id=service.open_fund(actor, form.draft(two_person=two_person)).public_id,
        ),
        said=_("The fund is open. Record its approved plan next."),
    )
    return done or page("allocation/open.html", form=form)


@guard.requires("plan:book")
def two_person(public_id: str) -> Response | tuple[str, int]:
    """Decide whether acts of a fund need two people: one question, asked of the owner's head."""
    actor = guard.actor()
    head = funds.head(actor, chosen(), public_id)
    actor.require_for("plan:book", head.owner_unit_id)
    form = TwoPersonForm()
    if request.method == "GET":
        form.fill(two_person=head.two_person, above=head.two_person_from)

    def decide() -> str:
        service.set_two_person(actor, public_id, two_person=form.two_person.data != "no", above=form.least())
        return url_for("allocation.fund", public_id=public_id)

    done = send(form, decide, said=_("The setting is changed."))
    return done or page("allocation/two_person.html", form=form, fund=head)


@guard.requires("money:read")
def book_page(public_id: str) -> tuple[str, int]:
    """Show the ledger book of an envelope: every entry with its act, document and balance."""
    book = acts.book_view(guard.scope(), chosen(), public_id, request.args.get("counter"))
    return page("allocation/book.html", book=book, counters=COUNTERS, kinds={kind: kind for kind in ActKind})
