"""Whom a question about something may be put to: the units on whose ground it lies, and what each is asked about.

A figure of one province, unit or project goes to the units there. A figure of more is asked of provinces, each about
its own row: nobody is told a figure that he does not see himself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from promotion.access.actor import Actor
from promotion.access.permissions import QUESTIONS_ASK
from promotion.catalogue import queries as catalogue
from promotion.disbursement import queries as contracts
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Boundaries, Dimension
from promotion.figures.model import Question as FigureQuestion
from promotion.figures.model import Unit as MeasuredIn
from promotion.figures.rows import TOTAL, place
from promotion.kernel.calendar import today
from promotion.kernel.choices import Level, Region
from promotion.kernel.errors import Invalid, NotFound
from promotion.kernel.text import mark as N_
from promotion.ledger import queries as ledger
from promotion.ledger.books import Kind
from promotion.projects import queries as projects
from promotion.questions.drafts import About
from promotion.questions.evidence import doer_of
from promotion.questions.rules import Topic
from promotion.territory.queries import atlas
from promotion.units import queries as units
from promotion.units.models import Unit
from promotion.units.rules import UnitKind
from promotion.web.languages import words


@dataclass(frozen=True)
class Target:
    """A unit that may be asked, and what it is asked about: its words, its budget year and level (None is both)."""

    unit: Unit
    about: About
    label: str
    year: int
    level: str | None
    envelope_id: int | None = None
    act_id: int | None = None


def targets(actor: Actor, about: About) -> list[Target]:
    """Return the units that a person may ask about something, the usual one first, provinces in Vietnamese order.

    Raises `NotFound` for what the person does not see, `Invalid` for what nobody can be asked about.
    """
    actor.require(QUESTIONS_ASK)
    found = _of_figure(actor, about) if about.topic is Topic.figure else _of_ledger(actor, about)
    return [one for one in found if _may_ask(actor, one.unit)]


def _may_ask(actor: Actor, unit: Unit) -> bool:
    return any(
        right.scope.covers(home=unit.province_key, unit_id=unit.id)
        for right in actor.rights
        if QUESTIONS_ASK in right.permissions
    )


def _of_ledger(actor: Actor, about: About) -> Iterator[Target]:
    if about.topic is Topic.contract:
        envelope = ledger.envelope(actor.scope, about.key, Kind.commitment)
        record = contracts.records([envelope.id]).get(envelope.id)
        label = f"{record.number} · {record.party}" if record else about.key
        for unit in _standing(units.by_id(envelope.unit_id)):
            yield Target(unit, about, label, envelope.budget_year, envelope.level, envelope_id=envelope.id)
        return
    act = ledger.act(actor.scope, about.key)
    fund = ledger.fund_by_id(act.fund_id)
    label = f"{fund.code} · {act.document_number}"
    for unit in _standing(units.by_id(doer_of(act))):
        yield Target(unit, about, label, fund.budget_year, fund.level, act_id=act.id)


def _of_figure(actor: Actor, about: About) -> Iterator[Target]:
    measure, figure = BY_KEY.get(about.measure), about.figure
    if measure is None or figure is None:
        raise NotFound
    if measure.unit is MeasuredIn.ratio:
        raise Invalid(N_("A rate is made of two figures: ask about one of them."))
    row = place(actor.scope, figure, about.row, "vi")
    if row.rest:
        raise Invalid(N_("This row belongs to no unit: nobody can be asked about it."))
    wide, unit, province = _narrowed(actor, figure, row.key)
    if unit is not None or province is not None:
        label, level = _label(figure, "" if row.key == TOTAL else row.label), _level(figure, row.key)
        asked = _standing(unit) if unit is not None else _of_province(province or "")
        yield from (Target(one, about, label, figure.year, level) for one in asked)
        return
    beside, level, places = _label(replace(wide, region=None), ""), _level(wide, ""), atlas()
    for key, one in _usual_of_provinces(wide.region):
        label = " · ".join(part for part in (places.name(key, "vi"), beside) if part)
        yield Target(one, replace(about, figure=wide, row=key), label, wide.year, level)


def _narrowed(
    actor: Actor, figure: FigureQuestion, row: str
) -> tuple[FigureQuestion, Unit | None, str | None]:
    """Return the question by provinces of today that a row widens to, and the one unit or province it belongs to."""
    wide = replace(figure, by=Dimension.province, boundaries=Boundaries("today"))
    unit = units.unit(figure.unit) if figure.unit is not None else None
    province = figure.province
    if row == TOTAL:
        return wide, unit, province
    if figure.by is Dimension.unit:
        unit = units.unit(row)
    elif figure.by is Dimension.project:
        code = projects.public_ids(actor.scope, [row])[row]
        unit = units.by_id(projects.project(actor.scope, code).unit_id)
    elif figure.by is Dimension.province:
        province = row
    elif figure.by is Dimension.region:
        wide = replace(wide, region=Region(row))
    elif figure.by is Dimension.level:
        wide = replace(wide, level=Level(row))
    else:
        wide = replace(wide, content=row)
    return wide, unit, province


def _level(figure: FigureQuestion, row: str) -> str | None:
    if figure.by is Dimension.level and row in set(Level):
        return row
    return None if figure.level is None else str(figure.level)


def _label(figure: FigureQuestion, row: str) -> str:
    """Return a figure's place in Vietnamese words: its row, and what it is narrowed to."""
    said, places = words("vi"), atlas()
    parts = [row]
    if figure.unit is not None:
        parts.append(units.name(units.unit(figure.unit), "vi"))
    if figure.province is not None:
        parts.append(places.name(figure.province, "vi"))
    if figure.region is not None and figure.province is None and not row:
        parts.append(said(figure.region.label))
    if figure.content is not None:
        parts.append(catalogue.content(figure.content).name("vi"))
    if figure.level is not None:
        parts.append(said(figure.level.label))
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _standing(unit: Unit) -> list[Unit]:
    """Return the unit itself, or those that it went over to, as they stand today."""
    found, waiting = list[Unit](), [unit]
    while waiting:
        one = waiting.pop()
        after = [next_one.unit for next_one in units.successors(one.id) if next_one.effective_date <= today()]
        if after:
            waiting += after
        elif one not in found:
            found.append(one)
    return found


def _of_province(key: str) -> list[Unit]:
    """Return the units of a province as it stands today, its centre first."""
    home = atlas().home_on(key, today())
    found = [unit for unit in units.of_province(home or key) if _stands(unit)]
    return sorted(found, key=_rank)


def _usual_of_provinces(region: Region | None) -> Iterator[tuple[str, Unit]]:
    """Yield the provinces of today with the unit that is usually asked: the centre, else the department."""
    places, day = atlas(), today()
    seated = units.standing_of_provinces(day)
    for key in sorted(places.keys_on(day), key=lambda key: places.province(key).sort_key):
        here = sorted(seated.get(key, ()), key=_rank)
        if here and region in {None, places.region_of(key)}:
            yield key, here[0]


_RANKS = (UnitKind.provincial_centre, UnitKind.department)


def _rank(unit: Unit) -> int:
    return _RANKS.index(UnitKind(unit.kind)) if unit.kind in _RANKS else len(_RANKS)


def _stands(unit: Unit) -> bool:
    day = today()
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or unit.valid_to >= day
    )
