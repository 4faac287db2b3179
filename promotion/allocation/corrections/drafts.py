"""What reaches the verb that corrects an act."""

from dataclasses import dataclass

from promotion.allocation.drafts import Paper


@dataclass(frozen=True)
class CorrectionDraft:
    """An act as it should have been: its paper, and the right amount (đồng) of each of its steps in their order.

    An amount of None leaves the step out.
    """

    paper: Paper
    amounts: tuple[int | None, ...]
