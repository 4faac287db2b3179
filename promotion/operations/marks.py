"""When something was last done and how it went: a small file per deed in INSTANCE_PATH, for the doctor to look at."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from config import Settings
from promotion.kernel.calendar import now

LEDGER = "ledger_verified"
BACKUP = "backup_made"
LONGEST_UNCHECKED = timedelta(hours=36)
CLEAN, DIFFERS, OLD, NEVER = "clean", "differs", "old", "never"


@dataclass(frozen=True)
class Mark:
    """When, and whether it went well."""

    at: datetime
    good: bool


def leave(settings: Settings, deed: str, *, good: bool) -> None:
    """Note that something was done just now. Practice and real work have marks of their own."""
    place = _place(settings, deed)
    draft = place.with_suffix(".part")
    draft.write_text(json.dumps({"at": now().isoformat(), "good": good}), encoding="utf-8")
    draft.replace(place)


def last(settings: Settings, deed: str) -> Mark | None:
    """Return when it was last done, None when never or when the mark cannot be read."""
    try:
        found = json.loads(_place(settings, deed).read_text(encoding="utf-8"))
        return Mark(datetime.fromisoformat(found["at"]), bool(found["good"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def old(mark: Mark) -> bool:
    """Tell whether what is to be done every night was not done last night."""
    return now() - mark.at > LONGEST_UNCHECKED


def recount(settings: Settings) -> tuple[str, Mark | None]:
    """Return in a word how the last recount of the ledger stands, with its mark where there is one."""
    mark = last(settings, LEDGER)
    if mark is None:
        return NEVER, None
    if not mark.good:
        return DIFFERS, mark
    return (OLD if old(mark) else CLEAN), mark


def _place(settings: Settings, deed: str) -> Path:
    return settings.instance_path / f"{deed}{'_practice' if settings.practice else ''}.json"
