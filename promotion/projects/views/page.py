"""The page of one project: where it stands, what can be done now, its money, parties, results and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from promotion.access import guard
from promotion.access.permissions import HISTORY_READ, PROJECTS_READ, PROJECTS_WRITE, SPEND_PROPOSE
from promotion.audit.queries import history
from promotion.audit.wording import say
from promotion.catalogue import queries as catalogue
from promotion.discrepancies import queries as discrepancies
from promotion.discrepancies.service import may_record
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.money import rate
from promotion.ledger import queries as ledger
from promotion.ledger.deeds import ActKind
from promotion.ledger.models import Envelope
from promotion.ledger.policies.queries import exceptions_of
from promotion.ledger.policies.wording import shown
from promotion.ledger.rules import days_of
from promotion.projects import agreed, money, queries, rules, service
from promotion.projects import sums as totals
from promotion.projects.models import LineTerms, Project
from promotion.projects.money import LineMoney, Money
from promotion.projects.records import terms_right
from promotion.projects.rules import LawBasis, Mover, OtherKind, ProjectKind, Stage, WorkWay
from promotion.projects.wording import ACT_KINDS, people
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page

_PATH = (
    ProjectState.draft,
    ProjectState.registered,
    ProjectState.approved,
    ProjectState.running,
    ProjectState.accepted,
    ProjectState.settled,
)


@dataclass(frozen=True)
class LineView:
    """A line of money with its words, its rates, and the share it is paid from."""

    money: LineMoney
    content: str
    share: Envelope
    may_assign: bool
    may_commit: bool
    may_move: bool
    may_return: bool
    may_report: bool
    terms: LineTerms | None
    may_say_terms: bool

    @property
    def disbursed_of_assigned(self) -> Fraction | None:
        """The share of the assigned money that is paid out."""
        return rate(self.money.line.disbursed, self.money.line.assigned)

    @property
    def assigned_of_listed(self) -> Fraction | None:
        """The share of the listed amount that was assigned."""
        return rate(self.money.line.assigned, self.money.line.listed)


@dataclass(frozen=True)
class Action:
    """Something this person can do now."""

    label: str
    href: str
    primary: bool = False


@guard.requires(PROJECTS_READ)
def show(public_id: str) -> tuple[str, int]:
    """Show one project."""
    actor, language = guard.actor(), chosen()
    project = queries.project(actor.scope, public_id)
    sums = money.of_project(actor.scope, project)
    dated = queries.states(project)
    names = people({row.by for row in dated} | {waiting.proposal.proposed_by for waiting in sums.waiting})
    may_write = actor.may_for(PROJECTS_WRITE, project.unit_id)
    trail = history("project", project.id)
    return page(
        "projects/show.html",
        project=project,
        **_choices(project),
        unit=units.by_id(project.unit_id),
        carrier=unit_label(units.by_id(project.unit_id), language),
        province=atlas().name(project.home, language) if project.home else None,
        programme=next((row for row in catalogue.programmes() if row.code == project.programme_code), None),
        path=_path(project, dated),
        actions=_actions(project, len(trail), may_write=may_write),
        next_step=_next_step(project, language),
        may_write=may_write,
        open_to_edit=may_write and ProjectState(project.state) not in rules.CLOSED,
        may_record=may_write and project.state != ProjectState.refused,
        lines=_lines(project, sums, language),
        money=sums,
        discrepancies=discrepancies.of_scope(actor.scope, project_id=project.id),
        **_sums(project, sums, language),
        others=queries.other_moneys(project),
        indicators=indicator_rows(project, [line.line.content_code for line in sums.lines], language),
        names=names,
        exceptions=shown(exceptions_of(actor.scope, [booked.act.id for booked in sums.acts])),
        history=say(trail, actor) if actor.may(HISTORY_READ) else None,
    )


def _choices(project: Project) -> dict[str, Any]:
    """Return what the page names by their labels: choices of the project, and those that its rows hold."""
    return {
        "state": ProjectState(project.state),
        "level": Level(project.level),
        "kind": ProjectKind(project.kind),
        "law_of": LawBasis,
        "way_of": WorkWay,
        "other_kind": OtherKind,
        "act_kind": ActKind,
        "act_label": {str(kind): label for kind, label in ACT_KINDS.items()},
    }


def _path(project: Project, dated: Sequence[object]) -> list[dict[str, object]]:
    """Return the procedure as steps: what is behind, where the project stands, what is to come."""
    since = {row.state: row.since for row in dated}  # type: ignore[attr-defined]
    state = ProjectState(project.state)
    if state in {ProjectState.stopped, ProjectState.refused}:
        behind = [step for step in _PATH if step in since]
        ends = [*behind, state]
        return [
            {
                "label": _(step.label),
                "state": "done" if step is not state else "current",
                "since": since[step],
            }
            for step in ends
        ]
    place = _PATH.index(state)
    marks = ["done"] * place + ["current"] + ["todo"] * (len(_PATH) - place - 1)
    if state is ProjectState.settled:
        marks[-1] = "done"
    return [
        {"label": _(step.label), "state": mark, "since": since.get(step) if mark != "todo" else None}
        for step, mark in zip(_PATH, marks, strict=True)
    ]


def _actions(project: Project, seen: int, *, may_write: bool) -> list[Action]:
    """Return the moves and changes open to this person, moves first; a move knows how much of the trail was shown."""
    actor, state = guard.actor(), ProjectState(project.state)
    moves = [step for step in rules.MOVES[state] if service.may_move(actor, project, step)]
    found = [
        Action(
            _(step.verb),
            url_for("projects.move", public_id=project.public_id, target=step.target, seen=seen),
            primary=not step.needs_reason,
        )
        for step in moves
    ]
    if may_write and state not in rules.CLOSED:
        found.append(Action(_("Edit"), url_for("projects.edit", public_id=project.public_id)))
    return found


def _next_step(project: Project, language: str) -> tuple[str, str] | None:
    """Return the next step of the procedure and who makes it, None at its end."""
    steps = rules.MOVES[ProjectState(project.state)]
    if not steps:
        return None
    what = _(steps[0].verb)
    own = unit_label(queries.standing_unit(project.unit_id, today()), language)
    if steps[0].mover is Mover.owner:
        decider = queries.deciding_unit(project.level, project.home)
        return what, unit_label(queries.standing_unit(decider.id, today()), language)
    return what, _("the head of %(unit)s", unit=own) if steps[0].mover is Mover.head else own


def _lines(project: Project, sums: Money, language: str) -> list[LineView]:
    actor, state = guard.actor(), ProjectState(project.state)
    shares = {
        share.id: share for share in ledger.envelopes({found.line.parent_id or 0 for found in sums.lines})
    }
    contents = {row.code: row.name(language) for row in catalogue.contents()}
    terms = queries.terms_on([found.line.id for found in sums.lines], today())
    rows = []
    for found in sums.lines:
        line, share = found.line, shares[found.line.parent_id or 0]
        may_spend = actor.may_for(SPEND_PROPOSE, line.unit_id)
        rows.append(
            LineView(
                found,
                contents.get(line.content_code or "", ""),
                share,
                may_assign=may_spend and state in rules.FUNDED and bool(line.to_assign and share.money),
                may_commit=may_spend and state in rules.SPENDING and bool(line.to_commit),
                may_move=may_spend and bool(line.money) and not _over(line),
                may_return=may_spend
                and state in rules.PAYING
                and _over(line)
                and line.disbursed > line.returned,
                may_report=may_record(actor, line, found.fund),
                terms=terms.get(line.id),
                may_say_terms=state != ProjectState.refused
                and terms_right(actor, line, found.fund) is not None,
            )
        )
    return rows


def _sums(project: Project, sums: Money, language: str) -> dict[str, Any]:
    """Return what the project's money adds up to: by beneficiary, against what was paid, over the years."""
    held = [contract for line in sums.lines for contract in line.contracts]
    told = agreed.told([contract.envelope.id for contract in held])
    parties = queries.beneficiaries(project)
    return {
        "beneficiaries": parties,
        "told": told,
        "shares": totals.shares(parties, held, told),
        "claims": totals.claims(sums.lines, told),
        "years": _years(project, sums, language),
    }


