"""What somebody might try on the tables by hand, and the one guard that must stop each of it.

An attack is tried twice: with all guards in place it is refused, and with exactly its guard taken down it goes
through; so that guard is what holds. `walls` are other guards that would stop the same attack: they are down in both
tries. "foreign keys" stands for all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from migrations import ledger_guards_2 as ledger_guards
from tests.support.treasury import DAY, naive_act, naive_entry

HUGE = 10**6  # far more than any counter of the test holds
EVERY = ("sqlite", "postgresql")
FOREIGN_KEYS = "foreign keys"


@dataclass(frozen=True)
class Place:
    """Ids that an attack aims at. `money` holds 100 đồng brought down and partly paid; `other` is empty."""

    fund: int
    top: int
    share: int
    line: int
    commitment: int


@dataclass(frozen=True)
class Field:
    """The ledger of the test: a national fund in use, a second branch in it, another fund that needs two people, one
    that is closed, and the year after the first with another project.
    """

    money: Place
    second: Place
    other: Place
    shut: Place
    later: Place
    paid: int  # an act of payment
    reversal: int  # an act that took another one back
    approved: int  # the act of approval


class Tools:
    """A connection, and the field."""

    def __init__(self, connection: Connection, field: Field) -> None:
        self.connection = connection
        self.field = field

    def sql(self, statement: str, **values: Any) -> None:
        """Run a statement."""
        self.connection.execute(text(statement), values)

    def act(self, kind: str, **others: object) -> int:
        """Insert an act of the fund in use."""
        return naive_act(self.connection, kind, **({"fund_id": self.field.money.fund} | others))

    def entry(self, kind: str, source: Any, target: Any, amount: float = HUGE, **others: Any) -> None:
        """Insert an act with one entry."""
        act = others.pop("act", None) or self.act(kind, **others.pop("of", {}))
        naive_entry(self.connection, act, others.pop("book", "money"), source, target, amount, **others)

    def envelope(self, **others: object) -> None:
        """Insert an envelope: a share of the fund in use, of another unit."""
        place = {
            "public_id": "x", "kind": "share", "fund_id": self.field.money.fund, "parent_id": self.field.money.top,
            "level": "national", "budget_year": 2024, "unit_id": 1, "legs": 0,
        }  # fmt: skip
        self.row("envelope", place | dict.fromkeys(ledger_guards.COUNTERS, 0) | others)

    def fund(self, **others: object) -> None:
        """Insert a fund."""
        self.row("fund", {
            "public_id": "x", "code": "x", "level": "local", "budget_year": 2020, "owner_unit_id": 1,
            "two_person": False, "created_at": DAY,
        } | others)  # fmt: skip

    def row(self, table: str, values: dict[str, object]) -> None:
        """Insert a row."""
        names = ", ".join(f"{name}" for name in values)
        self.sql(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})", **values
        )


@dataclass(frozen=True)
class Attack:
    """One attack. `says` is what the refusal must name: the guard, when nothing else is given."""

    guard: str
    run: Callable[[Tools], object]
    says: str = ""
    walls: tuple[str, ...] = ()
    engines: tuple[str, ...] = EVERY


BY_HAND = "counters_by_entries_only"
