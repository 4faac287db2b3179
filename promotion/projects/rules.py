"""What a project may be and how it moves from state to state, as pure functions.

The procedure follows Circular 36/2013/TT-BCT for national projects; local ones move the same way, decided
by the
department that records the decision of the People's Committee.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from promotion.kernel.choices import Choice, Level, ProjectState
from promotion.kernel.errors import Fault, Invalid, Refused, Term
from promotion.kernel.text import mark as N_

LONGEST_NAME = 500
LONGEST_TEXT = 4000
LONGEST_CODE = 40


class ProjectKind(Choice):
    """What a project is by its parties and its time."""

    single = "single", N_("Single project")
    group = "group", N_("Group project")
    point = "point", N_("Point project (several years and contents)")
    task = "task", N_("Task")


class OtherKind(Choice):
    """Money that stands beside the support and never in an envelope."""

    counterpart = "counterpart", N_("Counterpart money")
    other = "other", N_("Other source")


class LawBasis(Choice):
    """Under which law a line's money is spent."""

    state_budget = "state_budget", N_("State Budget Law: recurrent money")
    public_investment = "public_investment", N_("Public Investment Law: investment money")


class WorkWay(Choice):
    """How the work of a line is given to whoever carries it out."""

    assignment = "assignment", N_("By assignment")
    order = "order", N_("By order")
    tender = "tender", N_("By tender")


class Stage(Choice):
    """Whether an indicator's value was planned or achieved."""

    plan = "plan", N_("Plan")
    actual = "actual", N_("Actual")


