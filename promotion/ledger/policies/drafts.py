"""The one form in which settings and answers reach the policies."""

from collections.abc import Mapping
from dataclasses import dataclass

from promotion.ledger.policies.rules import Excess
from promotion.ledger.policies.words import Effect, Policy

Settings = Mapping[Policy, Effect]
"""What a fund wants, policy by policy."""


@dataclass(frozen=True)
class Answer:
    """What was said to one unusual thing: the reason and whose it is, and who allowed it (user ids)."""

    act: int
    excess: Excess
    effect: Effect
    reason: str | None = None
    reason_by: int | None = None
    waiver_id: int | None = None
    allowed_by: int | None = None
