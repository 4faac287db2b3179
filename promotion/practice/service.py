"""Loads the practice data into an empty database: an invented country at work, in one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from promotion.accounts import queries as accounts
from promotion.accounts.guessable import easy
from promotion.catalogue import queries as catalogue
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.errors import Refused
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Fund
from promotion.practice import centre, people, periods, plan, scenarios, spending, trail, treasury
from promotion.practice.acts import Writer
from promotion.practice.chance import seeded
from promotion.practice.course import Course
from promotion.practice.deeds import Deed, in_order
from promotion.practice.ground import Ground
from promotion.practice.later import Lately
from promotion.practice.life import stays
from promotion.practice.openings import Openings, Standing
from promotion.practice.outcomes import decide
from promotion.practice.papers import Papers
from promotion.practice.plan import FundPlan
from promotion.practice.projects import Builder, Line
from promotion.practice.questions import Questions
from promotion.practice.records import Records
from promotion.projects.models import Project
from promotion.territory.queries import atlas
from promotion.territory.rules import Atlas

_SETTLED = 4  # days after which what was proposed has been booked, weekends included
_WORDS = (
    "sen",
    "lua",
    "tre",
    "dua",
    "che",
    "gom",
    "lua",
    "may",
    "cau",
    "quat",
    "hue",
    "mai",
    "cuc",
    "dao",
    "sung",
    "tram",
)


@dataclass(frozen=True)
class Summary:
    """What stands in the practice database. `password` is known only to the load that entered the accounts."""

    new: bool
    password: str | None = None
    people: int = 0
    projects: int = 0
    acts: int = 0
    entries: int = 0
    proposals: int = 0


@dataclass(frozen=True)
class _Story:
    """All that is to be told: fund plans, acts in order, and who makes the projects."""

    funds: dict[str, FundPlan]
    deeds: Sequence[Deed]
    builder: Builder


def load(password: str | None = None) -> Summary:
    """Fill the database with practice data and return what was entered; do nothing where it stands already.

    Without a password one is made; it is in the summary and nowhere else. Raises `Refused` for a database that holds
    real accounts or projects, or no reference data.
    """
    return unit_of_work.run(lambda: _load(password or new_password()))


def new_password() -> str:
    """Return a password that can be read aloud: words and digits, not guessable."""
    while True:
        words = secrets.SystemRandom().sample(sorted(set(_WORDS)), 3)
        made = "-".join([*words, f"{secrets.randbelow(10**6):06}"])
        if not easy(made):  # a number like 123456 would be refused
            return made


def _load(password: str) -> Summary:
    if accounts.user_by_email(people.FIRST) is not None:
        return Summary(new=False)
    _check_empty()
    places, day = atlas(), today()
    offices = centre.enter()
    persons = people.write(places, offices, password)
    people.complete_ledgers(places, persons)
    story = _tell(places, day)
    ground = Ground(
        places, offices, people.desks(places, offices, persons), story.funds, day - timedelta(days=_SETTLED)
    )
    return _write(story, ground, day, password, len(persons))


def _check_empty() -> None:
    if accounts.anybody() or any(db.session.scalar(select(table.id).limit(1)) for table in (Project, Fund)):
        raise Refused(
            N_("This database holds real data; practice data belongs in a database of its own."),
            code="practice.real",
            cure=N_("Start with PRACTICE=1, which opens a file of its own."),
        )
    if not catalogue.contents():
        raise Refused(
            N_("Reference data is missing."),
            code="practice.reference",
            cure=N_("Load it first: flask reference load."),
        )


def _tell(places: Atlas, day: date) -> _Story:
    """Make up everything that happens in all years, without writing a row."""
    rates = {rate.content_code: rate.max_hundredths for rate in catalogue.advance_rates(day)}
    builder, funds, deeds = Builder(places), dict[str, FundPlan](), list[Deed]()
    years = plan.years(day)
    for year in years:
        laid = plan.lay_out(places, year, centre.CODES)
        lines: list[Line] = []
        for turn, bundle in enumerate(builder.fill(laid)):
            decide(bundle, seeded(f"outcome-{year}-{turn}"))
            lines += bundle.lines
        for fund in laid.funds:
            funds[fund.code] = fund
            own = [line for line in lines if line.fund == fund.code]
            deeds += Course(fund, own, rates, seeded(f"course-{fund.code}")).run()
        builder.refused(year, _homes(places, year))
    builder.coming(years[-1] + 1, _homes(places, years[-1] + 1))
    return _Story(funds, in_order(deeds), builder)


def _homes(places: Atlas, year: int) -> tuple[str, ...]:
    """Return the provinces in which projects for a year's plan were drafted: in spring or autumn before."""
    return places.keys_on(date(year - 1, 9, 1))


def _write(story: _Story, ground: Ground, day: date, password: str, persons: int) -> Summary:
    works = story.builder.works
    lines = [line for work in works for line in work.lines]
    booked = [deed for deed in story.deeds if deed.day <= ground.last]
    future = [deed for deed in story.deeds if deed.day > ground.last]
    openings = Openings(ground, lines, Standing().follow(booked), day)
    waiting = openings.choose(future)
    held = openings.hold_back(booked, waiting)
    booked = [deed for deed in booked if deed not in held]
    waiting = sorted([*waiting, *held], key=lambda deed: deed.day)
    papers = Papers(ground.places, ground.funds, ground.units)
    for deed in [*booked, *waiting]:
        papers.write(deed)
    records = Records(ground, works, {work.code: stays(work, ground.last) for work in works})
    writer = Writer(ground, records.write(story.builder.numbers()))
    writer.open_funds()
    writer.open_purses([*booked, *waiting], {line.number: line for line in lines})
    writer.book(booked)
    spending.contracts(writer, [*booked, *waiting])
    proposals = spending.Proposals(writer)
    proposals.of_booked(booked)
    open_proposals = proposals.waiting(waiting)
    periods.write(writer, day)
    trail.write()
    treasury.write(ground, day)
    lately = Lately(ground).write()
    scenarios.write(writer, day)
    Questions(ground).write()
    trail.write()
    return Summary(
        new=True,
        password=password,
        people=persons,
        projects=len(records.works),
        acts=len(booked) + lately,
        entries=writer.entries,
        proposals=open_proposals,
    )
