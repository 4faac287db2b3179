"""What figures are made of: the counters that each adds up or takes off, in each kind of envelope. Plain Python.

Tables, funds, ledger books and discrepancies all read it here, so that one word means one sum everywhere.
"""

from collections.abc import Iterable, Mapping

Made = Mapping[str, Mapping[str, int]]
"""By kind of envelope: the counters that are added (1) or taken off (-1)."""


def made(**kinds: str) -> Made:
    """Read "to_list +lapsed -rights_in" for each kind of envelope."""
    return {
        kind: {word.lstrip("+-"): -1 if word.startswith("-") else 1 for word in words.split()}
        for kind, words in kinds.items()
    }


# Which counters make a figure, in each kind of envelope. What decisions said stays approved when it lapses, and when
# it goes over it stays with the year that said it.
FIGURES: Mapping[str, Made] = {
    "approved": made(fund="to_list +lapsed", line="to_assign +assigned +lapsed +rights_out -rights_in"),
    "released": made(fund="released", share="released"),
    "assigned": made(line="assigned"),
    "committed": made(line="committed"),
    "advanced": made(line="advanced"),
    "accepted": made(line="accepted"),
    "disbursed": made(line="advanced +paid"),
    "waiting": made(line="to_assign"),
    "requested": made(line="requested"),
    "settled": made(line="settled"),
    "cancelled": made(fund="cancelled", share="cancelled", line="cancelled"),
    "carried_out": made(share="carried_out", line="carried_out"),
    "carried_in": made(share="carried_in", line="carried_in"),
    "recovered": made(line="recovered"),
    "provided": made(line="assigned +carried_in"),
}
# Where rows are lines (contents, projects), "released" is what the lines were given; the rest is what fund and share
# were given and did not pass on: what they hold, and what lapsed or went over there.
RELEASED_BY_LINE = made(
    fund="money +cancelled", share="money +cancelled +carried_out -carried_in", line="assigned"
)


def counters_of(*kinds: str) -> tuple[str, ...]:
    """Return every counter that a figure adds up or takes off in these kinds of envelopes."""
    made: Iterable[Made] = (*FIGURES.values(), RELEASED_BY_LINE)
    found = (counter for one in made for kind in kinds for counter in one.get(kind, ()))
    return tuple(dict.fromkeys(found))


def value(figure: str, kind: str, held: Mapping[str, int]) -> int:
    """Return a figure of envelopes of one kind from what they hold on their counters (đồng)."""
    return sum(sign * held[counter] for counter, sign in FIGURES[figure].get(kind, {}).items())
