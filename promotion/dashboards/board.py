"""What the board shows: the chain with its rates, a table, who waits, and the acts that somebody must
decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from flask_babel import gettext as _

from promotion.access.actor import Actor
from promotion.access.permissions import PLAN_BOOK, SPEND_BOOK
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Dimension, Question, Row, Table
from promotion.figures.tables import tabulate
from promotion.figures.waiting import Waiting, waiting
from promotion.kernel.calendar import now
from promotion.kernel.money import amount_text, percent_text, rate
from promotion.ledger.models import Proposal
from promotion.ledger.queries import proposals, returned_since
from promotion.web.values import display_unit, unit_name

# Step of the chain → the base of its rate.
CHAIN = (
    ("approved", None),
    ("released", "approved"),
    ("assigned", "released"),
    ("committed", "assigned"),
    ("disbursed", "assigned"),
    ("accepted", "committed"),
)

LATELY = timedelta(days=14)
"""How long the first page speaks of a proposal that came back."""


@dataclass(frozen=True)
class Step:
    """One step of the chain: its words, its amount in đồng, and its rate of a named base; measure, row and question
    lead to what stands behind amount and rate.
    """

    label: str
    amount: int
    rate: Fraction | None
    base: str | None
    why: tuple[str, Row, Question]
    why_rate: tuple[str, Row, Question] | None


@dataclass(frozen=True)
class Board:
    """Everything the first page shows."""

    table: Table
    steps: tuple[Step, ...]
    sentence: str
    waiting: Sequence[Waiting]
    waiting_count: int
    to_book: Sequence[Proposal]
    proposed: int
    returned: int


def board(actor: Actor, question: Question, language: str) -> Board:
    """Return the board for a person; every figure lies inside the person's scope."""
    table = tabulate(actor.scope, question, language)
    lines, count = waiting(actor.scope, question)
    every = proposals(actor.scope)
    mine = [
        proposal for proposal in every if proposal.proposed_by != actor.user_id and _may_book(actor, proposal)
    ]
    returned = returned_since(actor.user_id, now() - LATELY)
    steps, sentence = _steps(table.total, question), _sentence(table.total, language)
    return Board(table, steps, sentence, lines, count, mine, len(every), returned)


def dimension_for(actor: Actor) -> Dimension:
    """Return what the rows of the first page stand for: regions for the country, contents for a province."""
    return Dimension.region if actor.scope.everything else Dimension.content


def _may_book(actor: Actor, proposal: Proposal) -> bool:
    return any(actor.may_for(permission, proposal.unit_id) for permission in (PLAN_BOOK, SPEND_BOOK))


def _steps(total: Row, question: Question) -> tuple[Step, ...]:
    return tuple(
        Step(
            _(BY_KEY[key].label),
            total.values[key],
            rate(total.values[key], total.values[base]) if base else None,
            _("of “%(base)s”", base=_(BY_KEY[base].label)) if base else None,
            (key, total, question),
            (f"{key}_of_{base}", total, question) if base else None,
        )
        for key, base in CHAIN
    )


def _sentence(total: Row, language: str) -> str:
    values = total.values
    return _(
        "Of %(approved)s %(unit)s approved, %(released)s (%(share)s) were released; "
        "of the money released, %(disbursed)s (%(paid)s) were disbursed.",
        approved=amount_text(values["approved"], language, display_unit()),
        unit=unit_name(),
        released=amount_text(values["released"], language, display_unit()),
        share=percent_text(rate(values["released"], values["approved"]), language),
        disbursed=amount_text(values["disbursed"], language, display_unit()),
        paid=percent_text(rate(values["disbursed"], values["released"]), language),
    )
