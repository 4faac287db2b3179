"""Rows of a statement against our acts, in passes. Plain Python; the order in which things are handed in never counts.

Each pass takes only what can be meant in one way: a row with several possible acts stays, with the acts named, and so
does an act with several possible rows. Every step looks things up by key or by halving, so that work grows little
faster than the number of rows.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from promotion.treasury.rules import PAYEE_DAYS, VOUCHER_DAYS, Way, payee_key, voucher_key

NAMED = 3
"""So many possible partners are named for what stays alone."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row or an act. `amount` in đồng: paid out is more than nothing, what came back less. `payee` is one name,
    `taxes` are the tax codes that an act's payee has, or that stand in a row's text.
    """

    key: int
    voucher: str
    day: date
    amount: int
    payee: str = ""
    taxes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Joined:
    """Rows and acts that belong together; `difference` is what the rows hold more than the acts (đồng)."""

    rows: tuple[int, ...]
    acts: tuple[int, ...]
    way: Way
    difference: int = 0


@dataclass(frozen=True)
class Outcome:
    """Every row and every act once: matched, differing, or alone. `acts_near` and `rows_near` name what a lone row or
    act may be.
    """

    matched: tuple[Joined, ...]
    differing: tuple[Joined, ...]
    theirs: tuple[int, ...]
    ours: tuple[int, ...]
    acts_near: Mapping[int, tuple[int, ...]]
    rows_near: Mapping[int, tuple[int, ...]]


Keys = tuple[Iterable[int], Iterable[int]]
"""Keys of rows and keys of acts."""


def match(
    rows: Iterable[Item], acts: Iterable[Item], joined: Iterable[Keys], apart: Iterable[Keys]
) -> Outcome:
    """Return what belongs together. `joined` was put together by hand and goes first; no pass puts `apart` together."""
    matcher = _Matcher(rows, acts, apart)
    matcher.by_hand(joined)
    matcher.one_to_one(Way.exact, 0, lambda one: (matcher.voucher(one), one.amount))
    matcher.one_to_one(Way.voucher, VOUCHER_DAYS, lambda one: (matcher.voucher(one), one.amount))
    matcher.by_voucher(Way.together, _sums_agree)
    matcher.one_to_one(Way.payee, PAYEE_DAYS, lambda one: (matcher.payee(one), one.amount))
    matcher.by_voucher(Way.differs, _none_agrees)
    return matcher.outcome()


_Side = Sequence[Item]


def _sums_agree(rows: _Side, acts: _Side) -> bool:
    return _sum(rows) == _sum(acts)


def _none_agrees(rows: _Side, acts: _Side) -> bool:
    """Tell whether no amount stands on both sides: then the voucher as a whole differs, else nobody knows which."""
    return not {one.amount for one in rows} & {one.amount for one in acts}


def _sum(items: Iterable[Item]) -> int:
    return sum(one.amount for one in items)


class _Matcher:
    def __init__(self, rows: Iterable[Item], acts: Iterable[Item], apart: Iterable[Keys]) -> None:
        self.rows = {one.key: one for one in rows}
        self.acts = {one.key: one for one in acts}
        self.found: list[Joined] = []
        self.barred: dict[int, set[int]] = defaultdict(set)
        for kept_rows, kept_acts in apart:
            acts_of = set(kept_acts)
            for row in kept_rows:
                self.barred[row] |= acts_of
        self._vouchers: dict[str, str] = {}
        self._payees: dict[str, str] = {}
        self._of_tax = self._names_by_tax()

    def _names_by_tax(self) -> dict[str, str]:
        """Return the name of each payee of our acts by the tax code, where one code has one name."""
        names: dict[str, set[str]] = defaultdict(set)
        for act in self.acts.values():
            for tax in act.taxes:
                names[tax].add(self._name(act))
        return {tax: next(iter(some)) for tax, some in names.items() if len(some) == 1}

    def voucher(self, one: Item) -> str:
        """Return the voucher's key, worked out once for each spelling."""
        found = self._vouchers.get(one.voucher)
        if found is None:
            found = self._vouchers[one.voucher] = voucher_key(one.voucher)
        return found

    def payee(self, one: Item) -> str:
        """Return the payee's key: a row that states the tax code of a payee of ours means that one, however it writes
        the name.
        """
        stated = {self._of_tax[tax] for tax in one.taxes if tax in self._of_tax}
        return next(iter(stated)) if len(stated) == 1 else self._name(one)

    def _name(self, one: Item) -> str:
        """Return the key of the payee's name, worked out once for each spelling."""
        found = self._payees.get(one.payee)
        if found is None:
            found = self._payees[one.payee] = payee_key(one.payee)
        return found

    def by_hand(self, joined: Iterable[Keys]) -> None:
        """Take what people put together; what is not there any more is left out of it."""
        for row_keys, act_keys in joined:
            rows = [self.rows[key] for key in row_keys if key in self.rows]
            acts = [self.acts[key] for key in act_keys if key in self.acts]
            if rows or acts:
                self.take(rows, acts, Way.hand)

    def take(self, rows: _Side, acts: _Side, way: Way) -> None:
        """Put rows and acts together, unless a person keeps some of them apart."""
        keys = {one.key for one in acts}
        if way is not Way.hand and any(self.barred.get(row.key, set()) & keys for row in rows):
            return
        for one in rows:
            del self.rows[one.key]
        for one in acts:
            del self.acts[one.key]
        row_keys, act_keys = (tuple(sorted(one.key for one in side)) for side in (rows, acts))
        self.found.append(Joined(row_keys, act_keys, way, _sum(rows) - _sum(acts)))

    def one_to_one(self, way: Way, days: int, key: Callable[[Item], tuple[str, int]]) -> None:
        """Join a row and an act of the same key, so many days apart at most, that have each other and nobody else."""
        acts = _by(self.acts.values(), key)
        for name, rows in _by(self.rows.values(), key).items():
            others = acts.get(name, [])
            if not name[0] or not others:
                continue
            days_of, row_days = _days(others), _days(rows)
            for row, day in zip(rows, row_days, strict=True):
                first, last = _window(days_of, day, days)
                if last - first == 1 and _alone(row_days, days_of[first], days):
                    self.take([row], [others[first]], way)

    def by_voucher(self, way: Way, fits: Callable[[_Side, _Side], bool]) -> None:
        """Join all that is left of one voucher, where it fits: its days lie close, each not far from the one before."""
        rows, acts = (_by(side.values(), self._direction) for side in (self.rows, self.acts))
        for name, some in rows.items():
            if not name[0] or name not in acts:
                continue
            for near_rows, near_acts in _clusters(some, acts[name]):
                if near_rows and near_acts and fits(near_rows, near_acts):
                    self.take(near_rows, near_acts, way)

    def _direction(self, one: Item) -> tuple[str, bool]:
        return self.voucher(one), one.amount > 0

    def outcome(self) -> Outcome:
        """Return what was found, in the order of keys."""
        found = sorted(self.found, key=lambda one: (one.rows, one.acts))
        return Outcome(
            tuple(one for one in found if not one.difference),
            tuple(one for one in found if one.difference),
            tuple(sorted(self.rows)),
            tuple(sorted(self.acts)),
            self._near(self.rows, self.acts),
            self._near(self.acts, self.rows),
        )

    def _near(self, lone: Mapping[int, Item], others: Mapping[int, Item]) -> dict[int, tuple[int, ...]]:
        """Return for each lone item what may be its partner: first of its amount, then of its voucher, nearest days."""
        amounts = _by(others.values(), lambda one: one.amount)
        vouchers = _by(others.values(), self.voucher)
        found = {}
        for key, one in lone.items():
            named = _nearest(amounts.get(one.amount, []), one)
            if self.voucher(one):
                named += _nearest(vouchers.get(self.voucher(one), []), one)
            if named:
                found[key] = tuple(dict.fromkeys(named))[:NAMED]
        return found


