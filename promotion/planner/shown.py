"""A worked-out scenario as rows: by province, by unit, by project, each adding up to the same total."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from promotion.allocation.queries.names import Names
from promotion.kernel.text import sort_key
from promotion.planner.tranches import Result
from promotion.planner.wording import province_words
from promotion.planner.working import Outcome


@dataclass(frozen=True)
class Row:
    """One row (đồng): a province, a unit, a line, or the total. `lines` counts lines, `starting` those that can start.

    `key` is the province's key or the public id of a share or a line; `ended` says that the project takes no more.
    """

    key: str
    name: str
    detail: str
    listed: int
    entitled: int
    received: int
    now: int
    lines: int
    starting: int
    home: str = ""
    province: str = ""
    unit: str = ""
    project: str = ""
    ended: bool = False

    @property
    def after(self) -> int:
        """What it holds then."""
        return self.received + self.now

    @property
    def short(self) -> int:
        """Listed and still without money then."""
        return self.listed - self.after

    @property
    def waiting(self) -> int:
        """How many lines must wait."""
        return self.lines - self.starting


@dataclass(frozen=True)
class Tables:
    """The same result three ways, with its total."""

    provinces: tuple[Row, ...]
    units: tuple[Row, ...]
    lines: tuple[Row, ...]
    total: Row


def tables(named: Names, outcome: Outcome, language: str) -> Tables:
    """Return an outcome as rows, in Vietnamese order of the names; lines by province, then in the order made."""
    lines = [_line(outcome, named, row, language) for row in outcome.plan.rows]
    lines.sort(key=lambda row: sort_key(row.province))
    ground = outcome.ground
    provinces = _grouped(
        outcome.plan.rows, lambda row: (row.line.province or "", province_words(row.line.province, language))
    )
    units = _grouped(
        outcome.plan.rows,
        lambda row: (
            ground.shares[row.line.share].public_id,
            named.unit(ground.shares[row.line.share].unit_id),
        ),
    )
    return Tables(provinces, units, tuple(lines), total(outcome))


def total(outcome: Outcome) -> Row:
    """Return the total of an outcome."""
    return _sum("", "", outcome.plan.rows)


def _grouped(rows: Iterable[Result], of: Callable[[Result], tuple[str, str]]) -> tuple[Row, ...]:
    groups: dict[tuple[str, str], list[Result]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row)
    ordered = sorted(groups, key=lambda group: (sort_key(group[1]), group[0]))
    return tuple(_sum(*group, groups[group]) for group in ordered)


def _sum(key: str, name: str, rows: Iterable[Result]) -> Row:
    found = list(rows)
    return Row(
        key=key,
        name=name,
        detail="",
        listed=sum(row.line.listed for row in found),
        entitled=sum(row.entitled for row in found),
        received=sum(row.line.has for row in found),
        now=sum(row.now for row in found),
        lines=len(found),
        starting=sum(row.can_start for row in found),
    )


def _line(outcome: Outcome, named: Names, row: Result, language: str) -> Row:
    place = outcome.ground.places[row.line.place]
    words, project = named.envelope(place, outcome.ground.fund.code), named.project(place.project_id)
    return Row(
        key=place.public_id,
        name=words.name,
        detail=words.detail,
        listed=row.line.listed,
        entitled=row.entitled,
        received=row.line.has,
        now=row.now,
        lines=1,
        starting=int(row.can_start),
        home=row.line.province or "",
        province=province_words(row.line.province, language),
        unit=named.unit(place.unit_id),
        project=project.public_id if project else "",
        ended=row.line.place in outcome.ground.closed,
    )
