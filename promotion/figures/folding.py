"""Folding: to which row a fact belongs, on the boundaries asked for. Succession is folded here and only
here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from promotion.figures.facts import Fact
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.kernel.calendar import today
from promotion.kernel.choices import Region
from promotion.ledger.sums import FIGURES, RELEASED_BY_LINE
from promotion.territory.rules import Atlas

CENTRAL = "rest:central"
UNLISTED = "rest:unlisted"
UNASSIGNED = "rest:unassigned"
UNDIVIDED = "rest:undivided"

# What lies on the fund itself: plan not yet on lines, money not yet passed on.
_ON_FUND = {"approved": UNLISTED, "released": UNASSIGNED}
BY_PLACE = (Dimension.province, Dimension.region)


@dataclass(frozen=True)
class Fold:
    """The folding of one question."""

    atlas: Atlas
    question: Question
    _folded: dict[str, str | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def day(self) -> date:
        """The day of the boundaries; as recorded, the last of the budget year or of the position."""
        asked = self.question
        if asked.boundaries.kind == "recorded":
            return min(asked.as_of, date(asked.year, 12, 31))
        return asked.boundaries.day or today()

    def province(self, home: str) -> str | None:
        """Return the province in which a home lies on the boundaries, None where it cannot be divided."""
        boundaries: Boundaries = self.question.boundaries
        if boundaries.kind == "recorded":
            return home
        if home not in self._folded:  # asked for every figure of a home
            self._folded[home] = self.atlas.home_on(home, self.day)
        return self._folded[home]

    def region(self, home: str) -> Region | None:
        """Return the region of a home on the boundaries, None where a province spans two old regions."""
        province = self.province(home)
        if province is not None:
            return self.atlas.region_of(province, self.day)
        regions = self.atlas.regions_of_undivided(home, self.day)
        return next(iter(regions)) if len(regions) == 1 else None

    def outside_all(self, home: str | None) -> bool:
        """Tell whether a home is left out only because it cannot be divided: part of it may be what is asked for."""
        if home is None or self.inside(home):
            return False
        region, province = self.question.region, self.question.province
        if province is not None:
            return self.province(home) is None and province in self.atlas.forebears(home)
        return region in self.atlas.regions_of_undivided(home, self.day) and self.region(home) is None

    def inside(self, home: str | None) -> bool:
        """Tell whether a home belongs to the region asked for; money without a province belongs to none."""
        region, province = self.question.region, self.question.province
        if home is None:
            return region is None and province is None
        return region in {None, self.region(home)} and province in {None, self.province(home)}

    def place(self, home: str | None) -> str:
        """Return the row of a home in a table by province or region."""
        if home is None:
            return CENTRAL
        key = self.province(home) if self.question.by is Dimension.province else self.region(home)
        return UNDIVIDED if key is None else str(key)

    def home(self, fact: Fact, measure: str) -> str | None:
        """Return the province in which a fact's share of a measure was recorded."""
        given = measure == "released" and self.question.of_lines
        return fact.share_home if given else fact.home

    def row(self, fact: Fact, measure: str) -> str:
        """Return the row to which a fact's share of a measure belongs."""
        by = self.question.by
        if by is Dimension.level:
            return str(fact.member)
        if fact.kind == "fund":
            return _ON_FUND.get(measure, UNASSIGNED)
        if by in BY_PLACE:
            return self.place(self.home(fact, measure))
        if self.question.of_lines and fact.kind == "share":
            return UNASSIGNED
        return str(fact.member)

    def counters(self, fact: Fact, measure: str) -> Mapping[str, int]:
        """Return the counters of a fact that a measure adds up (1) or takes off (-1); none where the fact does not
        count here.
        """
        if measure == "released" and self.question.of_lines:
            if fact.kind == "line" and not (fact.share_seen and self.inside(fact.share_home)):
                return {}  # given to a unit that does not count here: so in a table by province, so here
            return RELEASED_BY_LINE[fact.kind]
        return FIGURES[measure].get(fact.kind, {})

    def value(self, fact: Fact, measure: str) -> int:
        """Return a fact's share of a measure, in đồng."""
        return sum(sign * fact.sums[counter] for counter, sign in self.counters(fact, measure).items())
