"""Random acts on the map, over random books: sums before = sums after, nothing moves as recorded, and every entry
folds to where a model of a few lines says.
"""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from promotion.access.actor import EVERYTHING
from promotion.figures.measures import EVERY_BASE
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import Invalid
from promotion.territory.changes import amended, merged_key_of, restored
from promotion.territory.drafts import Legal, Merge, Move, Rename, Retype
from promotion.territory.queries import ground
from promotion.territory.rules import ProvinceType

LEGAL = Legal("1", date(2025, 8, 1), "x", "Nghị quyết", "Resolution")
FIRST = date(2025, 8, 1)
ROUNDS = 6
KEYS = [measure.key for measure in EVERY_BASE]


class Reformer:
    """Does random acts in the order of their days, and keeps the model: who went over to whom, and when."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.ground = ground()
        self.day = FIRST
        self.after = {row["old_key"]: (row["new_key"], row["effective_date"]) for row in self.ground.steps}
        self.done, self.refused = defaultdict(int), 0

    def act(self):
        self.day += timedelta(self.chance.choice((0, 1, 20, 90)))
        standing = sorted(self.ground.atlas(None).keys_on(self.day))
        draft = self.draft(self.chance.sample(standing, self.chance.choice((2, 2, 3))))
        try:
            found = amended(self.ground, draft, LEGAL)
        except Invalid:
            self.refused += 1
            return
        back = restored(found, draft)
        assert by_key(back) == by_key(self.ground)  # what is taken back leaves no trace
        self.ground = found
        self.done[type(draft)] += 1
        if isinstance(draft, Merge):
            new = merged_key_of(found, draft)
            self.after |= dict.fromkeys(draft.old_keys, (new, draft.day))

    def draft(self, keys):
        name = self.chance.choice((self.ground.provinces[keys[0]]["name_vi"], f"Mới {self.chance.random()}"))
        region = self.chance.choice(list(Region))
        kind = self.chance.choice(list(ProvinceType))
        return self.chance.choice(
            (
                Merge(
                    self.day, tuple(keys), kind, name, name, name, region, f"{self.chance.randint(0, 99):02}"
                ),
                Merge(self.day, tuple(keys), kind, name, name, name, region),
                Rename(self.day, keys[0], name, name, name),
                Move(self.day, keys[0], region),
                Retype(self.day, keys[0], kind, name),
            )
        )

    def fold(self, home, day):
        while home in self.after and self.after[home][1] <= day:
            home = self.after[home][0]
        return home


def by_key(rows):
    order = lambda row: sorted((name, str(value)) for name, value in row.items())  # noqa: E731 - short
    return rows.provinces, *(sorted(map(order, part)) for part in (rows.types, rows.regions, rows.steps))


def told(places, year, by, level, boundaries):
    question = Question(year, by, level, None, today(), boundaries)
    return tabulate(EVERYTHING, question, "vi", places)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_sums_stay_and_entries_fold_to_the_new_province_from_its_day_on(opened, seed):
    reformer = Reformer(seed)
    before = reformer.ground.atlas(None)
    for _ in range(14):
        reformer.act()
    assert reformer.done[Merge] > 1
    after = reformer.ground.atlas(None)
    for year in (2024, 2025):
        day = FIRST + timedelta(reformer.chance.randint(0, (reformer.day - FIRST).days + 30))
        boundaries = Boundaries("day", day)
        for level in (None, *Level):
            recorded, kept = (
                told(places, year, Dimension.province, level, Boundaries("recorded"))
                for places in (before, after)
            )
            values = {row.key: dict(row.values) for row in recorded.rows if any(row.values.values())}
            assert {row.key: dict(row.values) for row in kept.rows if any(row.values.values())} == values
            folded = told(after, year, Dimension.province, level, boundaries)
            expected = defaultdict(lambda: dict.fromkeys(KEYS, 0))
            for key, row in values.items():
                at = expected[key if key.startswith("rest:") else reformer.fold(key, day)]
                for measure in KEYS:
                    at[measure] += row[measure]
            assert {row.key: dict(row.values) for row in folded.rows if any(row.values.values())} == expected
            for by in (Dimension.province, Dimension.region, Dimension.unit):
                table = told(after, year, by, level, boundaries)
                assert dict(table.total.values) == dict(recorded.total.values)
                for measure in KEYS if by is not Dimension.unit else set(KEYS) - {"projects"}:
                    assert sum(row.values[measure] for row in table.rows) == table.total.values[measure]


def test_the_random_acts_are_of_every_kind_and_some_are_refused(opened):
    done, refused = defaultdict(int), 0
    for seed in range(ROUNDS):
        reformer = Reformer(seed)
        for _ in range(14):
            reformer.act()
        refused += reformer.refused
        for kind, count in reformer.done.items():
            done[kind] += count
    assert all(done[kind] >= 3 for kind in (Merge, Rename, Move, Retype)), dict(done)
    assert refused >= 3
