"""Pages of money going out: assign to lines, contracts, advances, payments, acceptance, and what happens
next.
"""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.actor import Actor
from promotion.access.permissions import MONEY_READ, SPEND_PROPOSE
from promotion.catalogue import queries as catalogue
from promotion.disbursement import queries, rules, service
from promotion.disbursement.forms import CommitmentForm, SpendForm, for_lines
from promotion.disbursement.models import Commitment
from promotion.disbursement.rules import CommitmentKind
from promotion.disbursement.service import Done
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, from_json
from promotion.ledger.models import Act, Envelope
from promotion.projects.queries import standing_unit
from promotion.projects.rules import FUNDED, PAYING, SPENDING, check_open
from promotion.projects.wording import ACT_KINDS
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.languages import chosen
from promotion.web.pages import page, send
from promotion.web.versions import Saved

Answer = Response | tuple[str, int]
LABELS = {str(kind): label for kind, label in ACT_KINDS.items()}


def next_page(done: Done) -> str:
    """Return where a person lands after an act: what happens next, or the booked act."""
    if isinstance(done.outcome, Act):
        return url_for("allocation.act", public_id=done.outcome.public_id)
    return url_for("disbursement.sent", public_id=done.outcome.public_id)


@guard.requires(SPEND_PROPOSE)
def assign(public_id: str) -> Answer:
    """Pass money of a unit's share on to its lines; the rows come filled with a suggestion."""
    actor = guard.actor()
    share = queries.share(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, share.envelope.unit_id)
    waiting = [line for line in share.waiting if line.project.state in FUNDED]
    suggest = request.args.get("suggest", "listed")
    rows = [(line.envelope.id, line.envelope.public_id, line.project.name) for line in waiting]
    due = [line.envelope.to_assign for line in waiting]
    filled = rules.suggestion(due, share.envelope.money) if suggest == "listed" and due else [0] * len(due)
    data = {f"line_{row[1]}": amount or None for row, amount in zip(rows, filled, strict=True)}
    form = for_lines(rows)(data={**data, "day": today(), "issuer": office(share.envelope.unit_id)})
    done = send(form, lambda: next_page(service.assign(actor, public_id, form.draft())))
    return done or page(
        "disbursement/assign.html",
        form=form,
        share=share,
        unit=unit_label(units.by_id(share.envelope.unit_id), chosen()),
        contents={row.code: row.name(chosen()) for row in catalogue.contents()},
        suggest=suggest,
        funded=FUNDED,
        state_of=ProjectState,
    )


@guard.requires(SPEND_PROPOSE)
def commit(public_id: str) -> Answer:
    """Record a contract or assignment under a line."""
    actor = guard.actor()
    line = queries.line(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, line.envelope.unit_id)
    check_open(ProjectState(line.project.state), SPENDING)
    form = _commitment_form(CommitmentForm(data=_first_party(line)))
    done = send(form, lambda: next_page(service.commit(actor, public_id, form.draft())))
    return done or page(
        "disbursement/commit.html", form=form, line=line, record=None, content=content_of(line.envelope)
    )


@guard.requires(SPEND_PROPOSE)
def commit_again(public_id: str) -> Answer:
    """Correct a contract whose commitment came back, and propose it again."""
    actor = guard.actor()
    contract = queries.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, contract.envelope.unit_id)
    form = _commitment_form(CommitmentForm(lambda: _saved(contract.record)))
    line = queries.line(actor.scope, contract.line.line.public_id)
    done = send(form, lambda: next_page(service.commit_again(actor, public_id, form.draft(), form.seen)))
    return done or page(
        "disbursement/commit.html",
        form=form,
        line=line,
        record=contract.record,
        content=content_of(line.envelope),
    )


@guard.requires(SPEND_PROPOSE)
def advance(public_id: str) -> Answer:
    """Ask for an advance: the rule's share, what the line holds and what is open stand beside the amount."""
    return _spend(public_id, service.advance, ActKind.advance)


