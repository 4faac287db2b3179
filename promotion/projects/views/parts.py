"""Forms for what stands beside a project: lines of money, beneficiaries, other money, indicators."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import PROJECTS_WRITE, SPEND_PROPOSE
from promotion.accounts import queries as accounts
from promotion.catalogue import queries as catalogue
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import Forbidden
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.projects import queries, records, rules, service
from promotion.projects.forms import (
    BeneficiaryForm,
    ButtonForm,
    IndicatorsForm,
    LineForm,
    OtherMoneyForm,
    RemoveForm,
    TermsForm,
    cell_name,
    for_cells,
)
from promotion.projects.models import Beneficiary, Project
from promotion.projects.rules import LawBasis, OtherKind, Stage, WorkWay
from promotion.projects.views.page import IndicatorRow, indicator_rows
from promotion.units import queries as units
from promotion.web.languages import chosen
from promotion.web.pages import page, send
from promotion.web.versions import Saved

Answer = Response | tuple[str, int]


def _own(public_id: str) -> Project:
    """Return a project that this person may write to: missing outside the scope, forbidden inside it."""
    project = queries.project(guard.scope(), public_id)
    guard.actor().require_for(PROJECTS_WRITE, project.unit_id)
    return project


def _page_of(project: Project, part: str) -> str:
    return url_for("projects.show", public_id=project.public_id, _anchor=part)


@guard.requires(PROJECTS_WRITE)
def add_line(public_id: str) -> Answer:
    """Open a line of money: choose fund and content. Amounts come by decision, never here."""
    actor, project = guard.actor(), _own(public_id)
    rules.check_open(ProjectState(project.state), rules.PLANNING)
    funds = queries.funds_for(project)
    years = sorted({fund.budget_year for fund in funds}, reverse=True)
    contents = {row.code: row for year in years for row in queries.contents_for(year)}
    form = LineForm()
    owners = units.by_ids(fund.owner_unit_id for fund in funds)
    form.fund.offer(
        (fund.public_id, f"{fund.code} – {units.name(owners[fund.owner_unit_id], chosen())}")
        for fund in funds
    )
    ordered = sorted(contents.values(), key=lambda row: row.position)
    form.content.offer(((row.code, f"{row.code} {row.name(chosen())}") for row in ordered), blank="")

    def act() -> str:
        service.add_line(actor, public_id, form.fund.data, form.content.data)
        return _page_of(project, "money")

    done = send(form, act, said=_("The line was added. Its amount comes with the decision that lists it."))
    return done or page("projects/line.html", form=form, project=project, funds=funds)


@guard.requires(SPEND_PROPOSE)
def line_terms(public_id: str) -> Answer:
    """Say under which law a line's money is spent and how its work is given; show what was said before."""
    actor = guard.actor()
    line = ledger.envelope(actor.scope, public_id, Kind.line)
    project = queries.project_of(actor.scope, line.project_id or 0)
    fund = ledger.fund_by_id(line.fund_id)
    if records.terms_right(actor, line, fund) is None:
        raise Forbidden
    said = queries.terms_history(line.id)
    form = TermsForm(data={"law": said[0].law, "way": said[0].way} if said else {})
    form.law.offer(((str(law), _(law.label)) for law in LawBasis), blank="")
    form.way.offer(((str(way), _(way.label)) for way in WorkWay), blank="")

    def act() -> str:
        records.set_terms(actor, public_id, form.draft())
        return _page_of(project, "money")

    done = send(form, act, said=_("Law basis and way of giving the work were recorded."))
    names = accounts.names({row.by for row in said})
    held = queries.terms_on([line.id], today()).get(line.id)
    return done or page(
        "projects/line_terms.html", form=form, project=project, line=line, fund=fund, said=said, names=names,
        law_of=LawBasis, way_of=WorkWay, holds=held.id if held else None,
    )  # fmt: skip


@guard.requires(PROJECTS_WRITE)
def add_beneficiary(public_id: str) -> Answer:
    """Add a beneficiary."""
    actor, project, form = guard.actor(), _own(public_id), BeneficiaryForm()

    def act() -> str:
        records.add_beneficiary(actor, public_id, form.draft())
        return _page_of(project, "beneficiaries")

    done = send(form, act, said=_("The beneficiary was added."))
    return done or page("projects/beneficiary.html", form=form, project=project, party=None)