_Key = TypeVar("_Key", bound=Hashable)


def _by(items: Iterable[Item], key: Callable[[Item], _Key]) -> dict[_Key, list[Item]]:
    """Return items by a key, each list by day."""
    found: dict[_Key, list[Item]] = defaultdict(list)
    for one in sorted(items, key=lambda one: (one.day, one.key)):
        found[key(one)].append(one)
    return found


def _days(items: Iterable[Item]) -> list[int]:
    return [one.day.toordinal() for one in items]


def _window(days: Sequence[int], day: int, most: int) -> tuple[int, int]:
    return bisect_left(days, day - most), bisect_right(days, day + most)


def _alone(days: Sequence[int], day: int, most: int) -> bool:
    first, last = _window(days, day, most)
    return last - first == 1


def _clusters(rows: _Side, acts: _Side) -> Iterator[tuple[list[Item], list[Item]]]:
    """Yield rows and acts whose days hang together: each not more than `VOUCHER_DAYS` after the one before."""
    every = sorted(
        [*((one.day, False, one.key, one) for one in rows), *((one.day, True, one.key, one) for one in acts)],
        key=lambda found: found[:3],
    )
    near: tuple[list[Item], list[Item]] = [], []
    last = every[0][0]
    for day, ours, _key, one in every:
        if (day - last).days > VOUCHER_DAYS:
            yield near
            near = [], []
        near[ours].append(one)
        last = day
    yield near


def _nearest(items: _Side, one: Item) -> list[int]:
    """Return the keys of the items whose days lie nearest, nearest first."""
    place = bisect_left(items, one.day, key=lambda other: other.day)
    some = items[max(0, place - NAMED) : place + NAMED]
    return [
        other.key for other in sorted(some, key=lambda other: (abs((other.day - one.day).days), other.key))
    ][:NAMED]
