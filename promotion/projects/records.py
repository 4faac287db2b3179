"""The verbs for what stands beside a project: beneficiaries, counterpart and other money, terms of lines,
indicators.

Kept apart from `service` for length; the same rules: load in scope, ask the rules, write, audit.
"""

from collections.abc import Sequence

from promotion.access.actor import EVERYTHING, Actor
from promotion.access.permissions import PLAN_PROPOSE, PROJECTS_WRITE, SPEND_PROPOSE
from promotion.audit.service import changes
from promotion.audit.service import record as audit
from promotion.catalogue import queries as catalogue
from promotion.database import versions
from promotion.database.handle import db
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Refused
from promotion.kernel.money import MAX_DONG, whole_dong
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.ledger.models import Envelope, Fund
from promotion.projects import agreed, queries, rules
from promotion.projects.drafts import BeneficiaryDraft, IndicatorDraft, OtherMoneyDraft, TermsDraft
from promotion.projects.models import Beneficiary, IndicatorValue, LineTerms, OtherMoney, Project
from promotion.projects.service import renew_search_key
from promotion.projects.trail import subject


def add_beneficiary(actor: Actor, public_id: str, draft: BeneficiaryDraft) -> Beneficiary:
    """Add a beneficiary. Raises `Invalid` for a wrong tax code, or one that the project already has."""
    project = _open(actor, public_id)
    values = _party(project, draft)
    beneficiary = Beneficiary(project_id=project.id, **values)
    db.session.add(beneficiary)
    renew_search_key(project)
    audit(actor, "projects.add_beneficiary", subject(project), after=values, under=_under(project))
    return beneficiary


def change_beneficiary(
    actor: Actor, public_id: str, party: str, draft: BeneficiaryDraft, version: int
) -> Beneficiary:
    """Correct a beneficiary that the person saw in this version; `Conflict` when somebody saved another one since."""
    project = _open(actor, public_id)
    beneficiary = queries.beneficiary(project, party)
    values = _party(project, draft, beneficiary)
    before, after = changes({field: getattr(beneficiary, field) for field in values}, values)
    versions.write(beneficiary, values, seen=version, by=actor.name)
    renew_search_key(project)
    if after:
        audit(
            actor,
            "projects.change_beneficiary",
            subject(project),
            before=before,
            after={**after, "name": beneficiary.name},
            under=_under(project),
        )
    return beneficiary


def drop_beneficiary(actor: Actor, public_id: str, party: str, version: int) -> Project:
    """Take a beneficiary off that the person saw in this version; the trail keeps who it was."""
    project = _open(actor, public_id)
    beneficiary = queries.beneficiary(project, party)
    if beneficiary.version != version:
        raise Conflict(
            N_("%(name)s changed this beneficiary since you saw it."),
            {"name": beneficiary.saved_by or "–"},
            cure=N_("Look at what was changed; if it is still right, send the form again."),
        )
    contracts = ledger.commitments(
        EVERYTHING, [line.id for line in ledger.lines(EVERYTHING, project_ids=[project.id])]
    )
    named = agreed.told([contract.id for contract in contracts]).values()
    if any(one.beneficiary_id == beneficiary.id for one in named):
        raise Refused(
            N_("A contract names this beneficiary."),
            code="beneficiary.contract",
            cure=N_("It stays with the project; correct its name or tax code if they are wrong."),
        )
    audit(
        actor,
        "projects.drop_beneficiary",
        subject(project),
        before={"name": beneficiary.name, "tax_code": beneficiary.tax_code, "address": beneficiary.address},
        under=_under(project),
    )
    versions.drop(beneficiary, seen=version)
    renew_search_key(project)
    return project


def add_other_money(actor: Actor, public_id: str, draft: OtherMoneyDraft) -> OtherMoney:
    """Record counterpart or other money (đồng)."""
    project = _open(actor, public_id, closed=True)
    if draft.day > today():
        raise Invalid(faults=(Fault("day", N_("The day lies in the future.")),))
    values = {
        "kind": str(draft.kind),
        "payer": clean(draft.payer),
        "amount": whole_dong(draft.amount),
        "day": draft.day,
        "note": clean(draft.note),
    }
    if not values["payer"]:
        raise Invalid(faults=(Fault("payer", N_("Please enter who pays.")),))
    money = OtherMoney(project_id=project.id, **values)
    db.session.add(money)
    db.session.flush()
    audit(
        actor,
        "projects.add_other_money",
        subject(project),
        after={**values, "day": draft.day.isoformat()},
        amount=money.amount,
        under=_under(project),
    )
    return money


def drop_other_money(actor: Actor, public_id: str, money: str) -> Project:
    """Take a record of counterpart or other money off; the trail keeps what it was."""
    project = _open(actor, public_id, closed=True)
    found = queries.other_money(project, money)
    audit(
        actor,
        "projects.drop_other_money",
        subject(project),
        before={
            "kind": found.kind,
            "payer": found.payer,
            "amount": found.amount,
            "day": found.day.isoformat(),
        },
        amount=found.amount,
        under=_under(project),
    )
    db.session.delete(found)
    db.session.flush()
    return project


