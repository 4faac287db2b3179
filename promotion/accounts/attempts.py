"""The slow-down of guessing, asked before any password is compared: tables in the database, so that all processes
count together.

Each key (account, address, known browser) has one row that says how far its tries are ahead. A try that is refused
moves nothing: who waits gets in, whatever strangers go on doing. A try that was right is given back.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text, update

from promotion.accounts.models import TryLimit
from promotion.accounts.rules import PER_ACCOUNT, PER_ADDRESS, PER_BROWSER, Limit, network
from promotion.database.base import Instant
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_

Keys = dict[str, Limit]

FORGOTTEN = timedelta(days=1)
_NEW = text(
    "INSERT INTO try_limit (key, due_at) VALUES (:key, :due_at) ON CONFLICT (key) DO UPDATE SET key = excluded.key"
).bindparams(bindparam("due_at", type_=Instant()))


class TooMany(Refused):
    """Too many tries: nothing was looked at. `seconds` says when the next one is."""

    def __init__(self, wait: timedelta) -> None:
        """Take how long to wait."""
        self.seconds = int(wait.total_seconds()) + 1
        super().__init__(
            N_("Too many tries one after the other. Please wait %(minutes)s minutes, then try again."),
            {"minutes": str(-(-self.seconds // 60))},
            code="tries",
        )


def of_sign_in(email: str, address: str | None, browser: str | None) -> Keys:
    """Return what a sign-in is counted under. A browser known to the account is counted for itself alone.

    An address without an account is counted like any other; what was typed is kept as a hash only, it may be a
    password in the wrong field.
    """
    if browser is not None:
        return {f"browser {browser}": PER_BROWSER}
    return {f"account {_hash(email)}": PER_ACCOUNT, f"address {network(address)}": PER_ADDRESS}


def of_code(email: str, address: str | None) -> Keys:
    """Return what the entering of a code is counted under: apart from sign-ins, so that neither stops the other."""
    return {f"code {_hash(email)}": PER_ACCOUNT, f"code address {network(address)}": PER_ADDRESS}


def of_own_password(user_id: int) -> Keys:
    """Return what a signed-in person's own password is counted under."""
    return {f"own {user_id}": PER_ACCOUNT}


def enter(keys: Keys) -> None:
    """Count a try, in a transaction of its own; raise `TooMany` when it has to wait."""
    moment = now()
    for key in sorted(keys):
        db.session.execute(_NEW, {"key": key, "due_at": moment})
    rows = {row.key: row for row in _rows(keys)}
    wait = max(limit.wait(rows[key].due_at, moment) for key, limit in keys.items())
    if wait:
        raise TooMany(wait)
    for key, limit in keys.items():
        rows[key].due_at = limit.after(rows[key].due_at, moment)
    db.session.flush()
    db.session.execute(delete(TryLimit).where(TryLimit.due_at < moment - FORGOTTEN))


def give_back(keys: Keys) -> None:
    """Take back the counting of a try that was right; the account's own count begins anew."""
    for key, limit in sorted(keys.items()):
        if limit is PER_ADDRESS:
            ahead = db.session.scalars(select(TryLimit.due_at).where(TryLimit.key == key).with_for_update())
            for due_at in ahead:
                _set(key, due_at - limit.every)
        else:
            db.session.execute(delete(TryLimit).where(TryLimit.key == key))


def _set(key: str, due_at: datetime) -> None:
    db.session.execute(update(TryLimit).where(TryLimit.key == key).values(due_at=due_at))


def _rows(keys: Keys) -> list[TryLimit]:
    query = select(TryLimit).where(TryLimit.key.in_(sorted(keys))).order_by(TryLimit.key)
    return list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def _hash(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()
