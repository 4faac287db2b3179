"""Every number defined once: the counters a measure adds up, and the sums a rate divides.

A measure is a set of counters of the ledger, so a figure is the sum of these counters over envelopes:
today from
the envelopes, at any day from the months and the entries of the last one.
"""

from collections.abc import Mapping
from fractions import Fraction

from promotion.figures.model import Measure, Unit
from promotion.kernel.money import rate
from promotion.kernel.text import mark as N_

APPROVED = Measure(
    "approved",
    N_("Approved plan"),
    Unit.dong,
    N_(
        "Right to spend by a decision, with its dated supplements and cuts; in a row, what is listed on its "
        "lines."
    ),
)
RELEASED = Measure(
    "released",
    N_("Released"),
    Unit.dong,
    N_(
        "Money made available to the fund, in tranches; in the row of a province or unit, what its units "
        "were given; in the row of a content or project, what its lines were given."
    ),
)
ASSIGNED = Measure("assigned", N_("Assigned"), Unit.dong, N_("Released money given to lines of projects."))
COMMITTED = Measure(
    "committed", N_("Committed"), Unit.dong, N_("Contracts, and decisions where work is given by assignment.")
)
ADVANCED = Measure("advanced", N_("Advanced"), Unit.dong, N_("Cash out before acceptance."))
ACCEPTED = Measure(
    "accepted", N_("Accepted"), Unit.dong, N_("Value of accepted work; published as “implemented”. No cash.")
)
DISBURSED = Measure(
    "disbursed",
    N_("Disbursed"),
    Unit.dong,
    N_("Cash out through the treasury: advances and payments, less refunds."),
)
WAITING = Measure("waiting", N_("Waiting for money"), Unit.dong, N_("Listed on lines and not yet assigned."))
PROJECTS = Measure(
    "projects",
    N_("Projects"),
    Unit.number,
    N_("Projects with a listed amount, each counted once in the total."),
)

BASES = (APPROVED, RELEASED, ASSIGNED, COMMITTED, ADVANCED, ACCEPTED, DISBURSED, WAITING, PROJECTS)


def _ratio(part: Measure, base: Measure, label: str, formula: str) -> Measure:
    return Measure(
        f"{part.key}_of_{base.key}",
        label,
        Unit.ratio,
        N_("A rate of two sums, computed when shown; a base of zero gives “–”."),
        formula,
        part.key,
        base.key,
    )


RATES = (
    _ratio(RELEASED, APPROVED, N_("Released of approved"), N_("released ÷ approved")),
    _ratio(DISBURSED, APPROVED, N_("Disbursed of approved"), N_("disbursed ÷ approved")),
    _ratio(DISBURSED, RELEASED, N_("Disbursed of released"), N_("disbursed ÷ released")),
    _ratio(DISBURSED, ASSIGNED, N_("Disbursed of assigned"), N_("disbursed ÷ assigned")),
)
MEASURES = (*BASES, *RATES)
# Steps of the chain of money that tables leave out.
STEP_RATES = (
    _ratio(ASSIGNED, RELEASED, N_("Assigned of released"), N_("assigned ÷ released")),
    _ratio(COMMITTED, ASSIGNED, N_("Committed of assigned"), N_("committed ÷ assigned")),
    _ratio(ACCEPTED, COMMITTED, N_("Accepted of committed"), N_("accepted ÷ committed")),
)
BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in (*MEASURES, *STEP_RATES)}

# Which counters make a measure. Fund and share pass released money on, so what they still hold counts too
# where rows
# are lines (contents, projects): there "released" is what the lines were given, and the rest was not passed
# on.
COUNTERS: Mapping[str, tuple[str, ...]] = {
    "approved": ("to_list", "to_assign", "assigned"),
    "released": ("released",),
    "assigned": ("assigned",),
    "committed": ("committed",),
    "advanced": ("advanced",),
    "accepted": ("accepted",),
    "disbursed": ("advanced", "paid"),
    "waiting": ("to_assign",),
}
RELEASED_BY_LINE: Mapping[str, tuple[str, ...]] = {
    "fund": ("money",),
    "share": ("money",),
    "line": ("assigned",),
}


def value_of(measure: Measure, values: Mapping[str, int]) -> Fraction | None:
    """Return a rate from a row's sums, None for a base of zero."""
    if measure.numerator is None or measure.denominator is None:
        message = f"{measure.key} is no rate"
        raise ValueError(message)
    return rate(values[measure.numerator], values[measure.denominator])
