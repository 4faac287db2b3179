"""Pages of papers to be filled: for a project and for a contract what can be made and what it lacks, and the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import PAPERS_READ, PAPERS_REPLACE
from promotion.kernel.calendar import date_text, today
from promotion.kernel.choices import Language
from promotion.kernel.errors import NotFound
from promotion.kernel.text import slug
from promotion.papers import gathering, queries, rules, service
from promotion.papers.fields import IN_ORDER, meaning
from promotion.papers.forms import PaperFilter
from promotion.papers.gathering import About
from promotion.papers.queries import InForce
from promotion.papers.rules import PaperKind
from promotion.papers.views.templates import owner_label
from promotion.projects import money
from promotion.projects import queries as projects
from promotion.units.wording import unit_label
from promotion.web.languages import chosen, words
from promotion.web.pages import page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Answer = Response | tuple[str, int]


@dataclass(frozen=True)
class PaperRow:
    """One paper that can be made: whose template, what it lacks in words, and where its file is."""

    kind: PaperKind
    template: InForce
    owner: str
    lacking: tuple[str, ...]
    href: str


@guard.requires(PAPERS_READ)
def of_project(public_id: str) -> Answer:
    """Show the papers of a project, and the contracts that have their own."""
    about = gathering.about_project(guard.scope(), public_id, None, None)
    return _papers(about, rules.OF_PROJECT, "papers.project_file", public_id)


@guard.requires(PAPERS_READ)
def of_contract(public_id: str) -> Answer:
    """Show the papers of a contract."""
    about = gathering.about_contract(guard.scope(), public_id, None, None)
    return _papers(about, _kinds(about), "papers.contract_file", public_id)


@guard.requires(PAPERS_READ)
def project_file(public_id: str, kind: str) -> Answer:
    """Give a paper of a project; what was asked for and cannot be read is shown on the page."""
    scope, wanted = guard.scope(), queries.kind_of(kind)
    about = gathering.about_project(scope, public_id, None, None)
    if wanted not in rules.OF_PROJECT:
        raise NotFound
    form = _filter(about)
    if not form.understood():
        return of_project(public_id)
    return _file(wanted, gathering.narrowed(about, form.party.data or None, form.day.data))


@guard.requires(PAPERS_READ)
def contract_file(public_id: str, kind: str) -> Answer:
    """Give a paper of a contract."""
    scope, wanted = guard.scope(), queries.kind_of(kind)
    about = gathering.about_contract(scope, public_id, None, None)
    if wanted not in _kinds(about):
        raise NotFound
    form = _filter(about)
    if not form.understood():
        return of_contract(public_id)
    return _file(wanted, gathering.narrowed(about, form.party.data or None, form.day.data))


def _kinds(about: About) -> tuple[PaperKind, ...]:
    return rules.of_commitment(about.contract.record.kind) if about.contract else rules.OF_PROJECT


def _filter(about: About) -> PaperFilter:
    form = PaperFilter()
    parties = projects.beneficiaries(about.project)
    form.party.offer(((one.public_id, one.name) for one in parties), blank=_("Not chosen"))
    return form


def _file(kind: PaperKind, about: About) -> Response:
    made = BytesIO(service.paper(guard.scope(), kind, about))
    name = slug(words(str(Language.vi))(kind.label))
    called = f"{name}-{slug(about.project.code).upper()}.docx"
    return send_file(made, mimetype=DOCX, as_attachment=True, download_name=called)


def _papers(about: About, kinds: Sequence[PaperKind], endpoint: str, public_id: str) -> Answer:
    form = _filter(about)
    understood = form.understood()
    if understood:
        about = gathering.narrowed(about, form.party.data or None, form.day.data)
    day = date_text(about.day, chosen()) if about.day else ""
    party = about.beneficiary.public_id if about.beneficiary else None
    unit = projects.standing_unit(about.project.unit_id, today())
    missing = gathering.facts(guard.scope(), about).missing
    held = queries.in_force(unit)
    rows = [
        _row(
            kind,
            held[kind],
            missing,
            url_for(endpoint, public_id=public_id, kind=kind, day=day, party=party),
        )
        for kind in kinds
    ]
    return page(
        "papers/filling.html",
        form=form,
        about=about,
        rows=rows if understood else [],
        unit=unit,
        carrier=unit_label(unit, chosen()),
        parties=projects.beneficiaries(about.project),
        contracts=[] if about.contract else _contracts(about),
        may_replace=guard.actor().may_for(PAPERS_REPLACE, unit.id),
    )


def _row(kind: PaperKind, held: InForce, missing: frozenset[str], href: str) -> PaperRow:
    # An amount and the same amount in words lack together: one is named.
    lacking = [name for name in IN_ORDER if name in held.used & missing and not name.endswith("_bang_chu")]
    return PaperRow(kind, held, owner_label(held), tuple(_(meaning(name)) for name in lacking), href)


def _contracts(about: About) -> list[money.ContractMoney]:
    sums = money.of_project(guard.scope(), about.project)
    return [contract for line in sums.lines for contract in line.contracts]
