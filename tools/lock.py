"""Make the lock files anew: exact versions with hashes, for every system, without the address of any index.

python -m tools.lock              keeps what the locks hold where it still fits
python -m tools.lock --upgrade    takes the newest that fits
"""

import subprocess
import sys
from pathlib import Path

from uv import find_uv_bin

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("requirements", "requirements-dev")  # the second holds to the first, so the order matters
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--python-version=3.11",
    "--quiet",
)


def main(arguments: list[str]) -> int:
    """Write both locks; return the first exit code that is not 0."""
    for name in NAMES:
        command = [find_uv_bin(), "pip", "compile", *OPTIONS, *arguments, "-o", f"{name}.txt", f"{name}.in"]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
