"""Are the vendored front-end files the ones that were copied?

`npm run vendor` writes static/vendor/manifest.json: name, version, licence and a SHA-256 for each file. The
files are committed, so that installing and running need neither Node nor a network; this check finds any that
was changed by hand, lost, or added without being listed.

    python -m tools.vendored    lists what differs; exit 1 when something does
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = Path("promotion/static/vendor")
MANIFEST = "manifest.json"


def verify(root: Path = ROOT) -> list[str]:
    """Compare the files with the manifest; return one sentence per mismatch, none when all is well.

    Args:
        root: the project's folder, another one in tests.
    """
    try:
        manifest = json.loads((root / VENDOR / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [f"{VENDOR / MANIFEST} cannot be read: {error}"]
    listed = expected(manifest)
    faults = [fault for path, digest in sorted(listed.items()) if (fault := compare(root, path, digest))]
    return faults + [f"{path} is not in the manifest" for path in sorted(present(root) - listed.keys())]


def expected(manifest: dict[str, Any]) -> dict[str, str]:
    """Return path (from the project's folder) → SHA-256 of every file the manifest names."""
    copied: dict[str, str] = {
        (VENDOR / file).as_posix(): digest
        for package in manifest["packages"]
        for file, digest in package["files"].items()
    }
    copied.update(manifest["made"])
    return copied


def present(root: Path) -> set[str]:
    """Return the paths of the files that lie in the folder of vendored files, without the manifest."""
    found = {path.relative_to(root).as_posix() for path in (root / VENDOR).rglob("*") if path.is_file()}
    return found - {(VENDOR / MANIFEST).as_posix()}


def compare(root: Path, path: str, digest: str) -> str | None:
    """Say what is wrong with one file, or None."""
    try:
        content = (root / path).read_bytes()
    except OSError:
        return f"{path} is missing"
    if hashlib.sha256(content).hexdigest() != digest:
        return f"{path} is not the file that was copied"
    return None


if __name__ == "__main__":
    faults = verify()
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
