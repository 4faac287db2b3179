"""Writes the projects: their pages, dated states, beneficiaries, money beside the support, results, and the trail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import insert

from promotion.audit.drafts import Subject
from promotion.database.handle import db
from promotion.kernel.choices import Level
from promotion.kernel.choices import ProjectState as State
from promotion.kernel.money import apportion
from promotion.kernel.text import search_key, sort_key
from promotion.ledger.deeds import ActKind
from promotion.practice import trail
from promotion.practice.acts import insert_rows
from promotion.practice.chance import public_ids, seeded
from promotion.practice.ground import Desk, Ground, Person, moment
from promotion.practice.life import Stay
from promotion.practice.projects import Work
from promotion.projects.models import (
    Beneficiary,
    IndicatorValue,
    OtherMoney,
    Project,
    ProjectNumber,
    ProjectState,
)
from promotion.projects.rules import OtherKind, Stage

Row = dict[str, Any]
Lives = Mapping[str, Sequence[Stay]]

# What beneficiaries add to 100 đồng of support: at least, at most.
_COUNTERPART = {
    "ND3A": (240, 420),
    "ND3B": (110, 330),
    "ND3C": (240, 380),
    "ND7B": (240, 500),
    "ND7C": (240, 360),
}
_LITTLE = (20, 110)
_MILLION = 10**6
_OTHER_MONEY = 0.03
_MANY = 10  # results differ from plans where many are counted


class Records:
    """Writes the works that were drafted until the ground's last day; `lives` holds their states by code."""

    def __init__(self, ground: Ground, works: Iterable[Work], lives: Lives) -> None:
        self.ground = ground
        self.works = [work for work in works if lives[work.code]]
        self.lives = lives
        self.ids: dict[str, int] = {}
        self._ids = public_ids("projects")

    def write(self, numbers: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Write everything about the projects; return their ids by code. `numbers` are the codes given."""
        found = insert_rows(Project, [self._project(work) for work in self.works])
        self.ids = {work.code: id_ for work, id_ in zip(self.works, found, strict=True)}
        db.session.execute(
            insert(ProjectNumber), [{"prefix": prefix, "last": last} for prefix, last in numbers]
        )
        for table, rows in (
            (ProjectState, self._states()),
            (Beneficiary, self._beneficiaries()),
            (OtherMoney, self._other_money()),
            (IndicatorValue, self._indicators()),
        ):
            db.session.execute(insert(table), list(rows))
        trail.keep(self._trail())
        return self.ids

    def _desk(self, work: Work) -> Desk:
        return self.ground.desks[work.unit]

    def _office(self, work: Work) -> Desk:
        """Return the people of the office that decides on a project."""
        return self.ground.desks["agency" if work.level is Level.national else f"department-{work.home}"]

    def _project(self, work: Work) -> Row:
        stays = self.lives[work.code]
        parties = [f"{firm.name} {firm.tax_code}" for firm in work.firms]
        return {
            "public_id": next(self._ids),
            "code": work.code,
            "name": work.name,
            "search_key": _search_key(" ".join([work.code, work.name, *parties])),
            "sort_key": sort_key(work.name),
            "programme_code": work.programme,
            "level": str(work.level),
            "kind": str(work.kind),
            "home": work.home,
            "commune": work.commune,
            "unit_id": self.ground.units[work.unit].id,
            "planned_start": date(work.first, 3, 1),
            "planned_end": date(work.last, 11, 30),
            "objective": work.objective,
            "state": str(stays[-1].state),
            "version": len(stays),
            "created_by": self._desk(work).clerk.user_id,
            "created_at": moment(stays[0].since),
        }

    def _states(self) -> Iterable[Row]:
        for work in self.works:
            for stay in self.lives[work.code]:
                yield {
                    "project_id": self.ids[work.code],
                    "state": str(stay.state),
                    "since": stay.since,
                    "reason": stay.reason,
                    "by": self._mover(work, stay).user_id,
                    "at": moment(stay.since, 240),
                }

    def _mover(self, work: Work, stay: Stay) -> Person:
        if stay.office:
            return self._office(work).head
        early = stay.state in {State.draft, State.registered}
        return self._desk(work).clerk if early else self._desk(work).head

    def _beneficiaries(self) -> Iterable[Row]:
        for work in self.works:
            for firm in work.firms:
                yield {
                    "public_id": next(self._ids),
                    "project_id": self.ids[work.code],
                    "name": firm.name,
                    "tax_code": firm.tax_code,
                    "address": firm.address,
                }

    def _other_money(self) -> Iterable[Row]:
        for work in self.works:
            chance = seeded(f"other-{work.code}")
            since = next(
                (stay.since for stay in self.lives[work.code] if stay.state is State.registered), None
            )
            if since is None or not work.firms:
                continue
            least, most = _COUNTERPART.get(work.counts[0][0], _LITTLE)
            support = work.support or chance.randint(20, 90) * 10 * _MILLION
            whole = max(support * chance.randint(least, most) // 100 // _MILLION, len(work.firms))
            weights = [chance.randint(70, 130) for _firm in work.firms]
            for firm, part in zip(work.firms, apportion(whole, weights), strict=True):
                if part:
                    yield self._money(work, OtherKind.counterpart, firm.name, part * _MILLION, since)
            if chance.random() < _OTHER_MONEY:
                commune = f"Ủy ban nhân dân {work.commune}"
                yield self._money(work, OtherKind.other, commune, chance.randint(4, 30) * 5 * _MILLION, since)

    def _money(self, work: Work, kind: OtherKind, payer: str, amount: int, day: date) -> Row:
        return {
            "public_id": next(self._ids),
            "project_id": self.ids[work.code],
            "kind": str(kind),
            "payer": payer,
            "amount": amount,
            "day": day,
            "note": "Cam kết trong hồ sơ đăng ký"
            if kind is OtherKind.counterpart
            else "Lồng ghép nguồn vốn khác",
        }

    def _indicators(self) -> Iterable[Row]:
        """Plan with the registration, results with the acceptance of the year's work."""
        for work in self.works:
            chance = seeded(f"results-{work.code}")
            stays = {stay.state: stay.since for stay in self.lives[work.code]}
            accepted = [line.days[ActKind.accept] for line in work.lines if ActKind.accept in line.days]
            for content, code, value in work.counts:
                row = {"project_id": self.ids[work.code], "content_code": content, "indicator_code": code}
                if State.registered in stays:
                    yield {**row, **self._counted(work, Stage.plan, value, stays[State.registered])}
                if accepted and min(accepted) <= self.ground.last:
                    actual = value if value < _MANY else value * chance.randint(88, 108) // 100
                    yield {**row, **self._counted(work, Stage.actual, actual, min(accepted))}

    def _counted(self, work: Work, stage: Stage, value: int, day: date) -> Row:
        by = self._desk(work).clerk.user_id
        return {"stage": str(stage), "value": value, "as_of": day, "by": by, "at": moment(day, 300)}

    def _trail(self) -> Iterable[Row]:
        for work in self.works:
            before: Stay | None = None
            unit_id = self.ground.units[work.unit].id
            name = f"{work.code} · {work.name}"
            what = Subject("project", self.ids[work.code], name, unit_id, work.home, str(work.level))
            for stay in self.lives[work.code]:
                at, mover = moment(stay.since, 240), self._mover(work, stay)
                if before is None:
                    yield trail.line(
                        mover, at, "projects.record", what, {"code": work.code, "name": work.name}
                    )
                else:
                    after = {"state": str(stay.state), "since": stay.since.isoformat()}
                    was = {"state": str(before.state)}
                    yield trail.line(mover, at, "projects.move", what, after, before=was, reason=stay.reason)
                before = stay


@cache
def _word(word: str) -> str:
    return search_key(word)


def _search_key(text: str) -> str:
    """Return the search key, word by word: the invented names share few words."""
    return " ".join(_word(word) for word in text.split())
