"""The files of this project, for the tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

NOT_OURS = {"node_modules", "vendor", "instance", "build", "htmlcov"}
TEXT = {
    ".cfg", ".css", ".csv", ".html", ".in", ".ini", ".js", ".json", ".mako", ".md", ".po", ".py", ".sh",
    ".svg", ".toml", ".txt", ".yaml", ".yml", "",
}  # fmt: skip


def under(folder: str, pattern: str) -> list[Path]:
    """Return files of a folder of the project in order; none when there is no such folder."""
    return sorted((ROOT / folder).rglob(pattern))


def named(file: Path) -> str:
    """Return a file's path inside the project."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    """Return a Python file, parsed."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def texts() -> Iterator[tuple[str, str]]:
    """Yield path and contents of every text file that we wrote, wherever it lies."""
    waiting = [ROOT]
    while waiting:
        for file in sorted(waiting.pop().iterdir()):
            if file.name.startswith(".") and file.name not in {".ci", ".gitignore"}:
                continue
            if file.is_symlink() or file.name in NOT_OURS or file.name == "__pycache__":
                continue
            if file.is_dir():
                waiting.append(file)
            elif file.suffix in TEXT:
                yield named(file), file.read_text(encoding="utf-8")
