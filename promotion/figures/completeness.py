"""From which year the ledger is complete, by province and level (docs/ledger.md, figures).

A statement about a province holds for those that became it: money of Kiên Giang is complete when An Giang's is,
unless Kiên Giang has a statement of its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import SessionTransaction

from promotion.accounts import queries as accounts
from promotion.database.handle import db
from promotion.figures.drafts import CompletenessDraft
from promotion.figures.folding import Fold
from promotion.figures.model import Question
from promotion.figures.models import LedgerComplete
from promotion.kernel.choices import Level
from promotion.territory.queries import atlas
from promotion.territory.rules import Atlas

_KEPT = "ledger_complete"


@dataclass(frozen=True)
class Completeness:
    """All statements in force."""

    atlas: Atlas
    from_years: Mapping[tuple[str, str], int | None]

    def from_year(self, home: str, level: Level) -> int | None:
        """Return the first complete year of a province and level, None when there is none."""
        key: str | None = home
        while key is not None:
            if (key, str(level)) in self.from_years:
                return self.from_years[key, str(level)]
            key = self.atlas.successor(key)
        return None

    def holds(self, home: str, level: Level | None, year: int) -> bool:
        """Tell whether a year is complete for a province; without a level both must be."""
        levels = (level,) if level else tuple(Level)
        first = [self.from_year(home, one) for one in levels]
        return all(one is not None and one <= year for one in first)

    def members(self, question: Question, provinces: Collection[str]) -> tuple[int, int]:
        """Return how many of these provinces of the question's boundaries are complete, and how many they are.

        A province is complete when all are that it was made of in the question's year.
        """
        fold = Fold(self.atlas, question)
        parts: dict[str, list[str]] = {}
        for home in homes_of(self.atlas, question.year):
            parts.setdefault(fold.province(home) or "", []).append(home)
        done = [
            all(self.holds(home, question.level, question.year) for home in parts.get(key, (key,)))
            for key in provinces
        ]
        return sum(done), len(done)


def homes_of(places: Atlas, year: int) -> frozenset[str]:
    """Return the provinces of every edition that stood at some time of a year: what its money is recorded under."""
    return frozenset(places.keys_on(date(year, 1, 1))) | frozenset(places.keys_on(date(year, 12, 31)))


def completeness() -> Completeness:
    """Return the statements in force, asked once per transaction. No scope: whether books are complete is no secret."""
    session = db.session()
    kept: tuple[SessionTransaction | None, Completeness] | None = session.info.get(_KEPT)
    if kept is not None and kept[0] is not None and kept[0] is session.get_transaction():
        return kept[1]
    rows = db.session.execute(
        select(LedgerComplete.home, LedgerComplete.level, LedgerComplete.from_year).order_by(
            LedgerComplete.id
        )
    )
    found = Completeness(atlas(), {(row.home, row.level): row.from_year for row in rows})
    session.info[_KEPT] = (session.get_transaction(), found)
    return found


def forget() -> None:
    """Ask anew after a statement in the same transaction."""
    db.session().info.pop(_KEPT, None)


@dataclass(frozen=True)
class Statement:
    """One line of the history: who stated what, when."""

    province: str
    level: str
    from_year: int | None
    reason: str
    by: str
    at: datetime


def count() -> int:
    """Return how many statements were ever made: they are only added, so this tells which of them somebody has seen."""
    return db.session.scalar(select(func.count()).select_from(LedgerComplete)) or 0


def since(seen: int, draft: CompletenessDraft) -> Sequence[LedgerComplete]:
    """Return the statements made since so many, newest first, about provinces and levels of a draft."""
    rows = db.session.scalars(select(LedgerComplete).order_by(LedgerComplete.id).offset(seen)).all()
    levels = {str(level) for level in draft.levels}
    return [row for row in reversed(rows) if row.home in draft.provinces and row.level in levels]


def statements(language: str, limit: int = 50) -> Sequence[Statement]:
    """Return the newest statements, newest first, with names as they are called today."""
    rows = db.session.scalars(select(LedgerComplete).order_by(LedgerComplete.id.desc()).limit(limit)).all()
    return in_words(rows, language)


def in_words(rows: Sequence[LedgerComplete], language: str) -> Sequence[Statement]:
    """Return statements as they are shown."""
    places = atlas()
    names = accounts.names({row.entered_by for row in rows})
    return [
        Statement(
            places.name(row.home, language),
            Level(row.level).label,
            row.from_year,
            row.reason,
            names.get(row.entered_by, ""),
            row.entered_at,
        )
        for row in rows
    ]
