"""What a board shows, put together: the chain beside last year's, rows, the map, contents, lists and the years."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from promotion.access.actor import Actor, Scope
from promotion.dashboards.comparing import Compared, compared
from promotion.dashboards.places import Place, Rank
from promotion.dashboards.tiles import TileMap, tile_map
from promotion.figures.filters import days_of
from promotion.figures.idle import IdleMoney, idle
from promotion.figures.indicators import IndicatorSum, indicator_sums
from promotion.figures.late import Late, late
from promotion.figures.measures import BY_KEY, LATER, PROVIDED, value_of
from promotion.figures.model import Dimension, Measure, Question, Row, Table
from promotion.figures.pace import Pace, paces
from promotion.figures.sources import answer, total
from promotion.figures.trend import a_year_before
from promotion.figures.waiting import Waiting, waiting
from promotion.kernel.calendar import today
from promotion.kernel.money import amount_text, percent_text, rate
from promotion.projects import queries as projects
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.web.values import display_unit, unit_name

# Step of the chain → the base of its rate.
CHAIN = (
    ("approved", None),
    ("released", "approved"),
    ("assigned", "released"),
    ("committed", "assigned"),
    ("disbursed", "assigned"),
    ("accepted", "committed"),
)
OF_YEARS = ("approved", "released", "disbursed")
FIRST_YEAR = 2021
"""Where the years begin: the first of the programme 2021–2025."""
WITH_MAP = frozenset({Rank.country, Rank.region})


@dataclass(frozen=True)
class Wanted:
    """What a page asks beside its figures: the rate that colours the map, the order of provinces, how many lines."""

    colour: Measure
    sort: str
    shown: int


@dataclass(frozen=True)
class Step:
    """One step of the chain: its measure, the measure that its rate is based on, and that rate."""

    measure: Measure
    base: Measure | None
    rate: Measure | None


@dataclass(frozen=True)
class Position:
    """The sums of another year: the question that they answer, and their row."""

    question: Question
    row: Row


@dataclass(frozen=True)
class Provinces:
    """The provinces asked for: as a map and in the order asked for."""

    question: Question
    map: TileMap | None
    ranked: Sequence[Row]


@dataclass(frozen=True)
class Board:
    """Everything a board shows; every figure lies inside the reader's scope.

    `beside` are the sums of which there is any and that are no step of the chain. `comparable` tells whether the year
    before holds the same ground, `successor` is the province asked for as it stands today, `gone` the last days of
    provinces and units that no longer stand.
    """

    place: Place
    table: Table
    rows: Sequence[Row]
    gone: Mapping[str, date]
    addresses: Mapping[str, str]
    steps: Sequence[Step]
    beside: Sequence[Measure]
    earlier: Position
    comparable: bool
    successor: str | None
    compared: Mapping[str, Compared]
    sentence: str
    paces: Sequence[Pace]
    provinces: Provinces | None
    contents: Table
    indicators: Mapping[str, Sequence[IndicatorSum]]
    waiting: Sequence[Waiting]
    waiting_count: int
    idle: IdleMoney
    late: Sequence[Late]
    late_count: int
    years: Sequence[Position]


def board(
    actor: Actor, question: Question, place: Place, wanted: Wanted, language: str, years: Collection[int]
) -> Board:
    """Return the board of a question about a place for a person."""
    scope = actor.scope
    table = answer(scope, question, language)
    before = a_year_before(question)
    then = total(scope, before)
    lines, waiting_count = waiting(scope, question, wanted.shown)
    slow, late_count = late(scope, question, wanted.shown)
    return Board(
        place=place,
        table=table,
        rows=_rows(table),
        gone=_gone(table),
        addresses=_addresses(scope, table),
        steps=_steps(),
        beside=[measure for measure in table.bases if measure in {*LATER, PROVIDED}],
        earlier=Position(before, then),
        comparable=_comparable(question, before),
        successor=question.province and atlas().home_on(question.province, today()),
        compared=compared(table.total, then),
        sentence=_sentence(table.total, language),
        paces=paces(scope, question),
        provinces=_provinces(scope, table, wanted, language) if place.rank in WITH_MAP else None,
        contents=answer(scope, replace(question, by=Dimension.content), language),
        indicators=indicator_sums(scope, question),
        waiting=lines,
        waiting_count=waiting_count,
        idle=idle(scope, question, language, wanted.shown),
        late=slow,
        late_count=late_count,
        years=_years(scope, question, years),
    )


def _rows(table: Table) -> list[Row]:
    """Leave out rows without a figure; regions stay, and provinces, so that who has nothing is seen."""
    stay = table.question.by in {Dimension.region, Dimension.province}
    return [row for row in table.rows if any(row.values.values()) or (stay and row.kind == "row")]


def _addresses(scope: Scope, table: Table) -> Mapping[str, str]:
    """Return the public ids of projects by code, where rows are projects."""
    if table.question.by is not Dimension.project:
        return {}
    return projects.public_ids(scope, [row.key for row in table.rows if row.kind == "row"])


def _provinces(scope: Scope, table: Table, wanted: Wanted, language: str) -> Provinces:
    question = replace(table.question, by=Dimension.province)
    rows = (table if table.question == question else answer(scope, question, language)).rows
    day, places = days_of(question)[-1], atlas()
    names = {key: places.name(key, language, day) for key in places.keys_on(day)}
    linked = set(names) if scope.everything else scope.homes
    drawn = tile_map(names, linked, rows, wanted.colour)
    return Provinces(question, drawn, ranked([row for row in rows if row.kind == "row"], wanted.sort))


def _comparable(question: Question, before: Question) -> bool:
    """Tell whether a region or province covers the same ground in both periods; as recorded it may not."""
    if not (question.region or question.province) or question.boundaries.kind != "recorded":
        return True
    days = (*days_of(before), *days_of(question))
    return len({atlas().keys_on(day) for day in days}) == 1


def _gone(table: Table) -> Mapping[str, date]:
    """Return the provinces, and units of the rows, that no longer stood at the end of the time asked for."""
    question = table.question
    day = days_of(question)[-1]
    if question.by is Dimension.unit:
        return units.ended([row.key for row in table.rows], day)
    return {
        province.key: province.valid_to
        for province in atlas().provinces
        if province.valid_to is not None and province.valid_to < day
    }


def ranked(rows: Sequence[Row], sort: str) -> list[Row]:
    """Return rows by a column, downwards with a leading "-"; rows without a rate stand last in either order."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key == "name":
        return list(reversed(rows)) if down else list(rows)
    measure = BY_KEY[key]
    values = {
        row.key: value_of(measure, row.values) if measure.numerator else row.values[key] for row in rows
    }
    known = [row for row in rows if values[row.key] is not None]
    known.sort(key=lambda row: values[row.key] or 0, reverse=down)
    return known + [row for row in rows if values[row.key] is None]