@guard.requires(PROJECTS_WRITE)
def change_beneficiary(public_id: str, party: str) -> Answer:
    """Correct a beneficiary."""
    actor, project = guard.actor(), _own(public_id)
    known = queries.beneficiary(project, party)
    form = BeneficiaryForm(lambda: _saved_party(queries.beneficiary(project, party)))

    def act() -> str:
        records.change_beneficiary(actor, public_id, party, form.draft(), form.seen)
        return _page_of(project, "beneficiaries")

    done = send(form, act, said=_("The changes were saved."))
    return done or page("projects/beneficiary.html", form=form, project=project, party=known)


@guard.requires(PROJECTS_WRITE)
def drop_beneficiary(public_id: str, party: str) -> Answer:
    """Ask once more, then take a beneficiary off."""
    actor, project = guard.actor(), _own(public_id)
    known = queries.beneficiary(project, party)
    form = RemoveForm()  # a version that was not sent is none, never the newest

    def act() -> str:
        records.drop_beneficiary(actor, public_id, party, form.seen)
        return _page_of(project, "beneficiaries")

    done = send(form, act, said=_("The beneficiary was removed."))
    if done is not None:
        return done
    form.version.data = str(known.version)
    return page("projects/remove.html", form=form, project=project, party=known, money=None)


@guard.requires(PROJECTS_WRITE)
def add_other_money(public_id: str) -> Answer:
    """Record counterpart or other money."""
    actor, project = guard.actor(), _own(public_id)
    form = OtherMoneyForm(data={"kind": str(OtherKind.counterpart), "day": today()})
    form.kind.offer((str(kind), _(kind.label)) for kind in OtherKind)

    def act() -> str:
        records.add_other_money(actor, public_id, form.draft())
        return _page_of(project, "other-money")

    done = send(form, act, said=_("The amount was recorded."))
    return done or page("projects/other_money.html", form=form, project=project)


@guard.requires(PROJECTS_WRITE)
def drop_other_money(public_id: str, money: str) -> Answer:
    """Ask once more, then take a record of counterpart or other money off."""
    actor, project, form = guard.actor(), _own(public_id), ButtonForm()
    known = queries.other_money(project, money)

    def act() -> str:
        records.drop_other_money(actor, public_id, money)
        return _page_of(project, "other-money")

    done = send(form, act, said=_("The record was removed."))
    return done or page("projects/remove.html", form=form, project=project, party=None, money=known)


@guard.requires(PROJECTS_WRITE)
def indicators(public_id: str) -> Answer:
    """Enter planned and achieved values of the indicators of the project's contents."""
    actor, project = guard.actor(), _own(public_id)
    lines = ledger.lines(actor.scope, project_ids=[project.id])
    rows = indicator_rows(project, [line.content_code for line in lines], chosen())
    form = _indicators_form(project, rows)

    def act() -> str:
        records.record_indicators(actor, public_id, form.drafts(), form.seen)
        return _page_of(project, "indicators")

    done = send(form, act, said=_("The values were saved."))
    names = {row.code: row.name(chosen()) for row in catalogue.contents()}
    return done or page(
        "projects/indicators.html",
        form=form,
        project=project,
        rows=rows,
        cell=cell_name,
        stage=Stage,
        contents=names,
    )


def _saved_party(party: Beneficiary) -> Saved:
    values = {"name": party.name, "tax_code": party.tax_code, "address": party.address}
    return Saved(values, party.version, party.saved_by, party.saved_at)


def _indicators_form(project: Project, rows: list[IndicatorRow]) -> IndicatorsForm:
    cells = [(row.content, row.code, stage) for row in rows for stage in Stage]
    labels = [f"{row.name} – {_(stage.label)}" for row in rows for stage in Stage]

    def saved() -> Saved:
        held, (count, newest) = queries.indicator_values(project), queries.entered_values(project)
        names = accounts.names({newest.by}) if newest else {}
        values = {
            cell_name(*cell): row.value if (row := held.get((cell[0], cell[1], str(cell[2])))) else None
            for cell in cells
        }
        return Saved(values, count, names.get(newest.by) if newest else None, newest.at if newest else None)

    return for_cells(zip(cells, labels, strict=True))(saved, data={"as_of": today()})
