"""The entries of planned acts on what each contract holds by then: accepted work covers payments as far as it goes."""

from collections import Counter
from collections.abc import Mapping

from promotion.ledger.books import Kind
from promotion.ledger.deeds import Part, way_of
from promotion.ledger.rules import Posting, mirrored, postings, written_out
from promotion.practice.deeds import Deed, Purse


class Postings:
    """Works out the entries of acts one after the other; keeps what each envelope then holds."""

    def __init__(self, purses: Mapping[Purse, int]) -> None:
        """Take the envelopes' ids."""
        self.purses = purses
        self._made: dict[Deed, list[Posting]] = {}
        self._held: Counter[tuple[int, str]] = Counter()

    def of(self, deed: Deed) -> list[Posting]:
        """Return the entries of an act on what its contract holds by then; called once, in the order of the acts."""
        if deed.undoes is not None:
            rows = [mirrored(row) for row in reversed(self._made[deed.undoes])]
        else:
            step, back = way_of(deed.kind)
            parts = [Part(step, self.purses[purse], amount, back) for purse, amount in deed.amounts]
            paths = {self.purses[purse]: self._path(purse) for purse, _amount in deed.amounts}
            written = [
                one
                for part in parts
                for one in written_out(deed.kind, part, lambda place, counter: self._held[place, counter])
            ]
            rows = [row for part in written for row in postings(part, paths[part.envelope_id], {})]
        self._made[deed] = rows
        for row in rows:
            if row.source_id is not None and row.source_counter is not None:
                self._held[row.source_id, row.source_counter] -= row.amount
            if row.target_id is not None and row.target_counter is not None:
                self._held[row.target_id, row.target_counter] += row.amount
        return rows

    def _path(self, purse: Purse) -> dict[Kind, int]:
        path = {}
        step: Purse | None = purse
        while step is not None:
            path[step.kind] = self.purses[step]
            step = step.above
        return path
