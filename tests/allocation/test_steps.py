"""Entries read back into steps: exact for every act, whatever its steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.allocation.steps import CORRECTED, WORDS, as_entered, flipped, steps_of, words_of
from promotion.ledger.books import SUBJECT, Kind, Step, crosses
from promotion.ledger.deeds import DEEDS, ActKind, Part
from promotion.ledger.rules import mirrored, postings

TREE = {Kind.fund: 1, Kind.share: 2, Kind.line: 3, Kind.commitment: 4}
BEYOND = {Kind.fund: 11, Kind.share: 12, Kind.line: 13, Kind.commitment: 14}
PLACES = {place + base: kind for tree in (TREE, BEYOND) for kind, place in tree.items() for base in (0, 100)}
KINDS = [kind for kind in ActKind if DEEDS[kind].ways]


@st.composite
def acts(draw):
    """An act of some kind with its steps in the order of writing, on places of two trees."""
    kind = draw(st.sampled_from(KINDS))
    ways = draw(st.lists(st.sampled_from(DEEDS[kind].ways), min_size=1, max_size=6))
    ways.sort(key=DEEDS[kind].ways.index)
    parts = []
    for step, back in ways:
        base = draw(st.sampled_from((0, 100)))
        to = BEYOND[SUBJECT[step]] + base if crosses(step) else None
        parts.append(Part(step, TREE[SUBJECT[step]] + base, draw(st.integers(1, 9 * 10**15)), back, to))
    return kind, parts


def written(parts):
    found = []
    for part in parts:
        base = part.envelope_id - TREE[SUBJECT[part.step]]
        path = {kind: place + base for kind, place in TREE.items()}
        opposite = {kind: place + base for kind, place in BEYOND.items()} if part.to_id else {}
        found += postings(part, path, opposite)
    return found


@given(acts())
def test_what_was_written_is_read_back(act):
    kind, parts = act
    assert steps_of(kind, written(parts), PLACES) == parts


@given(acts())
def test_a_reversal_is_its_act_flipped(act):
    kind, parts = act
    mirror = [mirrored(row) for row in reversed(written(parts))]
    own = [mirrored(row) for row in reversed(mirror)]
    assert flipped(flipped(steps_of(kind, own, PLACES))) == parts
    assert [part.amount for part in flipped(parts)] == [part.amount for part in reversed(parts)]


def test_entries_of_another_act_are_not_read():
    with pytest.raises(ValueError, match="another act"):
        steps_of(ActKind.approve, written([Part(Step.share, 2, 5)]), PLACES)


def test_a_payment_that_the_ledger_split_is_one_amount_again():
    split = [Part(Step.pay, 4, 5), Part(Step.prepay, 4, 7), Part(Step.pay, 104, 1)]
    assert as_entered(ActKind.pay, split) == [Part(Step.pay, 4, 12), Part(Step.pay, 104, 1)]
    undone = [Part(Step.clear, 4, 3, back=True), Part(Step.advance, 4, 9, back=True)]
    assert as_entered(ActKind.refund, undone) == [Part(Step.advance, 4, 9, back=True)]


def test_every_step_has_words_forward_and_back():
    assert WORDS.keys() == set(Step)
    assert len({words_of((step, back)) for step in Step for back in (False, True)}) == 2 * len(Step)


def test_what_follows_from_what_is_there_is_not_corrected_on_a_form():
    assert ActKind.pay in CORRECTED
    assert not CORRECTED & {
        ActKind.withdraw,
        ActKind.close,
        ActKind.carry_over,
        ActKind.reverse,
        ActKind.fail,
    }
