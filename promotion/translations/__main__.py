"""The command `python -m promotion.translations`.

(nothing)    merge and compile the Vietnamese catalogues
--report     the same, then list what is missing or wrong
--check      only list it, and end with 1 when there is something
"""

import argparse
import sys

from promotion.translations.catalogues import CatalogueError, compile_all, faults


def main(arguments: list[str]) -> int:
    """Compile or check the catalogues, say what was found, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m promotion.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compile nothing, fail when something is wrong")
    parser.add_argument("--report", action="store_true", help="compile, then list what is wrong")
    chosen = parser.parse_args(arguments)
    try:
        if not chosen.check:
            print(f"{compile_all()} Vietnamese texts compiled.")
        found = faults() if chosen.check or chosen.report else []
    except CatalogueError as trouble:
        print(f"Catalogue cannot be read: {trouble}", file=sys.stderr)
        return 1
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} to mend in promotion/translations/vi/.")
    return 1 if chosen.check and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
