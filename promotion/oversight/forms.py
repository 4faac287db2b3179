"""What a reader may ask of the lists; choices are handed in by the view."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.ledger.policies.words import Policy
from promotion.oversight.drafts import AdvanceQuestion, ExceptionQuestion
from promotion.oversight.rules import Age
from promotion.web.forms import ChoiceField, DateField, Filter, TextField

Homes = Callable[[Region | None, str | None], frozenset[str] | None]
"""Gives the provinces, of any edition, in a region and in a province; None where all are asked for."""


class MoneyFilter(Filter):
    """Of which money."""

    q = TextField(_l("Project"), required=False, id="filter-q")
    year = ChoiceField(_l("Budget year"), required=False, id="filter-year")
    level = ChoiceField(_l("Level"), required=False, id="filter-level")
    fund = ChoiceField(_l("Fund"), required=False, id="filter-fund")
    region = ChoiceField(_l("Region"), required=False, id="filter-region")
    province = ChoiceField(_l("Province"), required=False, id="filter-province")
    unit = ChoiceField(_l("Unit"), required=False, id="filter-unit")
    content = ChoiceField(_l("Content"), required=False, id="filter-content")

    def money(self, unit_ids: Mapping[str, int], homes: Homes) -> dict[str, Any]:
        """Return which money is asked for: the parts of a question that all lists have."""
        region = Region(self.region.data) if self.region.data else None
        return {
            "fund": self.fund.data or None,
            "unit_id": unit_ids[self.unit.data] if self.unit.data else None,
            "year": int(self.year.data) if self.year.data else None,
            "level": Level(self.level.data) if self.level.data else None,
            "homes": homes(region, self.province.data or None),
            "content": self.content.data or None,
            "words": self.q.data or "",
        }


class ExceptionFilter(MoneyFilter):
    """Of which money, to which rule, and in which period."""

    policy = ChoiceField(_l("Rule"), required=False, id="filter-policy")
    first = DateField(_l("From day"), required=False, id="filter-first")
    last = DateField(_l("To day"), required=False, id="filter-last")

    def understood(self) -> bool:
        """Tell whether every part can be read, and the period does not end before it begins."""
        if not super().understood():
            return False
        if self.first.data and self.last.data and self.last.data < self.first.data:
            self.take(Invalid(faults=(Fault("last", N_("The last day lies before the first.")),)))
            return False
        return True

    def question(self, unit_ids: Mapping[str, int], homes: Homes) -> ExceptionQuestion:
        """Return what is asked."""
        return ExceptionQuestion(
            **self.money(unit_ids, homes),
            policy=Policy(self.policy.data) if self.policy.data else None,
            first=self.first.data,
            last=self.last.data,
        )


class AdvanceFilter(MoneyFilter):
    """Of which money, and how old."""

    age = ChoiceField(_l("Age"), required=False, id="filter-age")

    def question(self, unit_ids: Mapping[str, int], homes: Homes) -> AdvanceQuestion:
        """Return what is asked."""
        return AdvanceQuestion(
            **self.money(unit_ids, homes), age=Age(self.age.data) if self.age.data else None
        )
