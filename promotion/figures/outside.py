"""What others reported above the ledger, said under the figures that it is about; it is in none of them."""

from flask_babel import ngettext
from sqlalchemy import func, select

from promotion.access.actor import Scope
from promotion.database.handle import db
from promotion.discrepancies.models import Discrepancy
from promotion.discrepancies.queries import is_open
from promotion.figures.facts import asked
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.kernel.money import amount_text
from promotion.ledger.models import Envelope
from promotion.territory.queries import atlas


def outside(scope: Scope, question: Question, language: str) -> tuple[str, ...]:
    """Return a sentence on the open discrepancies that a question covers: how many, and how much in all (đồng)."""
    excess = func.sum(Discrepancy.reported - Discrepancy.held)
    query = select(Envelope.home, func.count(), excess).join(
        Discrepancy, Discrepancy.envelope_id == Envelope.id
    )
    query = query.where(is_open(), Discrepancy.day <= question.as_of)
    fold = Fold(atlas(), question)
    rows = db.session.execute(asked(query, scope, question).group_by(Envelope.home))
    found = [(count, int(amount)) for home, count, amount in rows if fold.inside(home)]
    number = sum(count for count, _amount in found)
    if not number:
        return ()
    return (
        ngettext(
            "%(num)s figure was reported from outside above the ledger, by %(excess)s đồng. It is not counted "
            "here.",
            "%(num)s figures were reported from outside above the ledger, by %(excess)s đồng in all. They are not "
            "counted here.",
            number,
            excess=amount_text(sum(amount for _count, amount in found), language),
        ),
    )
