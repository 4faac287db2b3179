"""Sentences and steps that pages of money say: made here, because templates do not count."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from promotion.allocation.queries.funds import FundRow
from promotion.allocation.rules import Position
from promotion.kernel.money import number_text, percent_text, rate
from promotion.kernel.text import mark as N_
from promotion.web.languages import chosen
from promotion.web.values import money, unit_name

# Step of the chain → its words, and the step that its rate is measured by.
_WHOLE: dict[str, tuple[str, str | None]] = {
    "approved": (N_("Approved plan"), None),
    "listed": (N_("Listed on projects"), "approved"),
    "released": (N_("Released"), "approved"),
    "shared": (N_("Shared out to units"), "released"),
    "assigned": (N_("Assigned"), "released"),
    "committed": (N_("Committed"), "listed"),
    "disbursed": (N_("Disbursed"), "assigned"),
    "accepted": (N_("Accepted"), "committed"),
}
_PART: dict[str, tuple[str, str | None]] = {
    "listed": (N_("Listed on projects"), None),
    "shared": (N_("Received"), "listed"),
    "assigned": (N_("Assigned"), "shared"),
    "committed": (N_("Committed"), "listed"),
    "disbursed": (N_("Disbursed"), "assigned"),
    "accepted": (N_("Accepted"), "committed"),
}


@dataclass(frozen=True)
class Step:
    """One step of the chain: its words, its amount in đồng, and its rate of a named base."""

    label: str
    amount: int
    rate: Fraction | None
    base: str | None


def steps(fund: FundRow) -> list[Step]:
    """Return the chain of a fund, or of the part of it that the reader sees."""
    words = _WHOLE if fund.whole else _PART
    return [
        Step(
            _(label),
            _amount(fund.position, key),
            rate(_amount(fund.position, key), _amount(fund.position, base)) if base else None,
            _("of “%(base)s”", base=_(words[base][0])) if base else None,
        )
        for key, (label, base) in words.items()
    ]


def _amount(position: Position, key: str) -> int:
    return int(getattr(position, key))


def sentence(fund: FundRow) -> str | None:
    """Return where the fund stands in one sentence; None without a plan, and for readers of a part."""
    position = fund.position
    if not fund.whole or not position.approved:
        return None
    return _(
        "Of %(approved)s %(unit)s approved, %(released)s (%(share)s) are released; %(unshared)s of that are "
        "not yet shared out. Waiting for money: %(waiting)s %(unit)s on %(lines)s lines.",
        approved=money(position.approved),
        unit=unit_name(),
        released=money(position.released),
        share=percent_text(rate(position.released, position.approved), chosen()),
        unshared=money(position.unshared),
        waiting=money(position.waiting),
        lines=number_text(fund.waiting, chosen()),
    )


def percent_words(percent: Decimal | str | None) -> str | None:
    """Return a percentage as it was typed, with the marks of the reader's language."""
    if percent is None:
        return None
    value = Decimal(percent)
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_text(value, chosen(), places) + ("\u00a0%" if chosen() == "vi" else "%")
