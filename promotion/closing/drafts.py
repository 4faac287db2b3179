"""What reaches this room's verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from promotion.closing.rules import Fate
from promotion.ledger.drafts import Document


@dataclass(frozen=True)
class PeriodsDraft:
    """The days on which the periods of a fund close: last day of the period → closing day; None where none is set."""

    days: Mapping[date, date | None]


@dataclass(frozen=True)
class YearEndDraft:
    """What becomes of what is left in a fund: by public id of fund, share, line and contract; the rest as
    suggested.

    `document` says what lapses, `permission` allows what goes over; each is None where nothing does. `shown` is the
    mark of the position that the person saw; when it has moved since, the draft is refused.
    """

    document: Document | None
    business_date: date
    permission: Document | None = None
    fates: Mapping[str, Fate] = field(default_factory=dict)
    reason: str | None = None
    shown: str = ""


@dataclass(frozen=True)
class CloseDraft:
    """The act that closes a fund: its document and day."""

    document: Document
    business_date: date
    reason: str | None = None
