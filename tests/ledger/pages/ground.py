"""What the forms are about: three funds of one owner, projects of two units, and where the model's places lie."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import insert

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import today
from promotion.kernel.choices import ProjectState
from promotion.ledger.models import Period
from promotion.ledger.policies import allowing
from promotion.ledger.policies.rules import Effect, Policy
from promotion.projects import records
from promotion.projects import service as projects
from promotion.projects.drafts import BeneficiaryDraft
from promotion.units import queries as units
from tests.ledger.machine import Eye
from tests.ledger.model import Ask, Model, Place
from tests.ledger.wording import PLAN
from tests.support.desk import BEGIN, Desk

YEARS = (2023, 2024, 2025)
UNITS = ("ipc1", "ipc2", "centre-2024-91", "centre-2025-91")
CONTENT = "ND3B"
ELSEWHERE = "2024-46"
ENTRIES = """
    SELECT entry.id, source_id, target_id FROM entry JOIN act ON act.id = entry.act_id
    WHERE act.id > {} AND act.kind = '{}' ORDER BY entry.id
"""
PLACES = """
    SELECT e.id, e.public_id, e.kind, e.fund_id, e.parent_id, e.unit_id, e.project_id, p.public_id, c.number,
    f.public_id, e.budget_year FROM envelope e JOIN fund f ON f.id = e.fund_id
    LEFT JOIN project p ON p.id = e.project_id LEFT JOIN commitment c ON c.envelope_id = e.id
    WHERE e.id > {} ORDER BY e.id
