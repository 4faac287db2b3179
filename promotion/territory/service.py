"""Loads provinces, their dated types and regions, and the succession from CSV files.

Runs inside the caller's unit of work. Raises `Invalid` that names file, line and column of what is broken. What
administrators changed since is played again on top of the files, so that no load takes an act back.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from promotion.database.csv_lines import Line, distinct, read_lines
from promotion.database.reference import Counts, hold_mark, renew_mark
from promotion.kernel.choices import Region
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import search_key, sort_key
from promotion.territory import queries
from promotion.territory.acts import replayed, write
from promotion.territory.ground import Ground, Values
from promotion.territory.rules import ProvinceType, Relation

OLD, NEW = "2024", "2025"

_PROVINCE = (
    *("code", "name_vi", "full_name_vi", "name_en", "slug", "type", "region_code", "region_vi", "region_en"),
    *("conference_region", "aliases"),
)
_CHANGE = (
    *(
        "edition",
        "code",
        "changed_on",
        "type",
        "name_vi",
        "name_en",
        "full_name_vi",
        "source_vi",
        "source_en",
    ),
)
_SUCCESSION = ("old_code", "new_code", "relation", "effective_date", "source_vi", "source_en")


def load(folder: Path) -> dict[str, Counts]:
    """Bring the tables of this room in line with the files; return what was done, by table. Loading the same
    files again changes nothing.
    """
    hold_mark()
    tables = Ground()
    changes = distinct(
        read_lines(folder / "province_changes.csv", _CHANGE), ("edition", "code", "changed_on")
    )
    for line in _provinces(folder / "provinces_2024.csv", "valid_to"):
        _add_province(tables, line, OLD, None, line.day("valid_to"), changes)
    for line in _provinces(folder / "provinces_2025.csv", "valid_from"):
        _add_province(tables, line, NEW, line.day("valid_from"), None, changes)
    for line in changes:
        _key(tables, line, line.text("edition"), "code")
    for line in distinct(
        read_lines(folder / "province_succession.csv", _SUCCESSION), ("old_code", "new_code")
    ):
        _add_step(tables, line)
    counts = write(replayed(tables, queries.acts()))
    if any(count.changed for count in counts.values()):
        renew_mark()
    return counts


def _provinces(file: Path, end: str) -> list[Line]:
    """Return the lines of an edition; `end` is the column of its first or last day."""
    return distinct(distinct(read_lines(file, (*_PROVINCE, end)), ("code",)), ("slug",))


def _add_province(
    tables: Ground, line: Line, edition: str, first: date | None, last: date | None, changes: Sequence[Line]
) -> None:
    code = line.text("code")
    key = f"{edition}-{code}"
    names: Values = {name: line.text(name) for name in ("name_vi", "name_en", "full_name_vi")}
    aliases = line.optional("aliases") or ""
    tables.provinces[key] = names | {
        "key": key,
        "edition": edition,
        "code": code,
        "slug": line.text("slug"),
        "aliases": aliases,
        "search_key": search_key(" ".join([*map(str, names.values()), code, aliases.replace("|", " ")])),
        "sort_key": sort_key(str(names["name_vi"])),
        "valid_from": first,
        "valid_to": last,
        "natural_region_code": line.text("region_code"),
        "natural_region_vi": line.text("region_vi"),
        "natural_region_en": line.text("region_en"),
    }
    region = line.one_of("conference_region", Region)
    tables.regions.append({"province_key": key, "region": str(region), "valid_from": first, "valid_to": last})
    own = [
        change for change in changes if (change.values["edition"], change.values["code"]) == (edition, code)
    ]
    _add_types(tables, key, line, own, (first, last))


def _add_types(
    tables: Ground, key: str, line: Line, changes: Sequence[Line], period: tuple[date | None, date | None]
) -> None:
    """Cut the province's time at each change of its type: each part lasts to the day before the next."""
    parts = sorted(changes, key=lambda change: change.day("changed_on"))
    for change in parts:
        day = change.day("changed_on")
        if (period[0] and day <= period[0]) or (period[1] and day > period[1]):
            raise change.fault("changed_on", N_("the day lies outside the time of the province"))
    starts = [period[0], *(change.day("changed_on") for change in parts)]
    ends = [*(change.day("changed_on") - timedelta(days=1) for change in parts), period[1]]
    for source, start, end in zip([line, *parts], starts, ends, strict=True):
        tables.types.append(
            {
                "province_key": key,
                "type": str(source.one_of("type", ProvinceType)),
                "name_vi": source.text("name_vi"),
                "name_en": source.text("name_en"),
                "full_name_vi": source.text("full_name_vi"),
                "valid_from": start,
                "valid_to": end,
                "source_vi": source.values.get("source_vi") or None,
                "source_en": source.values.get("source_en") or None,
            }
        )


def _add_step(tables: Ground, line: Line) -> None:
    tables.steps.append(
        {
            "old_key": _key(tables, line, OLD, "old_code"),
            "new_key": _key(tables, line, NEW, "new_code"),
            "relation": str(line.one_of("relation", Relation)),
            "effective_date": line.day("effective_date"),
            "source_vi": line.text("source_vi"),
            "source_en": line.text("source_en"),
        }
    )


def _key(tables: Ground, line: Line, edition: str, column: str) -> str:
    key = f"{edition}-{line.text(column)}"
    if key not in tables.provinces:
        raise line.fault(column, N_("there is no province with this code"))
    return key
