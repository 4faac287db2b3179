"""A figure beside that of the same period of the year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from promotion.kernel.money import rate


@dataclass(frozen=True)
class Compared:
    """A figure now and a year before; `before` is None where that year has no figures at all."""

    now: int
    before: int | None

    @property
    def difference(self) -> int | None:
        """How much more it is now."""
        return None if self.before is None else self.now - self.before

    @property
    def change(self) -> Fraction | None:
        """The difference as a share of the year before, None where there was nothing."""
        return None if self.before is None else rate(self.now - self.before, self.before)


def compared(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, Compared]:
    """Return every figure beside that of the year before, by measure."""
    known = any(before.values())
    return {measure: Compared(now[measure], before[measure] if known else None) for measure in before}
