"""The words for each ceiling."""

from promotion.kernel.text import mark as N_
from promotion.ledger.books import Kind

FREE = N_("Reverse an act booked after it first.")

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
        FREE,
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
    (Kind.commitment, "due"): (
        N_(
            "Of the accepted work, %(available)s đồng are neither paid nor cleared, but %(asked)s đồng were asked for."
        ),
        N_("Record the acceptance first, or enter less."),
    ),
    (Kind.commitment, "uncleared"): (
        N_("%(available)s đồng of advances are not cleared, but %(asked)s đồng were asked for."),
        N_("Enter no more than is still to be cleared."),
    ),
    (Kind.commitment, "covered"): (
        N_("%(available)s đồng are accepted, paid and not yet settled, but %(asked)s đồng were asked for."),
        N_("Accept and pay (or clear) the work first, or settle less."),
    ),
    (Kind.commitment, "to_recover"): (
        N_("%(available)s đồng are still to be recovered, but %(asked)s đồng were asked for."),
        N_("Check the amount, or change the repayment plan first."),
    ),
}
