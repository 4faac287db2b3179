"""Front-end files of others: each must be the very file that manifest.json names, and no other may lie there.

python -m tools.vendored    lists what differs; exit 1 when something does
"""

import hashlib
import json
import sys
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "promotion" / "static" / "vendor"
MANIFEST = "manifest.json"


def differences(folder: Path = VENDOR) -> list[str]:
    """Return what is missing, changed, or not in the manifest; empty when all is well."""
    if not (folder / MANIFEST).exists():
        return [f"{MANIFEST} is missing"]
    packages = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["packages"]
    named = {name: digest for package in packages for name, digest in package["files"].items()}
    there = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }
    found = [f"{name} is missing" for name in named.keys() - there.keys()]
    found += [f"{name} is not in {MANIFEST}" for name in there.keys() - named.keys()]
    found += [
        f"{name} is not the file that {MANIFEST} names"
        for name in named.keys() & there.keys()
        if named[name] != there[name]
    ]
    return sorted(found)


if __name__ == "__main__":
    faults = differences()
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
