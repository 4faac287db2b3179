"""The environment is made once, made anew after an interruption, and says what it misses."""

import shutil
import subprocess
import sys

import pytest

from tests.support.sources import ROOT
from tools import environment


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with empty locks, so that nothing is fetched; calling it makes its environment."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "environment.py", tmp_path / "tools")
    for lock in environment.LOCKS.values():
        (tmp_path / lock).write_text("# nothing\n", encoding="utf-8")

    def make(kind="run"):
        command = [sys.executable, str(tmp_path / "tools" / "environment.py"), kind]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return make


def test_it_is_made_once_and_again_after_an_interruption(project, tmp_path):
    home = tmp_path / ".venv"
    first = project()
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == ["Making .venv", "Installing the packages of requirements.txt"]

    assert project().stdout == ""

    (tmp_path / "requirements.txt").write_text("# a new lock\n", encoding="utf-8")
    assert project().stdout.splitlines() == ["Installing the packages of requirements.txt"]

    (home / ".unfinished").touch()
    (home / "half").touch()
    assert project().stdout.splitlines()[0] == "Making .venv"
    assert not (home / "half").exists()
    assert not (home / ".unfinished").exists()


def test_both_kinds_share_one_environment(project, tmp_path):
    assert project("dev").returncode == 0
    made = (tmp_path / ".venv" / "pyvenv.cfg").stat().st_mtime_ns
    assert project("run").stdout.splitlines() == ["Installing the packages of requirements.txt"]
    assert project("dev").stdout == ""
    assert (tmp_path / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made


def test_packages_that_cannot_be_had_are_said_and_tried_again(project, tmp_path):
    (tmp_path / "requirements.txt").write_text("nothing-of-this-name @ file:///nowhere\n", encoding="utf-8")
    failed = project()
    assert failed.returncode == 1
    assert "could not be installed" in failed.stderr
    (tmp_path / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    assert project().returncode == 0


def test_an_old_python_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; .* is Python 3\.10\.4"):
        environment.main([])


def test_a_missing_venv_names_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "is_right", lambda kind: False)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="python3-venv"):
        environment.main([])


def test_an_unknown_kind_is_refused():
    with pytest.raises(SystemExit, match="Known: run, dev"):
        environment.main(["production"])
