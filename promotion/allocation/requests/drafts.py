"""What reaches the verb for requests."""

from dataclasses import dataclass

from promotion.allocation.drafts import Paper


@dataclass(frozen=True)
class RequestDraft:
    """What a project asks for in all, in đồng, from a fund (public id) under a content; 0 takes the request back."""

    paper: Paper
    fund: str
    content: str
    amount: int
