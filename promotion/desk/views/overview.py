"""The desk at a glance: a tile for every list, with the same filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.access import guard
from promotion.access.permissions import MONEY_READ
from promotion.desk.charts import days_text
from promotion.desk.queries import waiting
from promotion.desk.queries.idle import ordered
from promotion.desk.queries.overview import Overview, overview
from promotion.desk.rules.days import SPANS
from promotion.desk.views.page import Asked, address, asked
from promotion.figures import late as figures
from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Level
from promotion.kernel.money import amount_text, number_text, percent_text
from promotion.questions import queries as questions
from promotion.questions.drafts import ListQuestion
from promotion.questions.rules import State
from promotion.web.languages import chosen
from promotion.web.pages import page

_PLACES = ("year", "level", "region", "province", "unit")


@dataclass(frozen=True)
class Tile:
    """One list: its name, its main figure with unit, what it is based on, the one that stands out, its address; which
    filters in force have no meaning for it, in words.
    """

    title: str
    amount: str
    unit: str
    note: str
    worst: str
    href: str
    tone: str | None = None
    beside: str = ""


@guard.requires(MONEY_READ)
def index() -> tuple[str, int]:
    """Show the desk at a glance."""
    wanted = asked()
    found = overview(wanted.ground)
    return page(
        "desk/index.html", asked=wanted, own=list(_own(wanted, found)), others=list(_others(wanted, found))
    )


def _own(wanted: Asked, found: Overview) -> Iterator[Tile]:
    """Yield the tiles of the desk's own lists."""
    yield _days(wanted, found)
    yield _idle(wanted, found)
    room = found.committable
    yield Tile(
        _("Can still be committed"),
        _dong(room.whole.to_commit),
        _("đồng"),
        _lines_text(room.whole.lines),
        _("Until %(day)s: %(days)s days", day=_day(room.last), days=_number(room.days_left)),
        address("desk.committable", wanted.question),
    )
    ahead = found.forecasts.whole
    yield Tile(
        _("Forecast to year end"),
        _dong(ahead.forecast.middle),
        _("đồng"),
        _("%(rate)s of approved, middle of three methods", rate=percent_text(ahead.of_approved, chosen())),
        _("Would stay unspent: %(amount)s đồng", amount=_dong(ahead.forecast.unspent)),
        address("desk.forecast", wanted.question),
        "warning" if ahead.forecast.unspent else None,
    )
    ended = found.stopped
    yield Tile(
        _("Stopped projects"),
        _number(len(ended.rows)),
        _("projects"),
        _("stopped or not approved in the year"),
        _("Left on their lines: %(amount)s đồng", amount=_dong(ended.whole.left)),
        address("desk.stopped", wanted.question),
        "warning" if ended.whole.left else None,
    )


def _days(wanted: Asked, found: Overview) -> Tile:
    spans = found.days.whole.spans
    longest = max(SPANS, key=lambda stage: spans[stage].median or -1)
    waiting = sum(one.waiting for one in spans.values())
    since = min((one.since for one in spans.values() if one.since is not None), default=None)
    return Tile(
        _("How long money takes"),
        days_text(spans[longest].median),
        _("days, median"),
        _("Slowest: %(stage)s, of %(lines)s lines", stage=_(SPANS[longest]), lines=_number(spans[longest].passed)),
        ngettext("%(num)s line waits, since %(day)s", "%(num)s lines wait, since %(day)s", waiting, day=_day(since))
        if since is not None
        else _("No line waits"),
        address("desk.days", wanted.question),
    )  # fmt: skip


def _idle(wanted: Asked, found: Overview) -> Tile:
    oldest = ordered(found.idle.parts, "-days")[:1]
    largest = ordered(found.idle.parts, "-amount")[:1]
    return Tile(
        _("Idle money"),
        _dong(found.idle.total),
        _("đồng"),
        ngettext("%(num)s place, the oldest for %(days)s days", "%(num)s places, the oldest for %(days)s days",
                 len(found.idle.parts), days=_number(oldest[0].days)) if oldest else _("No money lies idle"),
        _("Largest: %(amount)s đồng, %(unit)s", amount=_dong(largest[0].amount),
          unit=found.idle.names.unit(largest[0].row.unit_id))
        if largest else "",
        address("desk.idle", wanted.question),
    )  # fmt: skip


