"""The ledger's triggers as migration 0023 leaves them: a release may share out and assign in the same act.

A third edition beside the second, for a migration never changes. Only the table of acts differs, and with it the one
guard that looks at the paths of an act's entries; all else is the second edition's. A test holds it against the
program.
"""

from migrations import ledger_guards as first
from migrations import ledger_guards_2 as second
from migrations.ledger_guards import Guard, listed

COUNTERS, PATHS, STEPS = second.COUNTERS, second.PATHS, second.STEPS
MIRRORS, AFTER_CLOSE, LEFT_OVER = second.MIRRORS, second.AFTER_CLOSE, second.LEFT_OVER

RELEASE = ("release", "share", "assign")
ACTS: dict[str, tuple[str, ...]] = {**second.ACTS, "release": RELEASE}
ACT_PATHS = tuple(
    sorted({*second.ACT_PATHS, *(f"release:{path}" for step in RELEASE for path in STEPS[step])})
)
GUARD = "entry_wrong_path"
WRONG_PATH = second.WRONG_PATH.replace(listed(second.ACT_PATHS), listed(ACT_PATHS))


def replaced(*, sqlite: bool) -> list[str]:
    """Return the statements that make the guard of this edition in the place of the second's."""
    return [*_taken_away(sqlite=sqlite), *first.one_guard(_guard(sqlite=sqlite), sqlite=sqlite)]


def put_back(*, sqlite: bool) -> list[str]:
    """Return the statements that make the second edition's guard again."""
    return [*_taken_away(sqlite=sqlite), *second.only(GUARD, sqlite=sqlite)]


def _guard(*, sqlite: bool) -> Guard:
    name, table, when, _condition, message = next(
        guard for guard in second.guards(sqlite=sqlite) if guard[0] == GUARD
    )
    return name, table, when, WRONG_PATH, message


def _taken_away(*, sqlite: bool) -> list[str]:
    if sqlite:
        return [f"DROP TRIGGER {GUARD}"]
    return [f"DROP TRIGGER {GUARD} ON entry", f"DROP FUNCTION {GUARD}()"]
