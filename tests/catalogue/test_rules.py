"""The tree of contents and how shares are written."""

from decimal import Decimal

import pytest

from promotion.catalogue.rules import branch, leaves, percent, share_text

TREE = {"A": None, "A1": "A", "A2": "A", "A2X": "A2", "B": None}


def test_a_branch_is_a_content_with_everything_below():
    assert branch("A", TREE) == {"A", "A1", "A2", "A2X"}
    assert branch("A2", TREE) == {"A2", "A2X"}
    assert branch("B", TREE) == {"B"}
    assert branch("Z", TREE) == {"Z"}


def test_leaves_have_nothing_below():
    assert list(leaves(TREE)) == ["A1", "A2X", "B"]
    assert list(leaves({})) == []


def test_hundredths_are_percentages():
    assert percent(3660) == Decimal("36.6")
    assert percent(10000) == 100
    assert percent(None) is None


@pytest.mark.parametrize(
    "hundredths, vi, en",
    [
        (3000, "30\u00a0%", "30%"),
        (3660, "36,6\u00a0%", "36.6%"),
        (1234, "12,34\u00a0%", "12.34%"),
        (10000, "100\u00a0%", "100%"),
        (1, "0,01\u00a0%", "0.01%"),
        (None, "", ""),
    ],
)
def test_shares_show_no_more_decimals_than_needed(hundredths, vi, en):
    assert share_text(hundredths, "vi") == vi
    assert share_text(hundredths, "en") == en
