"""What the ledger refuses, in words: said by Python before it posts, and by the database's own refusal behind it."""

from datetime import date, timedelta

from promotion.database.refusals import Explanation, explain, try_again_on
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.ledger.books import COUNTERS, Kind
from promotion.ledger.ceilings import CEILINGS, FREE

EARLY = N_("A reversal cannot be dated before the act that it takes back.")
_USED = N_(
    "%(asked)s đồng would have to be taken back, but only %(available)s đồng are left: the rest is used."
)


class CeilingReached(Refused):
    """An act asks for more than there is. `envelope_id` says where, so that a form can show it in its row."""

    def __init__(self, kind: Kind, counter: str, envelope_id: int, *, available: int, asked: int) -> None:
        """Take the place, what is there and what was asked for, in đồng."""
        message, cure = CEILINGS.get((kind, counter), (_USED, FREE))
        super().__init__(
            message, {"available": available, "asked": asked}, code=f"ceiling.{kind}.{counter}", cure=cure
        )
        self.envelope_id = envelope_id
        self.counter = counter
        self.available = available


class MoreThanPaid(Refused):
    """More would come back than went out, or be asked back than was paid. `envelope_id`: the contract or line."""

    def __init__(self, words: Explanation, envelope_id: int, **params: int) -> None:
        """Take the words, the place and the amounts in đồng."""
        super().__init__(words.message, params, code=words.code, cure=words.cure)
        self.envelope_id = envelope_id


def not_paid_so(contract_id: int, name: str, *, left: int, asked: int) -> MoreThanPaid:
    """Return the refusal of more advances (or payments) that come back than went out on a contract."""
    return MoreThanPaid(_ADVANCES if name == "advanced" else _PAYMENTS, contract_id, out=left, asked=asked)


def more_demanded_than_paid(contract_id: int, *, paid: int, demanded: int) -> MoreThanPaid:
    """Return the refusal of more support asked back, recovered money included, than is paid on a contract."""
    return MoreThanPaid(_DEMANDED, contract_id, paid=paid, asked=demanded)


def more_back_than_out(line_id: int, *, out: int, back: int) -> MoreThanPaid:
    """Return the refusal of more that came back of a line than was paid out of it."""
    return MoreThanPaid(_BACK, line_id, out=out, back=back)


def already_reversed() -> Refused:
    """Return the refusal of a second reversal of one act."""
    return _refusal(_REVERSED)


def already_opened(lines: int) -> Refused:
    """Return the refusal of opening entries on lines that the ledger has entries of."""
    return Refused(
        N_("%(lines)s lines of the list have entries already; opening entries are for lines without any."),
        {"lines": str(lines)},
        code="opening.moved",
        cure=N_("Leave these lines out of the list; book what is missing on them as ordinary acts."),
    )


def fund_left(places: int) -> Refused:
    """Return the refusal to close a fund in which something is left."""
    return Refused(
        N_("The fund cannot be closed: something is left in %(places)s places."),
        {"places": str(places)},
        code="fund.left",
        cure=N_("Let it lapse or carry it over first; the year-end page lists every place."),
    )


def fund_closed() -> Refused:
    """Return the refusal of an act in a closed fund."""
    return _refusal(_CLOSED)


def period_closed(through: date) -> Refused:
    """Return the refusal of a business date in a closed period."""
    return Refused(
        N_("The books are closed to %(day)s; nothing more is entered with an earlier date."),
        {"day": through.strftime("%d/%m/%Y")},
        code="day.closed",
        cure=N_("Enter an open day, and the real day under “happened on”: it is marked as an adjustment."),
    )


