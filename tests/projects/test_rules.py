"""What a project may be and how it moves, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from promotion.kernel.choices import Level, ProjectState
from promotion.kernel.errors import Invalid, Refused
from promotion.projects import rules
from promotion.projects.drafts import ProjectDraft
from promotion.projects.rules import Mover, ProjectKind

DRAFT = ProjectDraft(
    name="Máy sấy",
    level=Level.local,
    kind=ProjectKind.single,
    unit_id=1,
    home="2024-91",
    planned_start=date(2024, 1, 1),
    planned_end=date(2024, 12, 1),
    objective="Tăng năng suất",
)

LEGAL = {
    ("draft", "registered", "unit"),
    ("registered", "approved", "owner"),
    ("registered", "draft", "owner"),
    ("registered", "refused", "owner"),
    ("approved", "running", "head"),
    ("approved", "stopped", "owner"),
    ("running", "accepted", "head"),
    ("running", "stopped", "owner"),
    ("accepted", "settled", "head"),
}


def test_the_legal_moves_are_these_and_no_others():
    found = {
        (str(state), str(step.target), str(step.mover))
        for state, steps in rules.MOVES.items()
        for step in steps
    }
    assert found == LEGAL


@pytest.mark.parametrize("state", ProjectState)
@pytest.mark.parametrize("target", ProjectState)
def test_any_other_move_is_refused_by_name(state, target):
    if (state, target) in {(state, target) for state, target, _mover in LEGAL}:
        assert rules.step(state, target).target is target
        return
    with pytest.raises(Refused) as refusal:
        rules.step(state, target)
    assert refusal.value.code == "project.move"


def test_what_sends_back_refuses_or_stops_needs_a_reason():
    needing = {step.target for steps in rules.MOVES.values() for step in steps if step.needs_reason}
    assert needing == {ProjectState.draft, ProjectState.refused, ProjectState.stopped}


def fields(faults):
    return [fault.field for fault in faults.value.faults]


@pytest.mark.parametrize(
    "since,reason,wrong",
    [
        (date(2024, 2, 2), None, ["since", "reason"]),
        (date(2023, 12, 31), "vì", ["since"]),
        (date(2024, 1, 15), None, ["reason"]),
    ],
)
def test_a_move_has_a_possible_day_and_its_reason(since, reason, wrong):
    step = rules.Step(ProjectState.stopped, "Stop", Mover.owner, needs_reason=True)
    with pytest.raises(Invalid) as faults:
        rules.check_move(step, since=since, last=date(2024, 1, 1), today=date(2024, 2, 1), reason=reason)
    assert fields(faults) == wrong


@pytest.mark.parametrize(
    "changes,wrong",
    [
        ({"name": ""}, ["name"]),
        ({"name": "x" * 501}, ["name"]),
        ({"code": "x" * 41}, ["code"]),
        ({"objective": "x" * 4001}, ["objective"]),
        ({"home": None}, ["home"]),
        ({"home": None, "level": Level.national}, ["home"]),
        ({"home": None, "kind": ProjectKind.task}, ["home"]),
        ({"planned_end": date(2023, 1, 1)}, ["planned_end"]),
    ],
)
def test_a_draft_is_checked_field_by_field(changes, wrong):
    with pytest.raises(Invalid) as faults:
        rules.check_draft(replace(DRAFT, **changes))
    assert fields(faults) == wrong


def test_only_a_national_task_goes_without_a_province():
    rules.check_draft(replace(DRAFT, home=None, level=Level.national, kind=ProjectKind.task))


@pytest.mark.parametrize(
    "changes,beneficiaries,missing",
    [
        ({"objective": ""}, 1, "the objective"),
        ({"planned_end": None}, 1, "the planned start and end"),
        ({}, 0, "a beneficiary"),
        ({"kind": ProjectKind.point}, 0, "a beneficiary"),
    ],
)
def test_a_registration_names_what_is_missing(changes, beneficiaries, missing):
    with pytest.raises(Refused) as refusal:
        rules.check_registration(replace(DRAFT, **changes), beneficiaries)
    assert refusal.value.params == {"missing": missing}


@pytest.mark.parametrize("kind", [ProjectKind.group, ProjectKind.task])
def test_groups_and_tasks_may_name_beneficiaries_later(kind):
    rules.check_registration(replace(DRAFT, kind=kind), 0)


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("0100109106", "0100109106"),
        ("01 0010 9106", "0100109106"),
        ("0100109106-001", "0100109106-001"),
        ("0100109106001", "0100109106-001"),
        ("079123456789", "079123456789"),
        ("0100109107", None),
        ("010010910", None),
        ("979123456789", None),
        ("abc", None),
        ("\uff10\uff11\uff10\uff10\uff11\uff10\uff19\uff11\uff10\uff16", "0100109106"),
    ],
)
def test_tax_codes_are_checked_and_written_one_way(typed, kept):
    assert rules.plain_tax_code(typed) == kept


def test_codes_are_labels_with_level_place_year_and_number():
    assert (
        rules.numbered(rules.code_prefix(Level.national, "91", 2024), Level.national, 1) == "KCQG-2024-0001"
    )
    assert rules.numbered(rules.code_prefix(Level.local, "91", 2024), Level.local, 12) == "KCDP-91-2024-012"
