"""The model's own table of steps and acts: said a second time, and not read from the program."""

# Each step: the kind of place its amount is given for; the sum it adds to (there, and where it goes over to); then what
# it takes and what it fills, in the order in which the books are written. A name such as line.money is something left,
# worked out by the model; "next": in the next year's fund.
STEPS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "request": ("line", "requested", (("", "line.requested"),)),
    "approve": ("fund", "approved", (("", "fund.to_list"), ("", "fund.to_release"))),
    "list": ("line", "listed", (("fund.to_list", "line.to_assign"), ("", "line.to_commit"))),
    "release": ("fund", "released", (("fund.to_release", "fund.released"), ("", "fund.money"))),
    "share": ("share", "shared", (("fund.released", "share.released"), ("fund.money", "share.money"))),
    "assign": ("line", "assigned", (("line.to_assign", "line.assigned"), ("share.money", "line.money"))),
    "commit": (
        "commitment",
        "committed",
        (("line.to_commit", "line.committed"), ("", "commitment.owed"), ("", "commitment.to_accept")),
    ),
    "advance": (
        "commitment",
        "advanced",
        (
            *(("line.money", "line.advanced"), ("commitment.owed", "commitment.discharged")),
            ("", "commitment.uncleared"),
        ),
    ),
    "pay": (
        "commitment",
        "earned",
        (
            *(("line.money", "line.paid"), ("commitment.owed", "commitment.discharged")),
            ("commitment.due", "commitment.covered"),
        ),
    ),
    "prepay": (
        "commitment",
        "ahead",
        (
            *(("line.money", "line.paid"), ("commitment.owed", "commitment.discharged")),
            ("", "commitment.uncleared"),
        ),
    ),
    "accept": ("commitment", "accepted", (("commitment.to_accept", "line.accepted"), ("", "commitment.due"))),
    "clear": (
        "commitment",
        "cleared",
        (("commitment.uncleared", "commitment.cleared"), ("commitment.due", "commitment.covered")),
    ),
    "settle": ("commitment", "settled", (("commitment.covered", "line.settled"),)),
    "demand": ("commitment", "demanded", (("", "commitment.to_recover"),)),
    "recover": ("commitment", "recovered", (("commitment.to_recover", "line.recovered"),)),
    "give_back": ("line", "returned", (("", "line.returned"),)),
    "lapse_plan": ("fund", "lapsed", (("fund.to_list", "fund.lapsed"),)),
    "lapse_release": ("fund", "not_released", (("fund.to_release", "fund.not_released"),)),
    "lapse_line": ("line", "lapsed", (("line.to_assign", "line.lapsed"), ("line.to_commit", ""))),
    "cancel_fund": ("fund", "cancelled", (("fund.money", "fund.cancelled"),)),
    "cancel_share": ("share", "cancelled", (("share.money", "share.cancelled"),)),
    "cancel_line": ("line", "cancelled", (("line.money", "line.cancelled"),)),
    "carry_share": (
        "share",
        "carried_out carried_in",
        (("share.money", "next share.money"), ("", "share.carried_out"), ("", "next share.carried_in")),
    ),
    "carry_line": (
        "line",
        "carried_out carried_in",
        (("line.money", "next line.money"), ("", "line.carried_out"), ("", "next line.carried_in")),
    ),
    "carry_right": (
        "line",
        "rights_out rights_in",
        (
            *(("fund.to_release", "next fund.to_release"), ("line.to_assign", "next line.to_assign")),
            *(("", "line.rights_out"), ("", "next line.rights_in")),
        ),
    ),
    "carry_room": ("line", "room_out room_in", (("line.to_commit", "next line.to_commit"),)),
    "carry_owed": (
        "commitment",
        "owed_out owed_in",
        (("commitment.owed", "next commitment.owed"), ("", "next line.committed")),
    ),
    "carry_work": (
        "commitment",
        "work_out work_in",
        (("commitment.to_accept", "next commitment.to_accept"),),
    ),
    "carry_due": ("commitment", "due_out due_in", (("commitment.due", "next commitment.due"),)),
    "carry_advance": (
        "commitment",
        "advance_out advance_in",
        (("commitment.uncleared", "next commitment.uncleared"),),
    ),
}

# Each act: its steps in the order of writing; "-" before what runs back.
ACTS = {
    **{kind: kind for kind in ("approve", "list", "share", "assign", "commit", "advance", "accept")},
    **{kind: kind for kind in ("clear", "settle", "recover")},
    "release": "release share assign",
    "request": "-request request",
    "supplement": "approve",
    "cut": "-list -approve",
    "relist": "-list list",
    "withdraw": "-assign -share -release",
    "reshare": "-share share",
    "transfer": "-assign -list -share share list assign",
    "unassign": "-assign assign",
    "amend": "-commit commit",
    "liquidate": "-commit",
    "pay": "pay",
    "final_pay": "pay",
    "refund": "-advance -pay",
    "demand": "-demand demand",
    "late_refund": "give_back",
    "cancel": "lapse_line lapse_plan lapse_release cancel_line cancel_share cancel_fund",
    "carry_over": "carry_share carry_line carry_right carry_room carry_owed carry_work carry_due carry_advance",
    "close": "",
}
# What an act's amount is the sum of, the next group where the one before is nothing; all its steps where not said.
COUNTED = {
    "request": "request / -request",
    "cut": "-approve",
    "release": "release",
    "relist": "list / -list",
    "withdraw": "-release",
    "reshare": "share / -share",
    "transfer": "assign / list / share / -assign / -list / -share",
    "unassign": "assign / -assign",
    "amend": "commit / -commit",
    "final_pay": "pay",
    "refund": "-advance -pay -prepay",
    "demand": "demand / -demand",
    "cancel": "lapse_line lapse_plan cancel_line cancel_share cancel_fund / lapse_release",
    "carry_over": (
        "carry_share carry_line carry_right / carry_room carry_owed carry_work carry_due carry_advance"
    ),
}
PLAN = (
    *(
        "approve",
        "supplement",
        "cut",
        "list",
        "relist",
        "release",
        "withdraw",
        "share",
        "reshare",
        "transfer",
    ),
    *("cancel", "carry_over", "close"),
)
PAYMENTS = ("advance", "pay", "final_pay")
PLEASE_EMPTY = ("liquidate", "close")
PLAN_MONTHS = ("request", "approve", "supplement", "cut", "list", "relist")
LATE_SETTLING = ("settle", "cancel", "close", "liquidate", "late_refund", "carry_over")
