"""The words for each ceiling: said by Python before it posts, and by the database's own refusal behind it."""

from promotion.database.refusals import Explanation, explain, try_again_on
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.ledger.books import COUNTERS, Kind

EARLY = N_("A reversal cannot be dated before the act that it takes back.")
_FREE = N_("Reverse an act booked after it first.")

# (kind of envelope, counter that would fall below zero) → what that means, and the cure.
CEILINGS: dict[tuple[Kind, str], tuple[str, str]] = {
    (Kind.fund, "to_list"): (
        N_("The approved plan leaves %(available)s đồng to list, but %(asked)s đồng were asked for."),
        N_("List less, or record a supplement to the plan first."),
    ),
    (Kind.fund, "to_release"): (
        N_("The approved plan leaves %(available)s đồng to release, but %(asked)s đồng were asked for."),
        N_("Released money may not exceed the approved plan. Check the amount or the decision."),
    ),
    (Kind.fund, "released"): (
        N_(
            "Of the money released, %(available)s đồng are not yet shared out, "
            "but %(asked)s đồng were asked for."
        ),
        N_("Share out less, or record the next release first."),
    ),
    (Kind.fund, "money"): (
        N_("The fund holds %(available)s đồng, but %(asked)s đồng were asked for."),
        N_("Share out less, or record the next release first."),
    ),
    (Kind.share, "released"): (
        N_("The share holds %(available)s đồng, but %(asked)s đồng were asked for."),
        _FREE,
    ),
    (Kind.share, "money"): (
        N_("The unit's share leaves %(available)s đồng, but %(asked)s đồng were asked for."),
        N_("Assign less, or wait until the unit receives more."),
    ),
    (Kind.line, "to_assign"): (
        N_("The line is listed with %(available)s đồng still to assign, but %(asked)s đồng were asked for."),
        N_("A line may not receive more than it is listed with."),
    ),
    (Kind.line, "to_commit"): (
        N_("The line is listed with %(available)s đồng still to commit, but %(asked)s đồng were asked for."),
        N_("A contract may not exceed the listed support of the line."),
    ),
    (Kind.line, "money"): (
        N_("The line holds %(available)s đồng of assigned money, but %(asked)s đồng were asked for."),
        N_("Pay less, or assign released money to the line first."),
    ),
    (Kind.commitment, "owed"): (
        N_("The contract leaves %(available)s đồng to pay, but %(asked)s đồng were asked for."),
        N_("Payments and advances may not exceed the value of the contract."),
    ),
    (Kind.commitment, "to_accept"): (
        N_("The contract leaves %(available)s đồng of work to accept, but %(asked)s đồng were asked for."),
        N_("Accepted work may not exceed the value of the contract."),
    ),
}
_USED = N_(
    "%(asked)s đồng would have to be taken back, but only %(available)s đồng are left: the rest is used."
)


class CeilingReached(Refused):
    """An act asks for more than there is. `envelope_id` says where, so that a form can show it in its row."""

    def __init__(self, kind: Kind, counter: str, envelope_id: int, *, available: int, asked: int) -> None:
        """Take the place, what is there and what was asked for, in đồng."""
        message, cure = CEILINGS.get((kind, counter), (_USED, _FREE))
        super().__init__(
            message, {"available": available, "asked": asked}, code=f"ceiling.{kind}.{counter}", cure=cure
        )
        self.envelope_id = envelope_id
        self.available = available


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


_LARGEST = Explanation(
    "amount.most",
    N_("With this amount a total would be larger than the system can hold."),
    N_("Please check the number of zeros."),
)
_REVERSED = Explanation("act.reversed", N_("This act has already been reversed."))
_VOUCHER = Explanation(
    "voucher.used",
    N_("This voucher (number, date and issuer) is already booked on this line."),
    N_("Check whether the payment was entered before; if not, correct the voucher number."),
)
enter_words()
