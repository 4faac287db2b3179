"""What the norms allow on lines: asked of the room that knows the projects, which the ledger does not.

The room above enters its answer once, when it is opened; without one no norm is known.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from promotion.ledger.models import Envelope
from promotion.ledger.policies.rules import NormBound

Bounds = Callable[[Sequence[Envelope], date], Mapping[int, NormBound]]
"""Lines and a day → what the norm allows on each line (đồng), by envelope id; a line without a norm is left out."""

_entered: list[Bounds] = []


def enter(bounds: Bounds) -> None:
    """Enter who knows the norms; called once, when that room is opened."""
    _entered[:] = [bounds]


def bounds(lines: Sequence[Envelope], day: date) -> Mapping[int, NormBound]:
    """Return what the norms of a day allow on these lines, by envelope id."""
    return _entered[0](lines, day) if _entered and lines else {}