def _others(wanted: Asked, found: Overview) -> Iterator[Tile]:
    """Yield the tiles of lists that stand elsewhere, and of what the overview of figures counts too."""
    advances, (exceptions, over) = found.advances, found.exceptions
    yield Tile(
        _("Uncleared advances"),
        _dong(advances.left),
        _("đồng"),
        ngettext("%(count)s advance of the budget year", "%(count)s advances of the budget year",
                 advances.count, count=_number(advances.count)),
        _("Oldest: %(days)s days", days=_number(advances.oldest)) if advances.count else "",
        _watched(wanted, "oversight.advances"),
    )  # fmt: skip
    yield Tile(
        _("Exceptions to the fund’s rules"),
        _number(exceptions),
        _("exceptions"),
        _("on money of the budget year"),
        _("%(amount)s đồng beyond the rules", amount=_dong(over)),
        _watched(wanted, "oversight.exceptions"),
    )
    yield _waiting(wanted, found)
    yield _late(wanted, found)
    yield from (_silent(wanted, level, *counts) for level, counts in found.silent.items())
    yield _questions(wanted)


def _waiting(wanted: Asked, found: Overview) -> Tile:
    most = waiting.shown(wanted.ground, found.waiting, found.waiting.rows[:1])
    return Tile(
        _("Waiting for money"),
        _number(len(found.waiting.rows)),
        _("lines"),
        _("%(amount)s đồng listed and not yet assigned", amount=_dong(found.waiting.total)),
        _("Most: %(amount)s đồng, %(project)s", amount=_dong(most[0].row.to_assign),
          project=most[0].project.code if most[0].project else "–") if most else "",
        address("desk.waiting", wanted.question),
    )  # fmt: skip


def _late(wanted: Asked, found: Overview) -> Tile:
    longest = figures.shown(wanted.ground.scope, found.late.rows[:1])
    return Tile(
        _("Late projects"),
        _number(len(found.late.rows)),
        _("projects"),
        _("past their planned end, not accepted"),
        _("Longest: %(days)s days, %(project)s", days=_number(longest[0].days), project=longest[0].project.code)
        if longest else "",
        address("desk.late", wanted.question),
    )  # fmt: skip


def _silent(wanted: Asked, level: Level, silent: Sequence[str], provinces: int) -> Tile:
    asked_for = wanted.question.figures
    places: dict[str, Any] = {"region": asked_for.region, "province": asked_for.province}
    return Tile(
        _("Provinces without projects: %(level)s", level=_(level.label)),
        _number(len(silent)),
        _("of %(all)s provinces", all=_number(provinces)),
        _("Projects being drafted or not approved do not count."),
        "",
        url_for("allocation.silent", year=asked_for.year, level=level, **places),
        "warning" if silent else None,
        wanted.beside("fund", "implementer", "content", "q"),
    )


def _questions(wanted: Asked) -> Tile:
    asked_for, ground = wanted.question.figures, wanted.ground
    asked = ListQuestion(
        unit_id=ground.unit_id, homes=ground.homes, year=asked_for.year, level=asked_for.level
    )
    counts = questions.by_states(guard.actor(), asked)
    late, answered = counts[State.overdue], counts[State.answered]
    return Tile(
        _("Questions on figures"),
        _number(counts[State.open] + late),
        _("without an answer"),
        ngettext("%(num)s is overdue", "%(num)s are overdue", late),
        ngettext("%(num)s answer waits to be looked at", "%(num)s answers wait to be looked at", answered),
        _elsewhere(wanted, "questions.index", *_PLACES),
        "warning" if late else None,
        wanted.beside("fund", "content", "q"),
    )


def _watched(wanted: Asked, endpoint: str) -> str:
    """Return the address of a list of oversight, of the same money."""
    return _elsewhere(wanted, endpoint, *_PLACES, "fund", "content", "q")


def _elsewhere(wanted: Asked, endpoint: str, *names: str) -> str:
    """Return the address of a list of another room with those of the desk's filters that it knows by these names."""
    question = wanted.question
    asked_for = question.figures
    parts: dict[str, Any] = {
        "year": asked_for.year,
        "level": asked_for.level,
        "region": asked_for.region,
        "province": asked_for.province,
        "unit": asked_for.unit,
        "content": asked_for.content,
        "fund": question.fund,
        "q": question.words or None,
    }
    return url_for(endpoint, **{name: parts[name] for name in names if parts[name] is not None})


def _lines_text(count: int) -> str:
    return ngettext("%(num)s line of money", "%(num)s lines of money", count)


def _dong(amount: int) -> str:
    return amount_text(amount, chosen())


def _number(value: int) -> str:
    return number_text(value, chosen())


def _day(day: date) -> str:
    return date_text(day, chosen())
