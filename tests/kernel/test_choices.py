"""Closed lists: what is stored, what is read."""

import json
import pickle

import pytest

from promotion.kernel.choices import Language, Level, ProjectState, Region, Role

MEMBERS = {
    Level: "national local",
    Region: "north central south",
    Role: "clerk head agency finance_viewer organiser auditor administrator",
    ProjectState: "draft registered approved running accepted settled stopped refused",
    Language: "vi en",
}


@pytest.mark.parametrize("kind, names", MEMBERS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_members_are_stored_by_their_names(kind, names):
    assert [member.value for member in kind] == [member.name for member in kind] == names.split()


@pytest.mark.parametrize("member", [member for kind in MEMBERS for member in kind])
def test_members_are_plain_strings_with_a_label(member):
    assert member == member.value
    assert f"{member}" == member.value
    assert json.dumps(member) == f'"{member.value}"'
    assert type(member)(member.value) is member
    assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301 - made on the same line
    assert member.label
    assert member.label != member.value


@pytest.mark.parametrize("kind", MEMBERS)
def test_labels_differ_and_other_values_are_refused(kind):
    assert len({member.label for member in kind}) == len(kind)
    with pytest.raises(ValueError):
        kind("other")
