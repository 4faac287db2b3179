"""One act, one transaction: the only place in the program that commits.

The change, its audit line and its idempotency record land together, before any answer is built, or not at all. When
the engine asks for another try (a lock, a serialisation failure, a lost connection), the whole act runs again.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.database.idempotency import FormKey, earlier_result, remember
from promotion.database.refusals import as_refusal, worth_another_try
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_

T = TypeVar("T")

TRIES = 6
LONGEST_WAIT = 1.0  # seconds between two tries
LONGEST_LOSS = 4.0  # seconds during which a lost connection is tried anew: somebody is waiting for an answer
LAST = "at_last"
UNIQUE = "23505"
RETRY_STATES = {"40001", "40P01", "55P03"}  # serialisation failure, deadlock, lock not available


def run(act: Callable[[], T], *, finds_itself: bool = False) -> T:
    """Run the act in one writing transaction and return what it returns.

    Raises what the act raises (nothing is kept then), `Refused` when a constraint with words refuses it. When the
    connection is lost at the commit, nobody knows whether the act is kept: it runs again only if it `finds_itself`
    (looks first whether it was done); else that is said.
    """
    session, begun = db.session, time.monotonic()
    for attempt in range(1, TRIES + 1):
        session.rollback()
        session.info.pop(LAST, None)
        saving = False
        try:
            session.connection(execution_options={WRITING: True})
            result = act()
            session.flush()
            for statement in session.info.pop(LAST, []):
                statement()
            saving = True
            session.commit()
        except DBAPIError as error:
            session.rollback()
            if saving and error.connection_invalidated and not finds_itself:
                raise _unknown() from error
            late = error.connection_invalidated and time.monotonic() - begun > LONGEST_LOSS
            if attempt < TRIES and not late and _worth_another_try(error):
                time.sleep(random.uniform(0, LONGEST_WAIT * attempt / TRIES))  # noqa: S311 - jitter, no secret
                continue
            refusal = as_refusal(error)
            if refusal is not None:
                raise refusal from error
            raise
        except BaseException:
            session.rollback()
            raise
        else:
            return result
    raise AssertionError("the last try returns or raises")


def at_last(statement: Callable[[], None]) -> None:
    """Let a statement run as the last one before the commit of the act at hand (a lock held as briefly as can be)."""
    db.session().info.setdefault(LAST, []).append(statement)


def run_once(act: Callable[[], str], key: FormKey) -> str:
    """Run the act of a form once per key; a second sending gets the first one's result (an address)."""

    def once() -> str:
        earlier = earlier_result(db.session(), key)
        if earlier is not None:
            return earlier
        result = act()
        db.session.flush()
        remember(db.session(), key, result)
        return result

    return run(once, finds_itself=True)


def _unknown() -> Refused:
    return Refused(
        N_("The connection to the database broke off while this was being saved."),
        code="outcome.unknown",
        cure=N_("Please look whether it is there before you enter it again."),
    )


def _worth_another_try(error: DBAPIError) -> bool:
    if error.connection_invalidated:
        return True
    if getattr(error.orig, "sqlstate", None) in RETRY_STATES:
        return True
    return "database is locked" in str(error.orig) or worth_another_try(error) or _made_meanwhile(error)


def _made_meanwhile(error: DBAPIError) -> bool:
    """Tell whether somebody made the same thing between looking and making it: running again says so in words."""
    twice = getattr(error.orig, "sqlstate", None) == UNIQUE or "UNIQUE constraint failed" in str(error.orig)
    return twice and as_refusal(error) is None
