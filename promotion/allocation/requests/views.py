"""Pages of requests: asking for a project's money, and the list of a year."""

from flask import request, url_for
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.queries.names import names
from promotion.allocation.requests import queries, service
from promotion.allocation.requests.forms import RequestForm
from promotion.allocation.views.rhythm import address
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.kernel.errors import Forbidden
from promotion.ledger import queries as ledger
from promotion.projects import queries as projects
from promotion.web.languages import chosen
from promotion.web.pages import page, page_number, send


@guard.requires("spend:propose")
def ask(public_id: str) -> Response | tuple[str, int]:
    """Propose what a project asks for."""
    actor, form = guard.actor(), RequestForm()
    project = projects.project(actor.scope, public_id)
    funds = sorted(projects.funds_for(project), key=lambda fund: -fund.budget_year)
    year = today().year
    form.fund.offer([(fund.public_id, f"{fund.budget_year} · {fund.code}") for fund in funds], blank="")
    years = {fund.budget_year for fund in funds} or {year}
    contents = {one.code: one for each in sorted(years) for one in projects.contents_for(each)}
    form.content.offer([(code, one.name(chosen())) for code, one in contents.items()], blank="")
    if not actor.may_for("spend:propose", project.unit_id):
        raise Forbidden
    if request.method == "GET":
        form.business_date.data = today()
        form.document_issuer.data = names(actor.scope, chosen(), year, unit_ids={project.unit_id}).unit(
            project.unit_id
        )
    done = send(form, lambda: address(service.request(actor, public_id, form.draft())))
    lines = ledger.lines(actor.scope, project_ids=[project.id])
    known = {fund.id: fund for fund in funds}
    rows = [
        (known[line.fund_id], contents[line.content_code or ""].name(chosen()), line)
        for line in lines
        if line.fund_id in known and line.content_code in contents
    ]
    return done or page("allocation/request.html", form=form, project=project, funds=funds, rows=rows)


@guard.requires("money:read")
def index() -> tuple[str, int]:
    """List what is asked for in a budget year."""
    scope = guard.scope()
    years = ledger.years(scope)
    asked = request.args.get("year", "")
    usual = today().year if today().year in years or not years else years[0]
    year = next((known for known in years if str(known) == asked), usual)
    level = request.args.get("level", "")
    return page(
        "allocation/requests.html",
        found=queries.requests(
            scope, chosen(), year, Level(level) if level in set(Level) else None, page_number()
        ),
        year=year,
        years=[(str(known), str(known)) for known in years],
        level=level,
        per_page=queries.PER_PAGE,
        back=url_for("allocation.funds", year=year),
    )
