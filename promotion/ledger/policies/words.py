"""The policies and their effects, and what is said of each. Plain Python."""

from collections.abc import Mapping

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_


class Policy(Choice):
    """What a fund may have a rule for."""

    early_contract = "early_contract", N_("Contract before money")
    early_payment = "early_payment", N_("Payment without acceptance")
    high_advance = "high_advance", N_("Advance above the rate")
    unruled_advance = "unruled_advance", N_("Advance without a known rule")
    norm = "norm", N_("Support above the norm")


class Effect(Choice):
    """What follows where an act is unusual, from the lightest to the strictest."""

    note = "note", N_("Note it")
    warn = "warn", N_("Warn, and ask for a reason")
    stop_unless_spender = "stop_unless_spender", N_("Stop, unless the head of the unit that spends allows it")
    stop_unless_owner = "stop_unless_owner", N_("Stop, unless the head of the fund’s owner allows it")
    stop = "stop", N_("Stop; nobody allows it")

    @property
    def waivable(self) -> bool:
        """Tell whether somebody may allow what this stops."""
        return self in {Effect.stop_unless_spender, Effect.stop_unless_owner}


SAID: Mapping[Policy, str] = {
    Policy.early_contract: N_(
        "With this contract, %(after)s đồng are committed on the line, but only %(bound)s đồng of money are assigned "
        "to it."
    ),
    Policy.early_payment: N_(
        "Of this payment of %(after)s đồng, accepted work that is not yet paid covers only %(bound)s đồng."
    ),
    Policy.high_advance: N_(
        "With this advance, %(after)s đồng are advanced on the contract; the rule allows %(bound)s đồng."
    ),
    Policy.unruled_advance: N_(
        "For this content no rule for advances is known on this day: what the advance of %(after)s đồng may be, the "
        "catalogue does not say."
    ),
    Policy.norm: N_("With this act, the line has %(after)s đồng of support; the norm allows %(bound)s đồng."),
}

ASKED: Mapping[Policy, str] = {
    Policy.early_contract: N_(
        "With this contract, %(after)s đồng are committed on the line, but only %(bound)s đồng of money are assigned "
        "to it. Please wait for the money, or give the reason for signing before it comes."
    ),
    Policy.early_payment: N_(
        "Of this payment of %(after)s đồng, accepted work that is not yet paid covers only %(bound)s đồng. Please "
        "record the acceptance first, or give the reason."
    ),
    Policy.high_advance: N_(
        "With this advance, %(after)s đồng are advanced on the contract; the rule allows %(bound)s đồng. Please "
        "reduce the amount, or give the written reason."
    ),
    Policy.unruled_advance: N_(
        "For this content no rule for advances is known on this day. Please give the reason for an advance of "
        "%(after)s đồng."
    ),
    Policy.norm: N_(
        "With this act, the line has %(after)s đồng of support; the norm allows %(bound)s đồng. Please reduce the "
        "amount, or give the written reason."
    ),
}
"""The same, with what to do where a reason is wanted."""
