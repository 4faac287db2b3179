"""This room's verbs: set the days on which quarters close, end a year (lapse and carry over), close a fund."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, PLAN_PROPOSE
from promotion.allocation.queries.matching import lines_of
from promotion.allocation.rules import fund_code
from promotion.audit.service import record as audit
from promotion.closing import queries
from promotion.closing.drafts import CloseDraft, PeriodsDraft, YearEndDraft
from promotion.closing.queries import Row, YearEnd
from promotion.closing.rules import Fate
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.disbursement.trail import subject
from promotion.kernel.calendar import now, today
from promotion.kernel.choices import Language
from promotion.kernel.errors import Fault, Invalid, Refused
from promotion.kernel.text import mark as N_
from promotion.ledger import places
from promotion.ledger import queries as ledger
from promotion.ledger import service as acts
from promotion.ledger.books import Kind
from promotion.ledger.deeds import ActKind, Part
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act, Envelope, Fund, Proposal
from promotion.ledger.posting import rehearse
from promotion.ledger.rules import check_day
from promotion.ledger.trail import of_fund
from promotion.projects.queries import day_of_year, standing_unit


def set_periods(actor: Actor, public_id: str, draft: PeriodsDraft) -> None:
    """Set the days on which a fund's periods close: the owner's head does. A period that has closed stays as it is.

    Raises `Invalid` for a day before the end of its period, or one that has passed: nothing closes in the past.
    """
    fund = queries.whole(actor.scope, public_id)
    actor.require_for(PLAN_BOOK, fund.owner_unit_id)
    rows = {row.through: row for row in queries.period_rows(fund)}
    known = {period.through: period for period in ledger.periods(fund.id)}
    before, after, faults = {}, {}, []
    for through, day in draft.days.items():
        row = rows.get(through)
        if row is None or row.closed or day == row.closes_on:
            continue
        fault = _fault_of(through, day)
        if fault is not None:
            faults.append(fault)
            continue
        before[through.isoformat()] = row.closes_on.isoformat() if row.closes_on else None
        after[through.isoformat()] = day.isoformat() if day else None
        places.set_period(fund, known.get(through), through, day)
    if faults:
        raise Invalid(faults=tuple(faults))
    if after:
        audit(actor, "ledger.set_periods", of_fund(fund), before={"periods": before}, after={"periods": after},
              under=(PLAN_BOOK, fund.owner_unit_id))  # fmt: skip


def _fault_of(through: date, day: date | None) -> Fault | None:
    name = f"closes_{through.isoformat()}"
    if day is None:
        return None
    if day < through:
        return Fault(name, N_("A period closes on its last day or later."))
    if day < today():
        return Fault(name, N_("This day has passed: choose today or a later day."))
    return None


@dataclass
class _Onward:
    """The next year's fund and the places there that are the like of this year's, opened where they are missing."""

    actor: Actor
    fund: Fund
    found: Fund | None = None
    shares: dict[int, Envelope] = field(default_factory=dict)
    lines: dict[int, Envelope] = field(default_factory=dict)

    def next(self) -> Fund:
        """Return the next year's fund."""
        if self.found is None:
            owner, known = queries.next_fund(self.fund)
            year = self.fund.budget_year + 1
            draft = places.FundDraft(
                fund_code(self.fund.level, year, owner.province_key),
                self.fund.level,
                year,
                owner.id,
                owner.province_key if self.fund.home is not None else None,
                two_person=self.fund.two_person,
            )
            self.found = known or places.open_fund(self.actor, draft)
        return self.found

    def like(self, row: Row) -> int:
        """Return the place (id) opposite a row."""
        kind = Kind(row.envelope.kind)
        if kind is Kind.share:
            return self.share(row.envelope).id
        if kind is Kind.line:
            return self.line(row.envelope).id
        return self.contract(row)

    def share(self, envelope: Envelope) -> Envelope:
        """Return the share of the unit that spends for a unit in the next year, as for every line that is opened."""
        if envelope.unit_id not in self.shares:
            unit = standing_unit(envelope.unit_id, day_of_year(self.fund.budget_year + 1))
            self.shares[envelope.unit_id] = places.open_share(self.next(), unit.id, unit.province_key)
        return self.shares[envelope.unit_id]

    def line(self, envelope: Envelope) -> Envelope:
        """Return the line of the same project and content, under whichever share of the fund it lies."""
        if envelope.id not in self.lines:
            project, content = envelope.project_id or 0, envelope.content_code or ""
            known = lines_of(self.next(), [project]).get((project, content))
            draft = places.LineDraft(project, content, envelope.home)
            self.lines[envelope.id] = known or places.open_line(self.share(envelope), draft)
        return self.lines[envelope.id]

    def contract(self, row: Row) -> int:
        """Return the envelope in which a contract goes on; its record goes along, so that it has its page there."""
        line = self.line(db.session.get_one(Envelope, row.envelope.parent_id))
        known = queries.record_on(line.id, row.record) if row.record else None
        if known is not None:
            return known.envelope_id
        place = places.open_commitment(line)
        if row.record is not None:
            _record_along(self.actor, row.record, place)
        return place.id


