"""LibreOffice as an independent reader: recalculates workbooks and prints pages."""

import subprocess
import tempfile
from pathlib import Path

SECONDS = 120
ALWAYS = 0

SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{ALWAYS}</value></prop></item>
</oor:items>
"""
"""Left to itself LibreOffice believes the values stored in a workbook; here it has to compute every formula."""


def convert(soffice: str, file: Path, to: str, folder: Path) -> Path:
    """Convert a file ("xlsx" recalculates a workbook, "pdf" prints it) and return the new file in folder.

    Each call has a profile of its own, so that several may run at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="office-") as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(SETTINGS, encoding="utf-8")
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--norestore",
                "--convert-to",
                to,
                "--outdir",
                str(folder),
                str(file),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
    made = folder / f"{file.stem}.{to.partition(':')[0]}"
    if not made.exists():
        message = f"LibreOffice made no {made.name} of {file.name}"
        raise AssertionError(message)
    return made
