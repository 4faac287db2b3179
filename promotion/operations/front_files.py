"""Are the libraries of the pages those that came with the program? Their list holds a hash of each."""

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "static" / "vendor"


def changed(folder: Path = FOLDER) -> list[str]:
    """Return the names of files that are missing or differ; the list itself when it cannot be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        listed = {
            name: digest for package in manifest["packages"] for name, digest in package["files"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return ["manifest.json"]
    return [name for name, digest in sorted(listed.items()) if _digest(folder / name) != digest]


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
