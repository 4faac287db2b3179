"""The desk at a glance: every list with the same filters, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from promotion.allocation.queries.registration import silence
from promotion.desk.queries.committable import Committable, committable
from promotion.desk.queries.days import Days, days
from promotion.desk.queries.forecast import Forecasts, forecasts
from promotion.desk.queries.ground import Ground
from promotion.desk.queries.idle import Idle, idle
from promotion.desk.queries.late import Lates, lates
from promotion.desk.queries.stopped import Stopped, stopped
from promotion.desk.queries.waiting import Waits, waits
from promotion.desk.rules.forecast import Basis
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level
from promotion.oversight.drafts import AdvanceQuestion, ExceptionQuestion
from promotion.oversight.queries.advances import Uncleared, uncleared
from promotion.oversight.queries.exceptions import counted


@dataclass(frozen=True)
class Overview:
    """What every list holds. Exceptions: how many, đồng beyond the rules; by level the silent provinces, of how many.
    These know year, level, region and province only.
    """

    days: Days
    idle: Idle
    committable: Committable
    forecasts: Forecasts
    stopped: Stopped
    waiting: Waits
    late: Lates
    advances: Uncleared
    exceptions: tuple[int, int]
    silent: Mapping[Level, tuple[Sequence[str], int]]


def overview(ground: Ground) -> Overview:
    """Return the desk at a glance; the same number of statements for any amount of data."""
    scope, asked = ground.scope, ground.question
    levels = [asked.figures.level] if asked.figures.level else [Level.national, *_local(ground)]
    places = (asked.figures.region, asked.figures.province)
    money = _money_asked(ground)
    return Overview(
        days=days(ground),
        idle=idle(ground),
        committable=committable(ground),
        forecasts=forecasts(ground, Basis.released),
        stopped=stopped(ground),
        waiting=waits(ground),
        late=lates(ground),
        advances=uncleared(scope, AdvanceQuestion(**money), today()),
        exceptions=counted(scope, ExceptionQuestion(**money)),
        silent={level: silence(scope, asked.year, level, *places) for level in levels},
    )


def _money_asked(ground: Ground) -> dict[str, Any]:
    """Return the question of a list of oversight: the same money as the desk's."""
    figures = ground.question.figures
    return {
        "fund": ground.question.fund,
        "unit_id": ground.unit_id,
        "year": figures.year,
        "level": figures.level,
        "homes": ground.homes,
        "content": figures.content,
        "words": ground.question.words,
    }


def _local(ground: Ground) -> list[Level]:
    return [] if ground.scope.national_only else [Level.local]