"""


class Ground:
    """The places of the funds, in the model and by their addresses.

    A place that a form will open has an id below zero in the model until the program has opened it.
    """

    def __init__(self, desk: Desk, eye: Eye) -> None:
        """Open the funds: one with a line, one with lines of two units, one with a line of a unit that was merged."""
        self.eye = eye
        self.public: dict[int, str] = {}  # place → its address
        self.own: dict[int, str] = {}  # place → its own public id: a fund lies at another address
        self.project: dict[int, str] = {}  # line → the address of its project
        self.keys: dict[int, Any] = {}  # place → what it is the share, line or contract of
        self.ghosts: list[Place] = []
        self.projects: dict[int, tuple[str, int, str]] = {}  # project → its code, unit and province
        self.provinces: dict[int, object] = {}  # line → where its project lies
        self.last = 0
        opened = [desk.fund(year=year, two_person=False) for year in (*YEARS, YEARS[-1] + 1)]
        self.funds = {fund.budget_year: fund.id for fund in opened}
        self.addresses = {fund.id: fund.public_id for fund in opened}
        self.next = {fund: self.funds[year + 1] for year, fund in self.funds.items() if year in YEARS}
        self.model = Model({fund: year for year, fund in self.funds.items()}, today())
        merged, other = (units.unit(code).id for code in ("centre-2024-91", "ipc1"))
        self.after = {merged: units.unit("centre-2025-91").id}
        self.merged_in = 2025
        self.units = {units.unit(code).id: units.unit(code).public_id for code in UNITS}
        own = {merged, *self.after.values()}
        self.clerks = {**dict.fromkeys(own, ("clerk", "head")), other: ("central clerk", "central head")}
        self._open_lines(desk, other)
        db.session.remove()
        self.look()

    def _open_lines(self, desk: Desk, other: int) -> None:
        head = desk.actor("agency head")
        settings = dict.fromkeys(Policy, Effect.note)
        for public_id in self.addresses.values():
            desk.run(lambda at=public_id: allowing.set_policies(head, at, settings, 1))
        one, two, late = (desk.project(ProjectState.approved) for _ in range(3))
        third, far = _project_of(desk, other), _project_of(desk, other, ELSEWHERE)
        self.projects = {
            project.id: (project.code, project.unit_id, project.home)
            for project in (one, two, third, late, far)
        }
        for project, years in ((one, (2024, 2025)), (two, (2023,)), (third, (2024,))):
            clerk = desk.actor("central clerk" if project is third else "clerk")
            for year in years:
                fund, number = self.addresses[self.funds[year]], project.public_id
                desk.run(lambda n=number, f=fund, by=clerk: projects.add_line(by, n, f, CONTENT))

    # ------------------------------------------------------------ who, and when

    def people(self, ask: Ask) -> tuple[str, str]:
        """Return who proposes an act and who books it: the fund's owner, or the unit that spends."""
        act, place = self.origin(ask), self.place_of(ask)
        if act.kind in PLAN or place is None:
            return ("agency", "agency head")
        return self.clerks[place.unit]

    def origin(self, ask: Ask) -> Ask:
        """Return the act that moved something first: behind a reversal the one that it takes back."""
        while ask.reverses is not None:
            ask = self.model.done[ask.reverses].ask
        return ask

    def place_of(self, ask: Ask) -> Place | None:
        """Return the first place that an act, or the act that it takes back, is about."""
        act = self.origin(ask)
        found = act.doings[0].place if act.doings else act.about
        return self.model.places[found] if found is not None else None

    def close_quarter(self, year: int) -> None:
        """Close the books of a fund up to the end of March, as time does."""
        day, fund = date(year, 3, 31), self.funds[year]
        row = insert(Period).values(fund_id=fund, through=day, closes_on=date(year, 4, 20))
        unit_of_work.run(lambda: db.session.execute(row))
        self.model.closed_through[fund] = day

    # ------------------------------------------------------------ places that are opened

    def as_written(self, ask: Ask, since: int) -> Ask:
        """Return an act booked since with its steps in the order of the page's rows: so they are corrected later."""
        if ask.kind not in ("list", "share", "assign"):
            return ask
        first: dict[int, int] = {}
        for entry, *ends in self.eye.read(ENTRIES.format(since, ask.kind)):
            for end in ends:
                first.setdefault(end, entry)
        return replace(ask, doings=tuple(sorted(ask.doings, key=lambda one: first[one.place])))

    def look(self) -> dict[int, int]:
        """Take up the places that the program opened since; return what became of those that were expected."""
        ids: dict[int, int] = {}
        for row in self.eye.read(PLACES.format(self.last)):
            place_id, public_id, kind, fund, parent, unit, project, project_id, number, address, year = row
            key = {"share": unit, "line": project, "commitment": number}.get(kind)
            expected = (one for one in self.ghosts if (one.kind, one.parent) == (kind, parent))
            ghost = next((one for one in expected if self.keys[one.id] == key), None)
            if ghost is None:
                self.model.open(Place(place_id, kind, fund, parent, unit))
            else:
                assert (ghost.fund, ghost.unit) == (fund, unit)
                ids[ghost.id] = place_id
                self._rename(ghost, place_id)
            assert year == self.model.years[fund]
            self.keys[place_id], self.last = key, place_id
            self.public[place_id], self.own[place_id] = address if kind == "fund" else public_id, public_id
            if kind == "line":
                self.project[place_id] = project_id
                self.provinces[place_id] = self.projects[project][-1]
        assert not self.ghosts or not ids, self.ghosts  # all of them were opened, or none
        return ids

    def expect(self, kind: str, parent: Place, key: object, unit: int | None = None) -> Place:
        """Open a place in the model that a form will open."""
        ghost = Place(
            min([0, *self.model.places]) - 1,
            kind,
            parent.fund,
            parent.id,
            parent.unit if unit is None else unit,
        )
        self.model.open(ghost)
        self.keys[ghost.id] = key
        self.ghosts.append(ghost)
        return ghost

    def newcomer(self, fund: int, chance: random.Random) -> tuple[Place, str]:
        """Return the line that a project would get, mostly one that the fund has not listed yet, and its code."""
        lines = {self.keys[one.id]: one for one in self._of(fund, "line")}
        new = [project for project in self.projects if project not in lines]
        project = chance.choice(new if new and chance.random() < 0.9 else list(self.projects))
        code, unit, _home = self.projects[project]
        if project in lines:
            return lines[project], code
        if self.model.years[fund] >= self.merged_in:
            unit = self.after.get(unit, unit)
        return self.expect("line", self.share(fund, unit), project), code

    def new_unit(self, fund: int, chance: random.Random) -> tuple[Place, str]:
        """Return the share that a unit would get, mostly one that has none yet, and the public id of the unit."""
        late = self.model.years[fund] >= self.merged_in
        standing = [unit for unit in self.units if unit not in (self.after if late else self.after.values())]
        there = {self.keys[one.id] for one in self._of(fund, "share")}
        new = [unit for unit in standing if unit not in there]
        unit = chance.choice(new if new and chance.random() < 0.9 else standing)
        return self.share(fund, unit), self.units[unit]

    def share(self, fund: int, unit: int) -> Place:
        """Return the share of a unit, expected where it is not there yet."""
        there = (one for one in self._of(fund, "share") if self.keys[one.id] == unit)
        return next(there, None) or self.expect("share", self._of(fund, "fund")[0], unit, unit)

    def _of(self, fund: int, kind: str) -> list[Place]:
        return [one for one in self.model.places.values() if (one.fund, one.kind) == (fund, kind)]

    def forget(self) -> None:
        """Take away the places that a form did not open after all."""
        gone = {id(ghost) for ghost in self.ghosts}
        ids = {ghost.id for ghost in self.ghosts}
        for ghost in self.ghosts:
            del self.model.places[ghost.id]
        for place in self.model.places.values():
            place.opposite = None if place.opposite in ids else place.opposite
            for kind, below in place.under.items():
                place.under[kind] = [one for one in below if id(one) not in gone]
        self.ghosts = []

    def _rename(self, ghost: Place, place_id: int) -> None:
        old = ghost.id
        ghost.id = place_id
        self.model.places[place_id] = self.model.places.pop(old)
        for place in self.model.places.values():
            place.parent = place_id if place.parent == old else place.parent
            place.opposite = place_id if place.opposite == old else place.opposite
        self.ghosts = [one for one in self.ghosts if one is not ghost]

    def onward(self, place: Place) -> Place:
        """Return the like of a place in the next year's fund, expected where it is not there yet."""
        if place.opposite is None:
            fund, key = self.next[place.fund], self._key_onward(place)
            there = [one for one in self.model.places.values() if (one.fund, one.kind) == (fund, place.kind)]
            like = [one for one in there if place.kind == "fund" or self.keys[one.id] == key]
            above = None
            if place.kind == "commitment" or (not like and place.parent is not None):
                above = self.onward(self.model.places[place.parent])  # type: ignore[index]
            if place.kind == "commitment":
                like = [one for one in like if one.parent == above.id]
            unit = key if place.kind == "share" else None
            place.opposite = (like[0] if like else self.expect(place.kind, above, key, unit)).id
        return self.model.places[place.opposite]

    def _key_onward(self, place: Place) -> object:
        key = self.keys[place.id]
        if place.kind == "share" and self.model.years[place.fund] + 1 >= self.merged_in:
            return self.after.get(key, key)
        return key


def renamed(ask: Ask, ids: dict[int, int]) -> Ask:
    """Return an act with the ids that expected places were given."""
    doings = tuple(
        replace(doing, place=ids.get(doing.place, doing.place), to=ids.get(doing.to, doing.to))
        for doing in ask.doings
    )
    return replace(ask, doings=doings, along=tuple(renamed(one, ids) for one in ask.along))


def _project_of(desk: Desk, unit: int, home: str = "2024-91"):
    """Return an approved project of another unit of the same owner."""
    clerk = desk.actor("central clerk")
    project = desk.run(lambda: projects.record(clerk, desk.draft(unit_id=unit, home=home), BEGIN))
    party = BeneficiaryDraft("Hợp tác xã Phú Quốc", address="Phú Quốc")
    desk.run(lambda: records.add_beneficiary(clerk, project.public_id, party))
    for state, role in ((ProjectState.registered, "central clerk"), (ProjectState.approved, "agency head")):
        desk.move(project, state, role)
    return project
