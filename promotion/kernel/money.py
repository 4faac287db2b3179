"""Money in whole đồng: the one place that divides, rounds and writes amounts.

An amount is an ``int`` of đồng, at most :data:`MAX_DONG`, so that browsers and spreadsheets keep it exact.
Rates are fractions of two sums. Rounding is half up, and away from zero below zero. ``language`` is
``"vi"`` or ``"en"``; anything else raises ``ValueError``.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self

from promotion.kernel.choices import Language
from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark as N_
from promotion.kernel.words import english, vietnamese

MAX_DONG = 9 * 10**15
"""The largest amount the system holds, in đồng."""

MAX_PERCENT = 1000
_PERCENT_PLACES = 12
_NO_RATE = "–"
_SEPARATORS = {Language.vi: (".", ","), Language.en: (",", ".")}


class DisplayUnit(StrEnum):
    """The unit in which amounts are shown or typed; the amount itself stays in đồng."""

    label: str
    factor: int
    places: int

    def __new__(cls, value: str, label: str = "", factor: int = 1, places: int = 0) -> Self:
        """Make a member from its stored value, label, đồng per unit and most decimal places shown."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.factor, member.places = label, factor, places
        return member

    dong = "dong", N_("đồng"), 1, 0
    thousand = "thousand", N_("thousand đồng"), 10**3, 0
    million = "million", N_("million đồng"), 10**6, 2
    billion = "billion", N_("billion đồng"), 10**9, 3


def separators(language: str) -> tuple[str, str]:
    """Return the thousands separator and the decimal separator of a language."""
    return _SEPARATORS[Language(language)]


def whole_dong(value: int) -> int:
    """Return ``value`` if it is whole and 0 < value ≤ MAX_DONG đồng, else raise :class:`Invalid`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid(N_("An amount must be a whole number of đồng."))
    if value <= 0:
        raise Invalid(N_("The amount must be greater than 0 đồng."))
    if value > MAX_DONG:
        raise Invalid(N_("The amount must not be greater than %(most)s đồng."), {"most": MAX_DONG})
    return value


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    size = int(abs(value) + Fraction(1, 2))
    return -size if value < 0 else size


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` đồng in proportion to ``weights``, by largest remainder; the parts add up to the total.

    Equal remainders are served in the order given. A weight of 0 gets 0. Raises :class:`Invalid` for a
    negative total or weight, and when there is something to split but every weight is 0.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise Invalid(N_("An amount to be split, and the shares of it, must not be negative."))
    base = sum(weights)
    if base == 0:
        if total:
            raise Invalid(
                N_("There is nothing in proportion to which %(total)s đồng can be split."), {"total": total}
            )
        return [0] * len(weights)
    parts = [total * weight // base for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % base))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def share_of(total: int, percent: Decimal) -> int:
    """Return ``percent`` per cent of ``total`` đồng, half up to a whole đồng.

    Raises :class:`Invalid` unless 0 ≤ percent ≤ 1000 with at most 12 decimal places.
    """
    exponent = percent.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_PERCENT_PLACES or not 0 <= percent <= MAX_PERCENT:
        raise Invalid(N_("A percentage must lie between 0 and %(most)s."), {"most": str(MAX_PERCENT)})
    return half_up(Fraction(percent) * total / 100)


def rate(part: int, base: int) -> Fraction | None:
    """Return part/base exactly, or None when the base is 0. Rates are computed when shown, never stored."""
    return Fraction(part, base) if base else None


def number_text(value: int | Decimal | Fraction, language: str, places: int = 0) -> str:
    """Write a number with exactly ``places`` decimals, half up, with the separators of the language."""
    group, point = separators(language)
    scaled = half_up(Fraction(value) * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    sign = "-" if scaled < 0 else ""
    tail = f"{point}{part:0{places}}" if places else ""
    return f"{sign}{whole:,}".replace(",", group) + tail


def percent_text(rate: Fraction | None, language: str) -> str:
    """Write a rate (a share of 1) as a percentage with one decimal, half up; "–" when there is no rate."""
    if rate is None:
        return _NO_RATE
    sign = "\u00a0%" if Language(language) is Language.vi else "%"
    return number_text(rate * 100, language, 1) + sign


def amount_text(dong: int, language: str, unit: DisplayUnit = DisplayUnit.dong) -> str:
    """Write an amount of đồng in a unit, without the unit's name; half up, no more decimals than needed."""
    text = number_text(Fraction(dong, unit.factor), language, unit.places)
    return text.rstrip("0").rstrip(".,") if unit.places else text


def in_words(dong: int, language: str = "vi") -> str:
    """Write an amount of đồng in words, as on vouchers: "Ba trăm năm mươi triệu đồng"."""
    words = vietnamese(dong) + " đồng" if Language(language) is Language.vi else english(dong) + " đồng"
    return words[0].upper() + words[1:]


def in_full(dong: int) -> str:
    """Write an amount of đồng in Vietnamese words as papers close it: "Hai trăm chín mươi triệu đồng chẵn".

    "chẵn" says that nothing follows, so that nothing can be written behind: it stands behind whole thousands.
    """
    words = in_words(dong)
    return f"{words} chẵn" if dong and dong % 1000 == 0 else words