def _over(line: Envelope) -> bool:
    """Tell whether the year of a line has ended: refunds then go to the budget."""
    return today() > days_of(ActKind.pay, line.budget_year)[1]


def _years(project: Project, sums: Money, language: str) -> list[tuple[totals.YearSums, list[str]]]:
    """Return a point project's money over years, with its contents in words; empty where one year is all there is."""
    found = totals.over_years([row.line for row in sums.lines])
    if len(found) <= 2 and project.kind != ProjectKind.point:  # noqa: PLR2004 - one year, and all years
        return []
    names = {row.code: f"{row.code} {row.name(language)}" for row in catalogue.contents()}
    return [(year, [names.get(code, code) for code, _sums in year.contents]) for year in found]


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of a content with its planned and achieved value; None where none was entered."""

    content: str
    code: str
    name: str
    unit: str
    plan: int | None
    actual: int | None

    @property
    def rate(self) -> Fraction | None:
        """Achieved of planned."""
        return rate(self.actual or 0, self.plan or 0)


def indicator_rows(project: Project, contents: Sequence[str | None], language: str) -> list[IndicatorRow]:
    """Return the indicators of a project: those of its lines' contents, and any that has a value."""
    values = queries.indicator_values(project)
    wanted = set(contents) | {content for content, _code, _stage in values}
    vi = language == "vi"

    def value(content: str, code: str, stage: Stage) -> int | None:
        held = values.get((content, code, str(stage)))
        return None if held is None else held.value

    return [
        IndicatorRow(
            row.content_code,
            row.code,
            row.name_vi if vi else row.name_en,
            row.unit_vi if vi else row.unit_en,
            value(row.content_code, row.code, Stage.plan),
            value(row.content_code, row.code, Stage.actual),
        )
        for row in catalogue.indicators()
        if row.content_code in wanted
    ]
