"""What a reader asks of the lists."""

from dataclasses import dataclass
from datetime import date

from promotion.kernel.choices import Level
from promotion.ledger.policies.words import Policy
from promotion.oversight.rules import Age


@dataclass(frozen=True)
class MoneyQuestion:
    """Which money: of a fund (label), a unit (row id), a budget year, a level, provinces (keys of any edition), a
    content and those below it, projects with these words.
    """

    fund: str | None = None
    unit_id: int | None = None
    year: int | None = None
    level: Level | None = None
    homes: frozenset[str] | None = None
    content: str | None = None
    words: str = ""


@dataclass(frozen=True)
class ExceptionQuestion(MoneyQuestion):
    """Which exceptions: on which money, to which policy, between two business dates."""

    policy: Policy | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class AdvanceQuestion(MoneyQuestion):
    """Which uncleared advances: of which money, of which class of age."""

    age: Age | None = None