def set_terms(actor: Actor, line_public_id: str, draft: TermsDraft) -> LineTerms:
    """Say under which law a line's money is spent and how its work is given, from a day on.

    The unit that spends does, or the owner of the plan. Raises `Invalid` when the very same is said already.
    """
    line = ledger.envelope(actor.scope, line_public_id, Kind.line)
    project = queries.project_of(actor.scope, line.project_id or 0)
    fund = ledger.fund_by_id(line.fund_id)
    under = terms_right(actor, line, fund)
    if under is None:
        raise Forbidden(N_("Your grants do not allow this act for this unit."))
    rules.check_open(State(project.state), set(State) - {State.refused})
    values = {
        "law": str(draft.law),
        "way": str(draft.way),
        "valid_from": draft.valid_from,
        "document_number": clean(draft.document.number),
        "document_date": draft.document.day,
        "document_issuer": clean(draft.document.issuer),
    }
    held = queries.terms_on([line.id], draft.valid_from).get(line.id)
    if held is not None and all(getattr(held, name) == value for name, value in values.items()):
        raise Invalid(N_("This already holds from that day."))
    found = LineTerms(line_id=line.id, by=actor.user_id, at=now(), **values)
    db.session.add(found)
    db.session.flush()
    before = {} if held is None else {"law": held.law, "way": held.way}
    after = {
        "line": f"{fund.code} {line.content_code}", "law": found.law, "way": found.way,
        "valid_from": draft.valid_from.isoformat(),
        "document": [found.document_number, found.document_date.isoformat(), found.document_issuer],
    }  # fmt: skip
    audit(actor, "projects.set_terms", subject(project), before=before, after=after, under=under)
    return found


def terms_right(actor: Actor, line: Envelope, fund: Fund) -> tuple[str, int] | None:
    """Return the permission by which a person may say a line's terms, with the unit for which; None without one."""
    pairs = ((SPEND_PROPOSE, line.unit_id), (PLAN_PROPOSE, fund.owner_unit_id))
    return next((pair for pair in pairs if actor.may_for(*pair)), None)


def record_indicators(
    actor: Actor, public_id: str, drafts: Sequence[IndicatorDraft], seen: int | None = None
) -> Project:
    """Enter planned or achieved values; a value that already holds is not entered again.

    `seen` is how many values the project had when they were shown: `Conflict` when more were entered since. Values are
    only ever added, under the lock of their project. None where nobody looked at a page.
    """
    project = _open(actor, public_id, closed=True)
    if seen is not None and queries.entered_values(project)[0] != seen:
        raise Conflict
    known = {(row.content_code, row.code) for row in catalogue.indicators()}
    standing = queries.indicator_values(project)
    entered = {}
    for draft in drafts:
        if (draft.content_code, draft.indicator_code) not in known:
            raise NotFound
        _check_value(draft)
        key = (draft.content_code, draft.indicator_code, str(draft.stage))
        held = standing.get(key)
        if held is not None and held.value == draft.value:
            continue
        db.session.add(_value(draft, project, actor))
        entered["/".join(key)] = draft.value
    db.session.flush()
    if entered:
        before = {"/".join(key): row.value for key, row in standing.items() if "/".join(key) in entered}
        audit(actor, "projects.record_indicators", subject(project), before=before, after=entered,
              under=_under(project))  # fmt: skip
    return project


def _value(draft: IndicatorDraft, project: Project, actor: Actor) -> IndicatorValue:
    return IndicatorValue(
        project_id=project.id,
        content_code=draft.content_code,
        indicator_code=draft.indicator_code,
        stage=str(draft.stage),
        value=draft.value,
        as_of=draft.as_of,
        by=actor.user_id,
        at=now(),
    )


def _check_value(draft: IndicatorDraft) -> None:
    if draft.as_of > today():
        raise Invalid(faults=(Fault("as_of", N_("The day lies in the future.")),))
    if not 0 <= draft.value <= MAX_DONG:
        raise Invalid(N_("A value must be a whole number of 0 or more."))


def _open(actor: Actor, public_id: str, *, closed: bool = False) -> Project:
    """Return a project that this person may write to; `closed` lets a settled or stopped one through."""
    project = queries.project(actor.scope, public_id, lock=True)
    actor.require_for(PROJECTS_WRITE, project.unit_id)
    shut = {State.refused} if closed else rules.CLOSED
    rules.check_open(State(project.state), set(State) - shut)
    return project


def _under(project: Project) -> tuple[str, int]:
    return PROJECTS_WRITE, project.unit_id


def _party(
    project: Project, draft: BeneficiaryDraft, own: Beneficiary | None = None
) -> dict[str, str | None]:
    name, tax_code = clean(draft.name), clean(draft.tax_code)
    rules.check_beneficiary(name, tax_code)
    plain = rules.plain_tax_code(tax_code) if tax_code else None
    others = {party.tax_code for party in queries.beneficiaries(project) if own is None or party.id != own.id}
    if plain is not None and plain in others:
        raise Invalid(
            faults=(Fault("tax_code", N_("This tax code already stands among the beneficiaries.")),)
        )
    return {"name": name, "tax_code": plain, "address": clean(draft.address)}
