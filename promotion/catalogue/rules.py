"""Closed lists of the catalogue, and the tree of contents. Plain Python."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from promotion.kernel.choices import Choice, Language
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import number_text

_HUNDREDTHS = Decimal(100)


class NormScope(Choice):
    """Whom a norm binds."""

    national = "national", N_("National industrial promotion")
    province = "province", N_("Local industrial promotion of a province")


class CapUnit(Choice):
    """What a ceiling counts for."""

    enterprise = "enterprise", N_("per enterprise")
    model = "model", N_("per model")
    establishment = "establishment", N_("per establishment")
    round = "round", N_("per selection round")
    cluster = "cluster", N_("per industrial cluster")
    brand = "brand", N_("per brand")


def percent(hundredths: int | None) -> Decimal | None:
    """Return hundredths of a percent as a percentage: 3660 is 36.6."""
    return None if hundredths is None else Decimal(hundredths) / _HUNDREDTHS


def share_text(hundredths: int | None, language: str) -> str:
    """Write hundredths of a percent with no more decimals than needed: "30 %", "36,6 %"; "" for None."""
    if hundredths is None:
        return ""
    places = 2 if hundredths % 10 else 1 if hundredths % 100 else 0
    sign = "\u00a0%" if Language(language) is Language.vi else "%"
    return number_text(Fraction(hundredths, 100), language, places) + sign


def branch(code: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    """Return a content with everything below it; `parents` names each content's parent."""
    found = {code}
    grown = True
    while grown:
        below = {child for child, parent in parents.items() if parent in found} - found
        grown = bool(below)
        found |= below
    return frozenset(found)


def leaves(parents: Mapping[str, str | None]) -> Iterable[str]:
    """Return the contents that have nothing below them."""
    inner = {parent for parent in parents.values() if parent is not None}
    return [code for code in parents if code not in inner]
