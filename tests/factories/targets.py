"""What an address can point at in the small country: own, foreign, merged, central, national, and nothing at all."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from promotion.accounts.models import Grant, SignIn, User
from promotion.database.handle import db
from promotion.discrepancies.models import Discrepancy
from promotion.ledger.deeds import PLAN_ACTS, ActKind
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Act, Entry, Envelope, Fund, Proposal
from promotion.notices.models import Notice
from promotion.papers.models import PaperTemplate
from promotion.planner.models import Scenario
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.publications.models import PublishedFigure
from promotion.questions.models import Question
from promotion.territory.models import Reorganisation
from promotion.treasury.models import Statement
from promotion.units.models import Unit
from tests.factories.people import GRANTS, email_of
from tests.factories.places import PLACES

MISSING = "A" * 22  # as long as a public id
ODD = ("%00", "%2e%2e", "a" * 300, "đ%20–", "-1", "99999999999999999999", "'%22%3Cb%3E", ";drop")


@dataclass(frozen=True)
class Target:
    """Something an address can name: values of the rule's variables, what it touches, and whose it is.

    `unit` is the place whose centre carries it out or whose department owns it, `plan` tells that it belongs to a
    fund's plan, `proposer` the role that proposed it.
    """

    values: Mapping[str, object] = field(hash=False)
    places: frozenset[str] = frozenset()
    level: str = "national"
    unit: str | None = None
    plan: bool = False
    proposer: str | None = None
    exists: bool = True

    @property
    def name(self) -> str:
        """Return how a failing test names it."""
        return f"{'+'.join(sorted(self.places)) or 'whole'} {self.level} {self.values}"


@dataclass
class Country:
    """The targets by kind."""

    by_kind: dict[str, list[Target]]

    def of(self, kind: str, *, few: bool = False) -> list[Target]:
        """Return a sample that holds each combination of places, level and owner once; `few` for refused roles."""
        found: dict[object, Target] = {}
        for target in self.by_kind[kind]:
            found.setdefault((target.places, target.level, target.unit, target.plan), target)
        sample = list(found.values())
        return sample[:2] if few else sample


def country() -> Country:
    """Look the targets up in the database."""
    return _Reader().read()


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, list[Target]] = defaultdict(list)
        codes = {unit.id: unit.code for unit in db.session.scalars(select(Unit))}
        homes = {place.home: place.name for place in PLACES.values() if place.home}
        offices = {place.centre: place.name for place in PLACES.values()}
        offices |= {place.department: place.name for place in PLACES.values() if place.home}
        self.home: Callable[[str | None], str | None] = lambda home: homes.get(home or "")
        self.office: Callable[[int], str | None] = lambda unit_id: offices.get(codes[unit_id])
        self.envelopes = {one.id: one for one in db.session.scalars(select(Envelope))}
        roles = {email_of(role): role for role in GRANTS}
        self.roles = {user.id: roles.get(user.email) for user in db.session.scalars(select(User))}

    def read(self) -> Country:
        self._funds()
        self._envelopes()
        self._acts()
        self._proposals()
        self._projects()
        self._unit_books()
        self._discrepancies()
        self._questions()
        self._scenarios()
        self._templates()
        self._statements()
        self._people()
        self.found["province"].append(Target({"key": "2025-91"}))
        printed = db.session.scalars(select(PublishedFigure.public_id).order_by(PublishedFigure.id)).first()
        self.found["publication"].append(Target({"public_id": printed}))
        self.found["unit"].append(Target({"code": "centre-2025-91"}))
        self.found["reorganisation kind"].append(Target({"kind": "merge"}))
        self.found["file"].append(Target({"filename": "css/frame.css"}))
        return Country(self.found)

    def touch(self, home: str | None, unit_id: int) -> frozenset[str]:
        return frozenset(name for name in (self.home(home), self.office(unit_id)) if name)

    def _funds(self) -> None:
        for fund in db.session.scalars(select(Fund)):
            inside = [one for one in self.envelopes.values() if one.fund_id == fund.id]
            places = frozenset[str]().union(*(self.touch(one.home, one.unit_id) for one in inside))
            self._add("fund", fund.public_id, places, fund.level, unit=self.home(fund.home), plan=True)

    def _envelopes(self) -> None:
        for one in self.envelopes.values():
            places, office = self.touch(one.home, one.unit_id), self.office(one.unit_id)
            for kind in ("envelope", one.kind):
                if kind != "fund":
                    self._add(kind, one.public_id, places, one.level, unit=office)

    def _acts(self) -> None:
        for act in db.session.scalars(select(Act).order_by(Act.id)):
            entries = db.session.scalars(select(Entry).where(Entry.act_id == act.id)).all()
            ids = {entry.source_id for entry in entries} | {entry.target_id for entry in entries}
            inside = [self.envelopes[one] for one in ids if one is not None]
            places = frozenset[str]().union(*(self.touch(one.home, one.unit_id) for one in inside))
            plan = ActKind(act.kind) in PLAN_ACTS
            unit = self.home(db.session.get_one(Fund, act.fund_id).home) if plan else self.office(act.unit_id)
            taken = act.kind == "reverse" or self._taken_back(act)
            self._add(
                "taken act" if taken else "act", act.public_id, places, inside[0].level, unit=unit, plan=plan
            )

    def _taken_back(self, act: Act) -> bool:
        return db.session.scalar(select(Act.id).where(Act.reverses_id == act.id)) is not None

    def _proposals(self) -> None:
        for one in db.session.scalars(select(Proposal).order_by(Proposal.id.desc())):
            places = self.touch(one.home, one.unit_id)
            plan = from_json(one.draft).kind in PLAN_ACTS
            unit = self.home(db.session.get_one(Fund, one.fund_id).home) if plan else self.office(one.unit_id)
            kind = "proposal" if one.state == "open" else "decided"
            proposer = self.roles.get(one.proposed_by)
            self._add(kind, one.public_id, places, one.level, unit=unit, plan=plan, proposer=proposer)

    def _projects(self) -> None:
        for one in db.session.scalars(select(Project)):
            places, office = self.touch(one.home, one.unit_id), self.office(one.unit_id)
            self._add("project", one.public_id, places, one.level, unit=office)
            party = db.session.scalars(select(Beneficiary).where(Beneficiary.project_id == one.id)).first()
            money = db.session.scalars(select(OtherMoney).where(OtherMoney.project_id == one.id)).first()
            for kind, part in (("party", party), ("money", money)):
                values = {"public_id": one.public_id, kind: part.public_id if part else MISSING}
                self.found[f"project {kind}"].append(Target(values, places, one.level, office))

    def _discrepancies(self) -> None:
        for one in db.session.scalars(select(Discrepancy).order_by(Discrepancy.id)):
            place = self.envelopes[one.envelope_id]
            places = self.touch(place.home, place.unit_id)
            self._add("discrepancy", one.public_id, places, place.level, unit=self.office(place.unit_id))

    def _questions(self) -> None:
        """Questions show to the asked unit's people and to whoever reads more than a unit."""
        for one in db.session.scalars(select(Question).order_by(Question.id)):
            places, office = self.touch(one.home, one.unit_id), self.office(one.unit_id)
            self._add("question", one.public_id, places, one.level or "", unit=office)

    def _statements(self) -> None:
        """Statements that are stored, and files that wait, which show to whoever sent them."""
        for one in db.session.scalars(select(Statement).order_by(Statement.id)):
            kind = "sent statement" if one.state == "sent" else "statement"
            places, office = self.touch(one.home, one.unit_id), self.office(one.unit_id)
            sender = self.roles.get(one.uploaded_by)
            self._add(kind, one.public_id, places, one.level or "", unit=office, proposer=sender)

    def _scenarios(self) -> None:
        """Scenarios show to whoever sees the whole of their fund."""
        for one in db.session.scalars(select(Scenario).order_by(Scenario.id)):
            fund = db.session.get_one(Fund, one.fund_id)
            home = self.home(fund.home)
            places = frozenset({home} if home else ())
            self._add("scenario", one.public_id, places, fund.level, unit=home, plan=True)

    def _unit_books(self) -> None:
        """Books of units: each shows to whoever sees its unit or some of its money."""
        for place in PLACES.values():
            own = [one for one in self.envelopes.values() if self.office(one.unit_id) == place.name]
            places = frozenset({place.name}).union(*(self.touch(one.home, one.unit_id) for one in own))
            query = select(Unit.public_id).where(Unit.code == place.centre)
            values = {"public_id": db.session.scalars(query).one()}
            self.found["unit book"].append(Target(values, places, unit=place.name))

    def _templates(self) -> None:
        names = {unit.id: unit.code for unit in db.session.scalars(select(Unit))}
        for one in db.session.scalars(select(PaperTemplate)):
            place = self.office(one.unit_id)
            level = "local" if PLACES[place or ""].home else "national"
            values = {"kind": one.kind, "code": names[one.unit_id]}
            self._add("paper version", one.public_id, frozenset({place or ""}), level, unit=place)
            self.found["paper template"].append(Target(values, frozenset({place or ""}), level, place))

    def _people(self) -> None:
        """The people of the tests; `unit` names whose role it is."""
        for user in db.session.scalars(select(User)):
            role = self.roles.get(user.id)
            self._add("person", user.public_id, frozenset(), "national", unit=role)
            grant = db.session.scalars(select(Grant).where(Grant.user_id == user.id)).first()
            if grant is not None:
                values = {"public_id": user.public_id, "grant_id": grant.id}
                self.found["grant"].append(Target(values, unit=role))
            for one in db.session.scalars(select(SignIn).where(SignIn.user_id == user.id)):
                self.found["session"].append(Target({"sign_in_id": one.id}, unit=role))

        for notice in db.session.scalars(select(Notice)):
            self._add("notice", notice.public_id, frozenset(), "local", unit=self.office(notice.unit_id))
        for act in db.session.scalars(select(Reorganisation)):
            self._add("reorganisation", act.public_id, frozenset(), "national")

    def _add(self, kind: str, public_id: str, places: frozenset[str], level: str, **others: object) -> None:
        self.found[kind].append(Target({"public_id": public_id}, places, level, **others))  # type: ignore[arg-type]
