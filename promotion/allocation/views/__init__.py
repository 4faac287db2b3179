"""The pages of this room.

The permission at each door is the coarse one: `money:read` to look, `plan:propose` to ask for an act of the
plan. Booking, returning, withdrawing and taking back share one set of doors for acts of the plan and of
spending, so these ask for `money:read` only, and the ledger's service decides by the kind of the act and its
unit (`Forbidden` is a 403 page).
"""
