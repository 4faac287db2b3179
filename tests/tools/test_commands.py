"""The commands of a developer: each is listed, and those that start the program end well or say why not."""

import re
import shutil
import socket
import subprocess
from pathlib import Path

import click
import pytest
from flask import Flask

from config import Settings
from tests.support.sources import ROOT
from tools import check, start

TARGETS = [
    "bench",
    "check",
    "clean",
    "format",
    "help",
    "install",
    "lock",
    "pictures",
    "run",
    "test",
    "test-long",
    "translations",
]


def test_make_alone_lists_the_targets():
    make = shutil.which("make")
    assert make is not None
    answer = subprocess.run([make, "-C", str(ROOT)], capture_output=True, text=True, check=True)
    assert sorted(re.findall(r"^  make (\S+) +\S", answer.stdout, re.MULTILINE)) == TARGETS


def test_the_readme_names_each_target():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [name for name in TARGETS if name != "help" and f"`make {name}`" not in readme]


@pytest.fixture
def program():
    """A program with commands that end in every way."""
    app = Flask("program")

    @app.cli.command("good")
    @click.option("--port", type=int)
    def good(port):
        click.echo(f"at {port} in {click.get_current_context().find_root().info_name}")

    @app.cli.command("refusing")
    def refusing():
        message = "The database cannot be reached."
        raise click.ClickException(message)

    @app.cli.command("ending")
    def ending():
        click.get_current_context().exit(3)

    @app.cli.command("stopped")
    def stopped():
        raise KeyboardInterrupt

    return app


@pytest.mark.parametrize(
    "words, code", [(["good", "--port", "1"], 0), (["refusing"], 1), (["ending"], 3), (["stopped"], 130)]
)
def test_each_step_of_a_start_hands_on_how_it_ended(program, words, code):
    assert start.run(program, *words) == code


def test_a_taken_port_is_noticed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert start.port_is_taken(Settings(port=port, instance_path=tmp_path))
    assert not start.port_is_taken(Settings(port=port, instance_path=tmp_path))


def test_wrong_settings_end_the_start_with_the_list(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "eighty")
    assert start.main() == 2
    assert "PORT=eighty: is not a whole number" in capsys.readouterr().err


def test_checks_are_chosen_by_name_and_fail_loudly(monkeypatch, capsys):
    monkeypatch.setattr(
        check, "CHECKS", {"good": ["-c", ""], "bad": ["-c", "print('why'); raise SystemExit(1)"]}
    )
    assert check.main(["good"]) == 0
    assert check.main([]) == 1
    said = capsys.readouterr().out
    assert "why" in said
    assert "make check: bad failed" in said
    assert check.main(["other"]) == 2


def test_ci_runs_both_and_is_green_only_when_both_are(tmp_path):
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    make = tmp_path / "bin" / "make"
    make.parent.mkdir()
    make.write_text('#!/bin/sh\necho "$1"; [ "$1" != "$BAD" ]\n', encoding="utf-8")
    make.chmod(0o755)

    def ci(bad: str) -> subprocess.CompletedProcess[str]:
        path = f"{make.parent}:{Path('/usr/bin')}:{Path('/bin')}"
        command = ["bash", str(tmp_path / ".ci" / "run")]
        return subprocess.run(
            command, env={"PATH": path, "BAD": bad}, capture_output=True, text=True, check=False
        )

    assert (ci("").returncode, ci("").stdout) == (0, "check\ntest\n")
    assert (ci("check").returncode, ci("check").stdout) == (1, "check\ntest\n")
    assert ci("test").returncode == 1
