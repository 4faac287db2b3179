"""What the planner says in words: rules in their order, and for whom a rule misses how much."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from promotion.access.actor import Scope
from promotion.allocation.queries.names import Names, names_for
from promotion.kernel.money import number_text
from promotion.planner.ground import Ground
from promotion.planner.rules import Rule, Unmet, Use
from promotion.territory.queries import atlas
from promotion.web.languages import chosen


@dataclass(frozen=True)
class Missing:
    """Who misses how much (đồng) of a rule that cannot be satisfied."""

    name: str
    amount: int


def rule_words(use: Use) -> str:
    """Say a rule, the floor with its percentage."""
    if use.rule is Rule.floor and use.percent is not None:
        places = max(0, -int(use.percent.normalize().as_tuple().exponent))
        percent = number_text(use.percent, chosen(), places)
        return _("At least %(percent)s%% of what is listed in each province", percent=percent)
    return str(_(use.rule.label))


def order_words(uses: Sequence[Use]) -> str:
    """Say rules in their order, as a reason of an act holds them."""
    if len(uses) == 1:
        return rule_words(uses[0])
    return "; ".join(f"{place}. {rule_words(use)}" for place, use in enumerate(uses, 1))


def province_words(key: str | None, language: str) -> str:
    """Return the name of a province; lines without one belong to the whole country."""
    return atlas().name(key, language) if key else _("No province")


def whom(scope: Scope, ground: Ground, refusal: Unmet, language: str) -> list[Missing]:
    """Name those for whom a rule misses something, those that miss most first."""
    named = called(scope, ground, language)
    found = []
    for who, amount in refusal.whom.items():
        if refusal.rule is Rule.floor:
            found.append(Missing(province_words(str(who) if who else None, language), amount))
        elif isinstance(who, int):
            line = named.envelope(ground.places[who], ground.fund.code)
            found.append(Missing(" · ".join(part for part in (line.name, line.detail) if part), amount))
    return sorted(found, key=lambda one: (-one.amount, one.name))


def called(scope: Scope, ground: Ground, language: str) -> Names:
    """Return the names of the units and projects of a fund's lines."""
    places = [*ground.shares.values(), *ground.places.values()]
    return names_for(scope, places, language, ground.fund.budget_year)