def _steps() -> list[Step]:
    return [
        Step(BY_KEY[key], BY_KEY[base] if base else None, BY_KEY[f"{key}_of_{base}"] if base else None)
        for key, base in CHAIN
    ]


def _years(scope: Scope, question: Question, years: Collection[int]) -> list[Position]:
    """Return the sums of each year up to the question's day."""
    last = min(question.as_of.year, max([question.year, *years]))
    wanted = [year for year in range(FIRST_YEAR, last + 1) if year in years]
    asked = (replace(question, year=year) for year in wanted)
    return [Position(one, total(scope, one, OF_YEARS)) for one in asked]


def _sentence(total: Row, language: str) -> str:
    def said(key: str) -> str:
        return amount_text(total.values[key], language, display_unit()) if total.knows(key) else "…"

    def share(part: str, base: str) -> str:
        known = total.knows(part, base)
        return percent_text(rate(total.values[part], total.values[base]), language) if known else "…"

    return _(
        "Of %(approved)s %(unit)s approved, %(released)s (%(share)s) were released; "
        "of the money released, %(disbursed)s (%(paid)s) were disbursed.",
        approved=said("approved"),
        unit=unit_name(),
        released=said("released"),
        share=share("released", "approved"),
        disbursed=said("disbursed"),
        paid=share("disbursed", "released"),
    )