class Described(Protocol):
    """A project as it is described in a draft, or as it stands."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def code(self) -> str:
        """Its code, "" before there is one."""

    @property
    def kind(self) -> str:
        """A `ProjectKind`."""

    @property
    def level(self) -> str:
        """A `Level`."""

    @property
    def home(self) -> str | None:
        """The key of its province."""

    @property
    def objective(self) -> str:
        """What it is for."""

    @property
    def planned_start(self) -> date | None:
        """First day planned."""

    @property
    def planned_end(self) -> date | None:
        """Last day planned."""


class Mover(Choice):
    """Whose people may make a move."""

    unit = "unit", N_("the implementing unit")
    head = "head", N_("the head of the implementing unit")
    owner = "owner", N_("the office that decides on the plan")


@dataclass(frozen=True)
class Step:
    """One legal move: where to, what the button says, who may, and whether a reason must be given."""

    target: ProjectState
    verb: str
    mover: Mover
    needs_reason: bool = False


_STOP = Step(ProjectState.stopped, N_("Stop"), Mover.owner, needs_reason=True)

MOVES: Mapping[ProjectState, tuple[Step, ...]] = {
    ProjectState.draft: (Step(ProjectState.registered, N_("Register"), Mover.unit),),
    ProjectState.registered: (
        Step(ProjectState.approved, N_("Approve"), Mover.owner),
        Step(ProjectState.draft, N_("Return for correction"), Mover.owner, needs_reason=True),
        Step(ProjectState.refused, N_("Do not approve"), Mover.owner, needs_reason=True),
    ),
    ProjectState.approved: (Step(ProjectState.running, N_("Start the work"), Mover.head), _STOP),
    ProjectState.running: (Step(ProjectState.accepted, N_("Record the acceptance"), Mover.head), _STOP),
    ProjectState.accepted: (Step(ProjectState.settled, N_("Settle the accounts"), Mover.head),),
    ProjectState.settled: (),
    ProjectState.stopped: (),
    ProjectState.refused: (),
}

CLOSED = frozenset({ProjectState.settled, ProjectState.stopped, ProjectState.refused})
"""States in which a project is no longer edited."""

PLANNING = frozenset(
    {ProjectState.draft, ProjectState.registered, ProjectState.approved, ProjectState.running}
)
"""States in which lines of money may be added."""

SPENDING = frozenset({ProjectState.approved, ProjectState.running})
"""States in which contracts are made."""

FUNDED = SPENDING | {ProjectState.accepted}
"""States in which money is assigned: it may come after the work."""

PAYING = SPENDING | {ProjectState.accepted, ProjectState.settled, ProjectState.stopped}
"""States in which what was agreed is still advanced, accepted and paid; the ledger sets the limits."""


def step(state: ProjectState, target: ProjectState) -> Step:
    """Return the legal move between two states; `Refused` when there is none."""
    for candidate in MOVES[state]:
        if candidate.target is target:
            return candidate
    raise Refused(
        N_("A project cannot go from “%(state)s” to “%(target)s”."),
        {"state": Term(state.label), "target": Term(target.label)},
        code="project.move",
        cure=N_("Look at the project's page for the steps that are possible now."),
    )


def check_move(move: Step, *, since: date, last: date, today: date, reason: str | None) -> None:
    """Raise `Invalid` for a move dated in the future, before the last one, or without a reason it needs."""
    faults = []
    if since > today:
        faults.append(Fault("since", N_("The day lies in the future.")))
    elif since < last:
        faults.append(
            Fault("since", N_("The project has stood in its present state only since a later day."))
        )
    if move.needs_reason and not reason:
        faults.append(Fault("reason", N_("Please give the reason.")))
    if faults:
        raise Invalid(faults=tuple(faults))


def check_open(state: ProjectState, allowed: Iterable[ProjectState]) -> None:
    """Raise `Refused` when a project in this state no longer (or not yet) takes such a change."""
    if state not in allowed:
        raise Refused(
            N_("This is not possible while the project stands at “%(state)s”."),
            {"state": Term(state.label)},
            code="project.state",
            cure=N_("Look at the project's page for the steps that are possible now."),
        )


def check_draft(draft: Described) -> None:
    """Raise `Invalid` for what no project may be: without a name, local without a province, ending before
    it starts.
    """
    faults = []
    if not draft.name:
        faults.append(Fault("name", N_("Please enter the name of the project.")))
    if len(draft.name) > LONGEST_NAME:
        faults.append(
            Fault("name", N_("Please use at most %(most)s characters."), {"most": str(LONGEST_NAME)})
        )
    if len(draft.code) > LONGEST_CODE:
        faults.append(
            Fault("code", N_("Please use at most %(most)s characters."), {"most": str(LONGEST_CODE)})
        )
    if len(draft.objective) > LONGEST_TEXT:
        faults.append(
            Fault("objective", N_("Please use at most %(most)s characters."), {"most": str(LONGEST_TEXT)})
        )
    if draft.home is None and (draft.level != Level.national or draft.kind != ProjectKind.task):
        faults.append(Fault("home", N_("Please choose the province; only national tasks go without.")))
    if draft.planned_start and draft.planned_end and draft.planned_end < draft.planned_start:
        faults.append(Fault("planned_end", N_("The end lies before the start.")))
    if faults:
        raise Invalid(faults=tuple(faults))


def check_registration(draft: Described, beneficiaries: int) -> None:
    """Raise `Refused` when a project misses what its registration must name.

    A group project may name its beneficiaries later (Circular 36/2013/TT-BCT); a task has none.
    """
    missing = []
    if not draft.objective:
        missing.append(N_("the objective"))
    if draft.planned_start is None or draft.planned_end is None:
        missing.append(N_("the planned start and end"))
    if not beneficiaries and draft.kind in {ProjectKind.single, ProjectKind.point}:
        missing.append(N_("a beneficiary"))
    if missing:
        raise Refused(
            N_("The project cannot be registered yet: %(missing)s is missing."),
            {"missing": Term(missing[0])},
            code="project.incomplete",
            cure=N_("Please fill it in on the project's page, then register again."),
        )


def check_beneficiary(name: str, tax_code: str) -> None:
    """Raise `Invalid` for a beneficiary without a name or with a tax code that cannot be right."""
    faults = []
    if not name:
        faults.append(Fault("name", N_("Please enter the name of the beneficiary.")))
    if tax_code and plain_tax_code(tax_code) is None:
        faults.append(
            Fault(
                "tax_code",
                N_("“%(code)s” is no tax code: 10 or 13 digits, 12 for a household business."),
                {"code": tax_code},
            )
        )
    if faults:
        raise Invalid(faults=tuple(faults))


def plain_tax_code(text: str) -> str | None:
    """Return a tax code as it is stored (0100109106, 0100109106-001, 079123456789), None when it cannot be
    right.

    Enterprises carry 10 digits with a check digit, branches 13; since 1 July 2025 household businesses use
    the
    12 digits of the owner's personal number, which has no check digit.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if re.fullmatch(r"0[0-9]{11}", digits):
        return digits
    try:
        return str(mst.format(mst.validate(text)))
    except ValidationError:
        return None


def code_prefix(level: Level, province_code: str | None, year: int) -> str:
    """Return how a generated code begins: KCQG-2024, KCDP-91-2024. A label only: nothing reads it back."""
    return f"KCQG-{year}" if level is Level.national else f"KCDP-{province_code}-{year}"


def numbered(prefix: str, level: Level, number: int) -> str:
    """Return a generated code: KCQG-2024-0001, KCDP-91-2024-001."""
    return f"{prefix}-{number:0{4 if level is Level.national else 3}}"