def _record_along(actor: Actor, record: Commitment, place: Envelope) -> None:
    words = {name: getattr(record, name) for name in _WORDS}
    onward = Commitment(
        public_id=place.public_id,
        envelope_id=place.id,
        line_id=place.parent_id,
        beneficiary_id=record.beneficiary_id,
        created_by=actor.user_id,
        created_at=now(),
        **words,
    )
    db.session.add(onward)
    db.session.flush()
    audit(actor, "disbursement.record", subject(onward, place), after={**words, "day": record.day.isoformat()},
          amount=onward.proposed_value, under=(PLAN_PROPOSE, place.unit_id))  # fmt: skip


_WORDS = ("kind", "number", "day", "party", "party_tax_code", "subject", "proposed_value")


def look(actor: Actor, public_id: str, fates: Mapping[str, Fate], language: str) -> YearEnd:
    """Return what is left in a fund for whose owner this person may propose, and what would become of it."""
    fund = queries.whole(actor.scope, public_id)
    actor.require_for(PLAN_PROPOSE, fund.owner_unit_id)
    return queries.year_end(actor.scope, fund, fates, language)


def end_year(actor: Actor, public_id: str, draft: YearEndDraft) -> Proposal | Act:
    """Propose what goes over and what lapses as one proposal of two acts, booked together.

    Raises `Refused` before the last treasury day has passed, when the position has moved since the person looked, and
    for a wrong day; `Invalid` when something goes over and no decision is named that allows it, or something lapses and
    no document says so.
    """
    found = look(actor, public_id, draft.fates, Language.vi)
    fund = found.fund
    _check_day(fund, draft)
    if draft.shown != found.mark:
        raise Refused(
            N_("The position has changed since you looked at it."),
            code="closing.moved",
            cure=N_("Look at the figures again and propose then."),
        )
    if not found.lapses and not found.goes_over:
        raise Invalid(N_("With these choices nothing lapses and nothing goes over."))
    missing = tuple(_missing(found, draft))
    if missing:
        raise Invalid(faults=missing)
    onward = _Onward(actor, fund)
    over = _act(ActKind.carry_over, fund, draft, draft.permission, _parts(found, onward, over=True))
    lapse = _act(ActKind.cancel, fund, draft, draft.document, _parts(found, onward, over=False))
    main, *along = (*over, *lapse)
    whole = replace(main, along=tuple(along))
    rehearse(whole)
    return acts.propose(actor, whole)


def _missing(found: YearEnd, draft: YearEndDraft) -> Iterator[Fault]:
    """Yield a fault for each document that is wanted and not named: every act in the ledger rests on one of its own."""
    if found.lapses and draft.document is None:
        yield Fault("document_number", N_("Please name the document by which what is left lapses."))
    if found.goes_over and draft.permission is None:
        message = N_("Please name the decision that allows money to go over into the next year.")
        yield Fault("permission_number", message)


def _act(
    kind: ActKind, fund: Fund, draft: YearEndDraft, document: Document | None, parts: tuple[Part, ...]
) -> Iterator[ActDraft]:
    """Yield the act on these parts, nothing without any."""
    if parts and document is not None:
        yield ActDraft(kind, fund.id, draft.business_date, document, reason=draft.reason, parts=parts)


def _parts(found: YearEnd, onward: _Onward, *, over: bool) -> tuple[Part, ...]:
    return tuple(
        Part(step, row.envelope.id, amount, to_id=onward.like(row) if over else None)
        for row in found.rows
        if row.envelope.kind != Kind.fund
        or not over  # what is to be released goes over with the lines' rights
        for step, amount, crosses in row.outcome.steps
        if crosses == over
    )


def _check_day(fund: Fund, draft: YearEndDraft | CloseDraft) -> None:
    if not queries.may_end(fund):
        raise Refused(
            N_("The year of this fund has not ended: payments may be made to 31 January of the next year."),
            code="closing.early",
        )
    check_day(ActKind.carry_over, draft.business_date, fund.budget_year, today())


def close(actor: Actor, public_id: str, draft: CloseDraft) -> Proposal | Act:
    """Propose to close a fund in which nothing is left; afterwards only refunds, demands and recoveries are entered."""
    fund = queries.whole(actor.scope, public_id)
    actor.require_for(PLAN_PROPOSE, fund.owner_unit_id)
    _check_day(fund, draft)
    act = ActDraft(
        ActKind.close,
        fund.id,
        draft.business_date,
        draft.document,
        reason=draft.reason,
        about=ledger.fund_envelope(fund.id).id,
    )
    rehearse(act)
    return acts.propose(actor, act)