@guard.requires(SPEND_PROPOSE)
def pay(public_id: str) -> Answer:
    """Ask for a payment."""
    return _spend(public_id, service.pay, ActKind.pay)


@guard.requires(SPEND_PROPOSE)
def accept(public_id: str) -> Answer:
    """Ask for the minutes of accepted work."""
    return _spend(public_id, service.accept, ActKind.accept)


@guard.requires(MONEY_READ)
def sent(public_id: str) -> tuple[str, int]:
    """Show what was proposed, the amount in words, and who must book it."""
    actor, language = guard.actor(), chosen()
    proposal = ledger.proposal(actor.scope, public_id)
    draft = from_json(proposal.draft)
    unit = units.by_id(proposal.unit_id)
    return page(
        "disbursement/sent.html",
        proposal=proposal,
        draft=draft,
        act_label=LABELS,
        unit=unit_label(unit, language),
        bookers=queries.bookers(proposal),
        back=_back(actor, draft),
    )


def _spend(public_id: str, verb: Callable[..., Done], kind: ActKind) -> Answer:
    actor = guard.actor()
    found = queries.contract(actor.scope, public_id)
    actor.require_for(SPEND_PROPOSE, found.envelope.unit_id)
    check_open(ProjectState(found.project.state), PAYING)
    data: dict[str, Any] = {"day": today()}
    if kind is ActKind.accept:
        data |= {"amount": found.envelope.to_accept or None, "issuer": office(found.envelope.unit_id)}
    else:
        data |= {"issuer": queries.last_issuer(found)}
    form = SpendForm(data=data)
    done = send(form, lambda: next_page(verb(actor, public_id, form.draft())))
    rule = queries.advance_rule(found.envelope.content_code, today()) if kind is ActKind.advance else None
    return done or page(
        "disbursement/spend.html",
        form=form,
        contract=found,
        kind=kind,
        act=_(LABELS[kind]),
        rule=rule,
        highest=None if rule is None else rules.highest_advance(found.sums.value, rule.max_percent),
    )


def office(unit_id: int) -> str:
    """Return the name of the unit that spends today: of a merged one that of its successor."""
    return units.name(standing_unit(unit_id, today()), chosen(), today())


def _saved(record: Commitment) -> Saved:
    fields = ("kind", "number", "day", "party", "subject")
    held = {field: getattr(record, field) for field in fields}
    values = {**held, "tax_code": record.party_tax_code, "amount": record.proposed_value}
    return Saved(values, record.version, record.saved_by, record.saved_at)


def _commitment_form(form: CommitmentForm) -> CommitmentForm:
    form.kind.offer((str(kind), _(kind.label)) for kind in CommitmentKind)
    return form


def _first_party(line: queries.Line) -> dict[str, Any]:
    """Suggest the only beneficiary of a project as the party, and all that is open as the value."""
    data: dict[str, Any] = {"kind": str(CommitmentKind.contract), "amount": line.envelope.to_commit or None}
    parties = queries.parties(line.project)
    if len(parties) == 1:
        data |= {"party": parties[0].name, "tax_code": parties[0].tax_code}
    return data


def content_of(envelope: Envelope) -> str:
    """Return an envelope's content with its name, "" for none."""
    code = envelope.content_code or ""
    return f"{code} {catalogue.content(code).name(chosen())}" if code else ""


def _back(actor: Actor, draft: ActDraft) -> tuple[str, str] | None:
    """Return the page that an act came from: its contract, or the project of its first line; None for others."""
    subject = queries.subject_of(actor.scope, draft)
    if subject is None or subject[0] not in {Kind.commitment, Kind.line}:
        return None
    kind, public_id = subject
    if kind == Kind.commitment:
        return _("Back to the contract"), url_for("disbursement.contract", public_id=public_id)
    project = queries.line(actor.scope, public_id).project
    return _("Back to the project"), url_for("projects.show", public_id=project.public_id)
