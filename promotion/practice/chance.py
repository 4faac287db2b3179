"""Chance that gives the same result every time."""

import base64
from collections.abc import Iterator
from random import Random


def seeded(purpose: str) -> Random:
    """Return chance that always falls the same way for a purpose."""
    return Random(purpose)  # noqa: S311 - nothing here is secret, and the same data must come every time


def public_ids(purpose: str) -> Iterator[str]:
    """Yield ids for addresses, the same ones in the same order for a purpose. They guard nothing: all is invented."""
    chance = seeded(f"ids-{purpose}")
    while True:
        yield base64.urlsafe_b64encode(chance.randbytes(16)).rstrip(b"=").decode()
