"""What the pages say of what they refuse, and what they say only when a proposal is booked."""

# What a page must say about some refusals.
WORDS = {
    "day.future": "lies in the future",
    "day.year": "does not belong to budget year",
    "day.closed": "closed",
    "ceiling.fund.to_list": "The approved plan leaves",
    "ceiling.fund.to_release": "The approved plan leaves",
    "ceiling.line.money": "đồng of assigned money",
    "ceiling.share.money": "share leaves",
    "ceiling.line.to_commit": "still to commit",
    "ceiling.commitment.to_accept": "of work to accept",
    "ceiling.commitment.owed": "The contract leaves",
    "ceiling.commitment.due": "are neither paid nor cleared",
    "ceiling.commitment.covered": "paid and not yet settled",
    "ceiling.commitment.to_recover": "are still to be recovered",
    "voucher.used": "is already booked on this line",
    "act.reversed": "has already been reversed",
    "act.no_payment": "Only a payment or an advance can have failed",
    "fund.closed": "is closed",
    "fund.left": "The fund cannot be closed",
    "liquidate.open": "The contract cannot be liquidated yet",
    "room.in_force": "This contract is not in force",
    "room.recovered": "no less can be asked back in all",
    "room.early": "The year of this money is still open",
    "room.moved": "The position has changed since you looked at it",
    "room.permission": "name the decision that allows money to go over",
    "room.withdraw": "đồng",
    "room.same": "Nothing is changed",
    "room.unit": "Not a valid choice",
    "room.percent_moved": "this percentage now means",
    "percent.no_plan": "There is no approved plan on this day",
    "percent.above": "More than 100 percent",
    "percent.there": "are released already",
    "percent.back": "what is to stay released in all",
    "plan.both": "either the amount or the percentage",
    "plan.twice": "stands in the order already",
    "plan.floor": "Please enter the floor",
    "plan.left": "đồng",
    "plan.hand": "đồng",
    "plan.too_much": "Amounts set by hand come to",
    "plan.unmet": "A rule cannot be satisfied",
    "plan.no_lines": "there is nothing to distribute to",
    "total.moved": "The amount was changed since this was proposed",
}
# What a proposal alone does not look at: it is said when it is booked.
LATER = {
    **{
        key: {"amount.most", "ceiling.fund.money"}
        for key in ("approve", "release", "percent", "list", "annex", "share", "new_unit", "request")
    },
    # Of what goes over into another fund, whether that one is closed.
    **{key: {"fund.closed", "day.closed"} for key in ("year_end", "reverse")},
    "edit": {"voucher.used"},
}
