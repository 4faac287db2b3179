"""What reaches the verbs that lower the plan or move it. Places are named by the public ids of their envelopes."""

from dataclasses import dataclass
from decimal import Decimal

from promotion.allocation.drafts import Paper
from promotion.allocation.moves.rules import Rule

Amounts = tuple[tuple[str, int], ...]
"""Public id of an envelope → đồng."""


@dataclass(frozen=True)
class CutDraft:
    """A cut of the plan in đồng; `lines` lowers what is listed on some lines by the same decision."""

    paper: Paper
    amount: int
    lines: Amounts = ()


@dataclass(frozen=True)
class WithdrawalDraft:
    """Released money taken back: an amount, or the percentage of the plan that stays released in all.

    `by_hand` says for some lines what exactly is taken, `rule` from which lines the rest comes. `shown` is the amount
    that the person saw before sending.
    """

    paper: Paper
    rule: Rule
    amount: int | None = None
    percent: Decimal | None = None
    by_hand: Amounts = ()
    shown: int | None = None


@dataclass(frozen=True)
class ReshareDraft:
    """What units give back of their shares, and what units get, in đồng."""

    paper: Paper
    back: Amounts
    given: Amounts


@dataclass(frozen=True)
class NewLine:
    """A project that gets a line by this act: its code, the code of a content, and the listed amount (đồng)."""

    project: str
    content: str
    amount: int


@dataclass(frozen=True)
class RelistDraft:
    """The new listed amount of some lines (0 takes a project off the list), and a project that comes in."""

    paper: Paper
    amounts: Amounts
    newcomer: NewLine | None = None


@dataclass(frozen=True)
class TransferDraft:
    """From one line to another: listed right, and assigned money, in đồng."""

    paper: Paper
    source: str
    target: str
    listed: int
    money: int
