"""The life of a project: its dated states, as they follow from what was booked on its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from promotion.kernel.choices import Level
from promotion.kernel.choices import ProjectState as State
from promotion.ledger.deeds import ActKind
from promotion.practice.chance import seeded
from promotion.practice.days import later, within, working
from promotion.practice.projects import Line, Work

_STOPPED_RUNNING, _STOPPED_WAITING = 0.75, {Level.local: 0.6, Level.national: 0.35}
_WHY_STOPPED = (
    "Đơn vị thụ hưởng không còn nhu cầu thực hiện",
    "Đơn vị thụ hưởng không bố trí được vốn đối ứng",
    "Chưa được bố trí kinh phí trong năm kế hoạch",
    "Thiết bị không đáp ứng yêu cầu kỹ thuật của đề án",
)
_WHY_REFUSED = (
    "Nội dung không thuộc danh mục ngành nghề được hỗ trợ",
    "Hồ sơ chưa chứng minh được phần vốn đối ứng",
    "Trùng với nội dung đã được hỗ trợ từ chương trình khác",
)


@dataclass(frozen=True)
class Stay:
    """A project stood in a state from a day on; `office` says that the deciding office moved it there."""

    state: State
    since: date
    reason: str | None = None
    office: bool = False


def stays(work: Work, last: date) -> list[Stay]:
    """Return the states of a project until a day, oldest first; none when it was drafted after that day."""
    chance = seeded(f"life-{work.code}")
    listed = min((line.days[ActKind.list] for line in work.lines if ActKind.list in line.days), default=None)
    drafted, registered = _registration(work, chance, listed)
    found = [Stay(State.draft, drafted)]
    if work.fate != "draft":
        found.append(Stay(State.registered, registered))
    if work.fate == "refused":
        refused = within(chance, date(work.first - 1, 11, 20), date(work.first - 1, 12, 25))
        found.append(Stay(State.refused, refused, chance.choice(_WHY_REFUSED), office=True))
    if listed is not None:
        found.append(Stay(State.approved, listed, office=True))
        found += _running(work, chance)
    return [stay for stay in found if stay.since <= last]


def _registration(work: Work, chance: Random, listed: date | None) -> tuple[date, date]:
    """Return when a project was drafted and registered: national ones before 20 May of the year before."""
    before = work.first - 1
    if listed is not None and listed > date(work.first, 4, 15):
        drafted = within(chance, date(work.first, 2, 1), date(work.first, 3, 30))
    elif work.fate == "draft":
        drafted = within(chance, date(before, 8, 20), date(before, 11, 5))
    elif work.level is Level.national:
        drafted = within(chance, date(before, 3, 20), date(before, 4, 28))
    else:
        drafted = within(chance, date(before, 8, 10), date(before, 10, 10))
    return drafted, later(chance, drafted, 3, 20)


def _running(work: Work, chance: Random) -> list[Stay]:
    """Return what follows the approval: work, acceptance and settlement, or the stop."""
    signed = sorted(line.days[ActKind.commit] for line in work.lines if ActKind.commit in line.days)
    found = [Stay(State.running, signed[0])] if signed else []
    final = [line for line in work.lines if line.year == work.last]
    accepted = sorted(line.days[ActKind.accept] for line in final if ActKind.accept in line.days)
    if accepted:
        found.append(Stay(State.accepted, accepted[-1]))
        if _paid(work.lines):
            found.append(
                Stay(State.settled, within(chance, date(work.last + 1, 2, 5), date(work.last + 1, 4, 10)))
            )
        return found
    odds = _STOPPED_RUNNING if signed else _STOPPED_WAITING[work.level]
    if chance.random() < odds:
        first = date(work.last, 12, 5) if signed else date(work.last + 1, 2, 5)
        day = max(within(chance, first, date(work.last + 1, 3, 15)), working(signed[-1]) if signed else first)
        found.append(Stay(State.stopped, day, chance.choice(_WHY_STOPPED), office=True))
    return found


def _paid(lines: Sequence[Line]) -> bool:
    return all(line.paid == line.accepted for line in lines)