def next_year_closed(fund: str, through: date, last: date) -> Refused:
    """Return the refusal of a day that is closed in the fund (its label) into which money goes over.

    `last` is the last day that such an act may carry: without an open day up to it there is no other day to enter.
    """
    following = through + timedelta(1)
    whole = through.month % 3 == 0
    return Refused(
        N_(
            "In %(fund)s, the next year's fund, quarter %(quarter)s is closed: nothing is entered there to %(day)s."
        )
        if whole
        else N_(
            "In %(fund)s, the next year's fund, the books are closed: nothing is entered there to %(day)s."
        ),
        {
            "fund": fund,
            "quarter": str(through.month // 3),
            "day": through.strftime("%d/%m/%Y"),
            "next": following.strftime("%d/%m/%Y"),
        },
        code="day.closed",
        cure=N_("Enter %(next)s or a later day.")
        if following <= last
        else N_("No open day is left on which anything could go over: what is left can only lapse."),
    )


def next_fund_closed(fund: str) -> Refused:
    """Return the refusal to let anything go over into a fund (its label) that is closed."""
    return Refused(
        N_("%(fund)s, the next year's fund, is closed: nothing goes over into it or comes back from it."),
        {"fund": fund},
        code="fund.closed",
        cure=N_("Have the closing of that fund taken back first."),
    )


def too_large() -> Refused:
    """Return the refusal of an amount that would bring a total beyond what the system holds."""
    return _refusal(_LARGEST)


def voucher_used() -> Refused:
    """Return the refusal of a voucher that is booked on the line already."""
    return _refusal(_VOUCHER)


def _refusal(words: Explanation) -> Refused:
    return Refused(words.message, code=words.code, cure=words.cure)


def enter_words() -> None:
    """Give the database's refusals their words; called once, when this room is opened."""
    for counter in COUNTERS:
        explain(
            f"ck_envelope_{counter}_not_negative",
            Explanation(
                f"ceiling.{counter}",
                N_("There is not enough left for this: someone booked meanwhile."),
                N_("Please look at the figures again and correct the amount."),
            ),
        )
    explain("ck_act_two_people", Explanation("act.two_people", N_("Whoever proposed an act may not book it."),
                                             N_("Ask another head to book it.")))  # fmt: skip
    explain(
        "ck_entry_amount",
        Explanation("entry.amount", N_("An amount must be a whole number of đồng above zero.")),
    )
    explain("ck_envelope_largest", _LARGEST)
    for name in (
        "uq_fund_level_budget_year_owner_unit_id",
        "fund.level, fund.budget_year, fund.owner_unit_id",
    ):
        explain(name, Explanation("fund.exists", N_("This unit already has a fund of this level and year.")))
    # Whoever opens the same share at the same moment finds it at the next try.
    try_again_on("uq_envelope_share")
    explain("append_only", Explanation("append_only", N_("Booked acts are never changed."),
                                       N_("Reverse the act and enter it anew.")))  # fmt: skip
    explain("uq_act_reverses_id", _REVERSED)
    explain("act.reverses_id", _REVERSED)
    explain("reversal_of_reversal", Explanation("act.reversal", N_("A reversal cannot be reversed."),
                                                N_("Enter the act anew.")))  # fmt: skip
    explain("reversal_before_act", Explanation("day.reversal", EARLY))
    explain("uq_voucher_claim_voucher", _VOUCHER)
    explain("voucher_claim.line_id, voucher_claim.number", _VOUCHER)
    _enter_words_of_periods()


def _enter_words_of_periods() -> None:
    explain("fund_is_closed", _CLOSED)
    explain("entry_in_closed_period", Explanation("day.closed", N_("The books are closed for this date."),
        N_("Enter an open day, and the real day under “happened on”: it is marked as an adjustment.")))  # fmt: skip
    explain("fund_not_empty", Explanation("fund.left", N_("The fund cannot be closed: something is left in it."),
        N_("Let it lapse or carry it over first; the year-end page lists every place.")))  # fmt: skip
    explain("ck_act_happened_on", Explanation("day.happened", N_("The real day lies before the day that counts."),
        N_("Leave the field empty when both are the same.")))  # fmt: skip
    explain("final_not_cleared", Explanation("ceiling.commitment.due",
        N_("After a final payment nothing may be paid without accepted work.")))  # fmt: skip
    explain("period_fixed", Explanation("period.closed", N_("This period is closed and no longer changed.")))


_ADVANCES = Explanation(
    "amount.refund",
    N_(
        "Of the advances on this contract %(out)s đồng are not taken back yet, but %(asked)s đồng would come back."
    ),
    N_(
        "What was paid comes back as a payment returned; what was advanced on another contract, on that contract."
    ),
)
_PAYMENTS = Explanation(
    "amount.refund",
    N_(
        "Of the payments on this contract %(out)s đồng are not taken back yet, but %(asked)s đồng would come back."
    ),
    N_(
        "What was advanced comes back as an advance returned; what was paid on another contract, on that contract."
    ),
)
_DEMANDED = Explanation(
    "amount.demand",
    N_(
        "%(paid)s đồng would be paid on this contract, but %(asked)s đồng would be asked back of it, "
        "recovered money included."
    ),
    N_("Ask back no more than was paid, or lower what is to be recovered first."),
)
_BACK = Explanation(
    "amount.back",
    N_(
        "%(out)s đồng would be paid out of the line, but %(back)s đồng would have come back of it: refunded after "
        "close or recovered."
    ),
    N_("Check the amount; reverse a refund or a repayment that was entered wrongly first."),
)
_LARGEST = Explanation(
    "amount.most",
    N_("With this amount a total would be larger than the system can hold."),
    N_("Please check the number of zeros."),
)
_CLOSED = Explanation(
    "fund.closed",
    N_("The fund is closed: its year has ended."),
    N_("Money given back now is entered as a refund after close."),
)
_REVERSED = Explanation("act.reversed", N_("This act has already been reversed."))
_VOUCHER = Explanation(
    "voucher.used",
    N_("This voucher (number, date and issuer) is already booked on this line."),
    N_("Check whether the payment was entered before; if not, correct the voucher number."),
)
enter_words()
