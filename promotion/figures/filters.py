"""The one filter bar of figures: what it offers, what of it is in force, and what of an address does not fit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from promotion.access.actor import Scope
from promotion.access.scope import within
from promotion.catalogue import queries as catalogue
from promotion.database.handle import db
from promotion.figures.folding import Fold
from promotion.figures.model import Boundaries, Question
from promotion.figures.questions import Asked
from promotion.kernel.calendar import date_text, today
from promotion.kernel.choices import Region
from promotion.kernel.errors import Fault
from promotion.kernel.money import DisplayUnit
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Envelope
from promotion.territory.queries import atlas
from promotion.units import queries as units

Option = tuple[str, str]


@dataclass(frozen=True)
class Chip:
    """A filter in force: its name in the address, what it is about, and its value in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Bar:
    """What the filter bar offers a reader, and the filters in force."""

    years: Sequence[Option]
    regions: Sequence[Option]
    provinces: Sequence[Option]
    contents: Sequence[Option]
    units: Sequence[Option]
    chips: Sequence[Chip]


def bar(
    scope: Scope, question: Question, language: str, years: Iterable[int], named: Question | None = None
) -> Bar:
    """Return the filter bar for a question. Nothing is offered that the reader's scope does not hold.

    `named` is what the address itself asks, where a page adds to it; only that can be taken off again.
    """
    known = sorted({*years, question.year}, reverse=True)
    contents = catalogue.contents(last_day(question))
    return Bar(
        years=[(str(year), str(year)) for year in known],
        regions=[(str(region), _(region.label)) for region in Region] if scope.everything else [],
        provinces=_provinces(scope, question, language),
        contents=[(content.code, f"{content.code} {content.name(language)}") for content in contents],
        units=_units(scope, question, language),
        chips=_chips(named or question, language),
    )


def fitted(asked: Asked, arguments: Mapping[str, str], language: str) -> Asked:
    """Return what is asked without a province that the chosen boundaries or region do not hold; that is said.

    A unit of display that does not exist is said too.
    """
    question, faults = asked.question, list(asked.faults)
    trouble = _misfit(question, language)
    if trouble is not None:
        faults.append(trouble)
        question = replace(question, province=None)
    wanted = arguments.get("unit", "")
    if wanted and wanted not in set(DisplayUnit):
        faults.append(Fault("unit", N_("“%(text)s” is no unit of amounts."), {"text": wanted[:40]}))
    return Asked(question, tuple(faults))


def last_day(question: Question) -> date:
    """Return the day on which names, units and provinces of a question are looked up."""
    return min(question.as_of, date(question.year, 12, 31))


def days_of(question: Question) -> tuple[date, ...]:
    """Return the days whose provinces rows may stand for: as recorded, both ends of the year."""
    boundaries: Boundaries = question.boundaries
    if boundaries.kind == "recorded":
        end = last_day(question)
        return (min(date(question.year, 1, 1), end), end)
    return (boundaries.day or today(),)


def _misfit(question: Question, language: str) -> Fault | None:
    """Return why the province asked for has no place on the boundaries or in the region, None when it has."""
    if question.province is None:
        return None
    places, days = atlas(), days_of(question)
    name = places.name(question.province, language)
    if not any(question.province in places.keys_on(day) for day in days):
        other = places.home_on(question.province, days[-1])
        if other is None or other == question.province:
            return Fault("province", N_("%(name)s is no province on these boundaries."), {"name": name})
        return Fault(
            "province",
            N_("%(name)s is no province on these boundaries; its ground belongs to %(other)s."),
            {"name": name, "other": places.name(other, language)},
        )
    if question.region not in {None, places.region_of(question.province)}:
        return Fault("province", N_("%(name)s does not lie in the region chosen."), {"name": name})
    return None


def _provinces(scope: Scope, question: Question, language: str) -> list[Option]:
    """Provinces of the boundaries in Vietnamese order, those of the region asked for; as recorded, of both editions."""
    places, days = atlas(), days_of(question)
    keys = {key for day in days for key in places.keys_on(day)}
    offered = []
    for province in places.provinces:
        if province.key not in keys or question.region not in {None, places.region_of(province.key)}:
            continue
        if not (scope.everything or places.family(province.key) & scope.homes):
            continue
        name = places.name(province.key, language, days[-1])
        offered.append((province.key, _until(name, province.valid_to, days[-1], language)))
    return offered


def _until(name: str, last: date | None, day: date, language: str) -> str:
    """Return the name, with its last day when it no longer stood on a day."""
    if last is None or last >= day:
        return name
    return _("%(name)s (to %(day)s)", name=name, day=date_text(last, language))


def _units(scope: Scope, question: Question, language: str) -> list[Option]:
    """Units with a share of the year in the places asked for, in Vietnamese order."""
    fold = Fold(atlas(), question)
    query = select(Envelope.unit_id, Envelope.home).distinct()
    query = query.where(Envelope.kind == "share", Envelope.budget_year == question.year)
    query = query.where(within(scope, home=Envelope.home, unit_id=Envelope.unit_id, level=Envelope.level))
    ids = {row.unit_id for row in db.session.execute(query) if fold.inside(row.home)}
    found = sorted(units.by_ids(ids).values(), key=lambda unit: (unit.sort_key, unit.code))
    if question.unit is not None and question.unit not in {unit.code for unit in found}:
        found.append(units.unit(question.unit))
    day = last_day(question)
    return [
        (unit.code, _until(units.name(unit, language, day), unit.valid_to, day, language)) for unit in found
    ]


def _chips(question: Question, language: str) -> list[Chip]:
    day, places = question.boundaries.day, atlas()
    found = []
    if question.level is not None:
        found.append(Chip("level", _("Level"), _(question.level.label)))
    if question.region is not None:
        found.append(Chip("region", _("Region"), _(question.region.label)))
    if question.province is not None:
        name = places.name(question.province, language, last_day(question))
        found.append(Chip("province", _("Province"), name))
    if question.unit is not None:
        name = units.name(units.unit(question.unit), language, last_day(question))
        found.append(Chip("implementer", _("Implementing unit"), name))
    if question.content is not None:
        found.append(Chip("content", _("Content"), catalogue.content(question.content).name(language)))
    if question.as_of != today():
        found.append(Chip("as_of", _("Position at the end of"), date_text(question.as_of, language)))
    if question.boundaries.kind != "recorded":
        text = date_text(day, language) if day else _("Today's provinces")
        found.append(Chip("boundaries", _("Boundaries"), text))
    return found
