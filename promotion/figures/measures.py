"""Every number defined once: the counters a measure adds up, and the sums a rate divides.

A measure is a set of counters of the ledger, each added or taken off, so a figure is their sum over envelopes: today
from the envelopes, at any day from the months and the entries of the last one.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from promotion.figures.model import Measure, Row, Unit
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
REQUESTED = Measure("requested", N_("Requested"), Unit.dong, N_("Asked for by the units; moves no money."))
SETTLED = Measure(
    "settled",
    N_("Settled"),
    Unit.dong,
    N_("Final, after settlement: accepted work that was paid or cleared."),
)
CANCELLED = Measure(
    "cancelled",
    N_("Cancelled"),
    Unit.dong,
    N_("Money that was released and given back unused; what was paid out stays disbursed."),
)
CARRIED_OUT = Measure(
    "carried_out",
    N_("Carried out"),
    Unit.dong,
    N_("Unspent money of units and lines that went into the next year's fund."),
)
CARRIED_IN = Measure(
    "carried_in",
    N_("Carried in"),
    Unit.dong,
    N_("Money of units and lines that came from the fund of the year before; never released again."),
)
RECOVERED = Measure(
    "recovered",
    N_("Recovered"),
    Unit.dong,
    N_("Support given back to the budget; takes nothing off what was disbursed."),
)
PROVIDED = Measure(
    "provided",
    N_("Assigned and carried in"),
    Unit.dong,
    N_("What lines of projects could spend: assigned to them, or carried in with them from the year before."),
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
# Tables show these where there is any of them; the last rate and its base where money was carried in.
LATER = (REQUESTED, SETTLED, CANCELLED, CARRIED_OUT, CARRIED_IN, RECOVERED)
LATER_RATE = _ratio(
    DISBURSED, PROVIDED, N_("Disbursed of assigned and carried in"), N_("disbursed ÷ (assigned + carried in)")
)
EVERY_BASE = (*BASES, *LATER, PROVIDED)
# Steps of the chain of money that tables leave out.
STEP_RATES = (
    _ratio(ASSIGNED, RELEASED, N_("Assigned of released"), N_("assigned ÷ released")),
    _ratio(COMMITTED, ASSIGNED, N_("Committed of assigned"), N_("committed ÷ assigned")),
    _ratio(ACCEPTED, COMMITTED, N_("Accepted of committed"), N_("accepted ÷ committed")),
)
EVERY_MEASURE = (*EVERY_BASE, *RATES, LATER_RATE, *STEP_RATES)
BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in EVERY_MEASURE}


def shown(rows: Iterable[Row]) -> tuple[Measure, ...]:
    """Return the measures that a table of these rows shows: the usual ones, and others of which there is any."""
    some = {key for row in rows for key, value in row.values.items() if value}
    carried = CARRIED_IN.key in some
    bases = (
        *BASES,
        *(measure for measure in LATER if measure.key in some),
        *((PROVIDED,) if carried else ()),
    )
    return (*bases, *RATES, *((LATER_RATE,) if carried else ()))


def value_of(measure: Measure, values: Mapping[str, int]) -> Fraction | None:
    """Return a rate from a row's sums, None for a base of zero."""
    if measure.numerator is None or measure.denominator is None:
        message = f"{measure.key} is no rate"
        raise ValueError(message)
    return rate(values[measure.numerator], values[measure.denominator])
