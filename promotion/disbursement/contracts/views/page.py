"""The page of one contract: its money, what can be done with it now, its repayment plan, its acts."""

from flask_babel import gettext as _

from promotion.access import guard
from promotion.access.permissions import MONEY_READ, SPEND_PROPOSE
from promotion.audit.wording import story
from promotion.disbursement import queries
from promotion.disbursement.contracts.queries import standing_of
from promotion.disbursement.contracts.rules import doings
from promotion.disbursement.recovery.queries import NO_PLAN, plans
from promotion.disbursement.recovery.rules import against
from promotion.disbursement.rules import CommitmentKind, ContractState
from promotion.disbursement.views import LABELS, content_of
from promotion.discrepancies import queries as discrepancies
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger.models import Envelope
from promotion.ledger.policies.queries import exceptions_of
from promotion.ledger.policies.wording import shown
from promotion.projects.queries import terms_on
from promotion.projects.rules import PAYING, SPENDING, LawBasis, WorkWay
from promotion.projects.wording import people
from promotion.web.pages import page


@guard.requires(MONEY_READ)
def contract(public_id: str) -> tuple[str, int]:
    """Show one contract with its money and what was done on it."""
    actor = guard.actor()
    found = queries.contract(actor.scope, public_id)
    state = ProjectState(found.project.state)
    may = actor.may_for(SPEND_PROPOSE, found.envelope.unit_id)
    unbooked = found.state is ContractState.unbooked
    plan = plans([found.record.id]).get(found.record.id, NO_PLAN)
    return page(
        "disbursement/contract.html",
        contract=found,
        kind=CommitmentKind(found.record.kind),
        doings=tuple(doings(standing_of(found))) if may and state in PAYING and not unbooked else (),
        may_commit=may and state in SPENDING and unbooked and not found.money.waiting,
        plan=plan,
        repayments_rows=against(plan.dues, found.sums.recovered, today()),
        may_plan=may and state in PAYING and not unbooked,
        may_fail=may and state in PAYING,
        payments={act.id for act in found.payments},
        names=people({waiting.proposal.proposed_by for waiting in found.money.waiting}),
        act_label=LABELS,
        content=content_of(found.envelope),
        across=queries.across_years(actor.scope, found.envelope),
        exceptions=shown(exceptions_of(actor.scope, [booked.act.id for booked in found.money.acts])),
        history=story(actor, "commitment", found.record.id, whole=True),
        discrepancies=discrepancies.of_scope(actor.scope, line_id=found.line.line.id),
        terms=terms_words(found.line.line),
    )


def terms_words(line: Envelope) -> tuple[str, str] | None:
    """Return law basis and way of giving the work that hold for a line today, in words; None when nobody said."""
    held = terms_on([line.id], today()).get(line.id)
    return None if held is None else (_(LawBasis(held.law).label), _(WorkWay(held.way).label))
