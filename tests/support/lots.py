"""Where the chance of random tests begins: the same at every run, another each time in the long tests."""

import os
import random

from hypothesis import HealthCheck, settings

USUAL = 2024


def prepare_examples() -> None:
    """Have properties tried on the same examples at every run, on others with --hypothesis-profile=fresh; untimed."""
    untimed = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("fresh", **untimed)
    settings.register_profile("usual", derandomize=True, **untimed)
    settings.load_profile("usual")


def seed(*, fresh: bool) -> int:
    """Return the seed of a random test, and print it: shown when the test fails. RANDOM_SEED names another.

    At every run it is one that is known to pass, so that a failure is about what was changed since; a `fresh` one
    looks for what nobody has seen yet.
    """
    named = os.environ.get("RANDOM_SEED")
    found = int(named) if named else random.SystemRandom().randrange(10**6) if fresh else USUAL
    print(f"RANDOM_SEED={found}")  # noqa: T201 - shown when the test fails
    return found
