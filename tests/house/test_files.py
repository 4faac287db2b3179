"""House rules on everything else: locks, settings of the tools, documents, migrations."""

import re
import tomllib

import pytest

from tests.support.sources import ROOT, named, texts, under

LOCKS = sorted(ROOT.glob("requirements*.txt"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *under("docs", "*.md")]
MIGRATIONS = under("migrations/versions", "*.py")

DOORS = {
    *("__init__", "__pycache__", "blueprint"),
    *("views", "forms", "service", "queries", "models", "drafts", "rules", "wording", "trail"),
}
STEPS = {"cli", "kernel", "practice", "sheets", "translations"}
"""Tools and steps: a file for each command, kind of value, step."""

# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w", r"C:\\\\Us" + "ers")))


@pytest.mark.parametrize("file", LOCKS, ids=named)
def test_locks_hold_exact_versions_with_hashes_and_no_address(file):
    text = file.read_text(encoding="utf-8")
    assert "://" not in text
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    assert entries
    assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]


def test_the_front_end_lock_holds_no_address():
    lock = ROOT / "frontend" / "package-lock.json"
    assert not lock.exists() or '"resolved"' not in lock.read_text(encoding="utf-8")


def test_both_locks_agree():
    versions = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE)) for lock in LOCKS
    ]
    developer, program = versions if len(versions[0]) > len(versions[1]) else versions[::-1]
    assert {name: developer.get(name) for name in program} == program


def test_each_exception_of_the_tools_says_why():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if re.match(r'\s+"[A-Z]+\d*",', line)]
    settings = tomllib.loads("\n".join(lines))["tool"]["ruff"]["lint"]
    named_rules = sum(len(rules) for rules in settings["per-file-ignores"].values()) + len(settings["ignore"])
    assert len(rules) == named_rules, "one rule a line"
    assert not [line for line in rules if not re.search(r"# \w", line)]
    assert settings["select"] == ["ALL"]


def test_no_file_knows_the_machine_it_was_written_on():
    assert not [path for path, text in texts() if MACHINE_PATHS.search(text)]


def test_what_a_room_keeps_beside_its_doors_is_named():
    """The table of docs/architecture.md against the files."""
    told: dict[str, set[str]] = {}
    rooms: list[str] = []
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("| Room | Beside its doors |")[1]
    for line in table.split("\n\n")[0].splitlines()[2:]:
        first, beside = (cell.strip() for cell in line.split("|")[1:3])
        rooms = first.split(", ") if first else rooms
        for room in rooms:
            told.setdefault(room, set()).update(re.findall(r"`(\w+)`", beside))
    found = {
        room.name: {path.stem for path in room.iterdir() if path.suffix == ".py" or path.is_dir()} - DOORS
        for room in ROOT.glob("promotion/*")
        if (room / "__init__.py").exists() and room.name not in STEPS
    }
    assert told == {room: beside for room, beside in found.items() if beside}


@pytest.mark.parametrize("file", DOCUMENTS, ids=named)
def test_links_between_documents_lead_somewhere(file):
    text = re.sub(r"<!--.*?-->", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert not [target for target in targets if not (file.parent / target).exists()]


def test_migrations_are_numbered_in_their_order():
    before = None
    for file in MIGRATIONS:
        text = file.read_text(encoding="utf-8")
        number = file.name[:4]
        found = re.search(r"""^revision\b.*?=\s*["'](\w+)["']""", text, re.MULTILINE)
        back = re.search(r"""^down_revision\b.*?=\s*(?:["'](\w+)["']|None)""", text, re.MULTILINE)
        assert re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", file.name)
        assert found is not None
        assert found[1].startswith(number), f"{file.name} names itself {found[1]}"
        assert back is not None
        assert back[1] == before, f"{file.name} follows {back[1]}, not {before}"
        before = found[1]
