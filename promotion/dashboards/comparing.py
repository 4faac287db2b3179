"""A figure beside that of the same period of the year before."""

from dataclasses import dataclass
from fractions import Fraction

from promotion.figures.model import Row
from promotion.kernel.money import rate


@dataclass(frozen=True)
class Compared:
    """A figure now and a year before; None where it is not known, and where that year has no figures at all."""

    now: int | None
    before: int | None

    @property
    def difference(self) -> int | None:
        """How much more it is now."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def change(self) -> Fraction | None:
        """The difference as a share of the year before, None where there was nothing."""
        return None if self.difference is None or self.before is None else rate(self.difference, self.before)


def compared(now: Row, before: Row) -> dict[str, Compared]:
    """Return every figure beside that of the year before, by measure."""
    known = any(before.values.values()) or bool(before.marks)
    return {
        measure: Compared(
            now.values[measure] if now.knows(measure) else None,
            before.values[measure] if known and before.knows(measure) else None,
        )
        for measure in before.values
    }
