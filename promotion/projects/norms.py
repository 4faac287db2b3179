"""What the norms of the catalogue allow on lines of money, as far as projects say enough to reckon it.

Two bounds, and the lower one counts. The rate is a share of the whole cost: the support and what others pay, known when
other money is recorded and the project has one line only. The cap is an amount for each beneficiary, or for the one
model, round, cluster or brand of a single project. Where several norms stand under a content, nobody can tell which is
meant: only what all of them forbid counts as beyond the norm.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from promotion.catalogue import queries as catalogue
from promotion.catalogue.models import Norm
from promotion.catalogue.rules import CapUnit, NormScope
from promotion.database.handle import db
from promotion.kernel.choices import Level
from promotion.kernel.money import half_up
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Envelope
from promotion.ledger.policies.rules import NormBound
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.projects.rules import ProjectKind

RATE = N_("The bound is the rate of the whole cost, which is the support and what others pay.")
CAP = N_("The bound is the cap of the norm.")
_WHOLE = 10_000  # hundredths of a percent
_BY_BENEFICIARY = frozenset({CapUnit.enterprise, CapUnit.establishment})


@dataclass(frozen=True)
class Ground:
    """What a project says about its size: kind, beneficiaries, what others pay (đồng), lines of money."""

    kind: ProjectKind
    beneficiaries: int
    others: int
    lines: int


def bounds(lines: Sequence[Envelope], day: date) -> Mapping[int, NormBound]:
    """Return what the norms of a day allow on these lines (đồng), by envelope id; lines without one are left out."""
    grounds = _grounds({line.project_id for line in lines if line.project_id is not None})
    norms: dict[tuple[str, str | None], list[Norm]] = {}
    found = {}
    for line in lines:
        place = (line.content_code or "", line.home if line.level == Level.local else None)
        if place not in norms:
            norms[place] = _norms(*place, day)
        ground = grounds.get(line.project_id or 0)
        bound = None if ground is None else highest(norms[place], ground)
        if bound is not None:
            found[line.id] = bound
    return found


def highest(norms: Iterable[Norm], ground: Ground) -> NormBound | None:
    """Return the most that any of these norms allows, None where one of them cannot be reckoned, or none stands."""
    each = [lowest(norm.rate_hundredths, norm.cap_dong, norm.cap_per, ground) for norm in norms]
    known = [bound for bound in each if bound is not None]
    return max(known, key=lambda bound: bound.amount) if known and len(known) == len(each) else None


def lowest(rate: int | None, cap: int | None, cap_per: str | None, ground: Ground) -> NormBound | None:
    """Return the lower of rate and cap as far as they can be reckoned; None where neither can."""
    found = []
    if rate is not None and rate < _WHOLE and ground.others and ground.lines == 1:
        found.append(NormBound(half_up(Fraction(ground.others * rate, _WHOLE - rate)), RATE))
    if cap is not None and cap_per is not None:
        times = _times(CapUnit(cap_per), ground)
        if times:
            found.append(NormBound(cap * times, CAP))
    return min(found, key=lambda bound: bound.amount) if found else None


def _times(unit: CapUnit, ground: Ground) -> int:
    """Return how often a cap may be given, 0 where the project does not say."""
    if unit in _BY_BENEFICIARY and ground.beneficiaries:
        return ground.beneficiaries
    return 1 if ground.kind is ProjectKind.single else 0


def _norms(content: str, province: str | None, day: date) -> list[Norm]:
    scope = NormScope.national if province is None else NormScope.province
    return [
        norm
        for norm in catalogue.norms(content, day, province)
        if norm.content_code == content and norm.scope == scope
    ]


def _grounds(project_ids: set[int]) -> dict[int, Ground]:
    wanted = sorted(project_ids)
    kinds = dict(db.session.execute(select(Project.id, Project.kind).where(Project.id.in_(wanted))).all())
    parties = dict(
        db.session.execute(
            select(Beneficiary.project_id, func.count())
            .where(Beneficiary.project_id.in_(wanted))
            .group_by(Beneficiary.project_id)
        ).all()
    )
    others = dict(
        db.session.execute(
            select(OtherMoney.project_id, func.sum(OtherMoney.amount))
            .where(OtherMoney.project_id.in_(wanted))
            .group_by(OtherMoney.project_id)
        ).all()
    )
    lines = dict(
        db.session.execute(
            select(Envelope.project_id, func.count())
            .where(Envelope.project_id.in_(wanted), Envelope.kind == "line")
            .group_by(Envelope.project_id)
        ).all()
    )
    return {
        one: Ground(ProjectKind(kind), parties.get(one, 0), int(others.get(one) or 0), lines.get(one, 0))
        for one, kind in kinds.items()
    }
