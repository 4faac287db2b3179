"""What a draft asks for, looked at before anything is read: its amounts, and the envelopes that it names."""

from collections.abc import Sequence

from promotion.kernel.errors import Refused
from promotion.kernel.money import whole_dong
from promotion.kernel.text import mark as N_
from promotion.ledger.books import SUBJECT, Kind
from promotion.ledger.deeds import DEEDS, ActKind
from promotion.ledger.drafts import ActDraft


def check_steps(draft: ActDraft) -> None:
    """Raise `Refused` for an act without amounts, `Invalid` for one that is not whole đồng from 1 to the most.

    The sum may not be more than the most either: it is kept and shown as one amount.
    """
    if DEEDS[draft.kind].empty and draft.about is not None and not draft.steps:
        return
    if not draft.steps:
        raise Refused(N_("The act names no amount."), code="act.empty", cure=N_("Enter at least one amount."))
    whole_dong(sum(whole_dong(part.amount) for part in draft.steps))


def subjects(draft: ActDraft) -> Sequence[tuple[int, Kind]]:
    """Return the envelopes that an act names, each with the kind that it must be of; those opposite included."""
    named = [(part.envelope_id, SUBJECT[part.step]) for part in draft.steps]
    named += [(part.to_id, SUBJECT[part.step]) for part in draft.steps if part.to_id is not None]
    if draft.about is not None:
        named.append((draft.about, Kind.fund if draft.kind is ActKind.close else Kind.commitment))
    return named
