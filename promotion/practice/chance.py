"""Chance that gives the same result every time: public ids for the practice rows."""

import base64
from collections.abc import Iterator
from random import Random


def public_ids(purpose: str) -> Iterator[str]:
    """Yield ids for addresses, the same ones in the same order for a purpose. They guard nothing: all is invented."""
    chance = Random(f"ids-{purpose}")
    while True:
        yield base64.urlsafe_b64encode(chance.randbytes(16)).rstrip(b"=").decode()
