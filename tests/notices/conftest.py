"""The office of money coming down, and browsers: what is told comes from there."""

from tests.allocation.conftest import office, window

__all__ = ["office", "window"]
