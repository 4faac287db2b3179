"""What a reader asks of the list of provinces, and what an administrator does to the map."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from promotion.kernel.choices import Choice, Region
from promotion.kernel.messages import mark as N_
from promotion.territory.rules import ProvinceType


@dataclass(frozen=True)
class ProvinceQuestion:
    """Provinces of an edition, or those in force on the day; names, types, regions are of the day."""

    day: date
    edition: str | None = None
    region: Region | None = None
    search: str = ""


class ChangeKind(Choice):
    """What an act of the administrator does."""

    merge = "merge", N_("Merge provinces")
    rename = "rename", N_("Rename a province")
    move = "move", N_("Move to another conference region")
    retype = "retype", N_("Change the type of a province")
    succeed = "succeed", N_("Succession of units")
    undo = "undo", N_("Take an act back")


@dataclass(frozen=True)
class Legal:
    """The instrument behind an act: number, day, issuer, and how it is cited in both languages."""

    number: str
    day: date
    issuer: str
    source_vi: str
    source_en: str


@dataclass(frozen=True)
class Merge:
    """Two provinces or more go over to one on a day. Without a code the first that fits is taken over."""

    kind: ClassVar = ChangeKind.merge

    day: date
    old_keys: tuple[str, ...]
    type: ProvinceType
    name_vi: str
    name_en: str
    full_name_vi: str
    region: Region
    code: str = ""


@dataclass(frozen=True)
class Rename:
    """A province is called otherwise from a day on."""

    kind: ClassVar = ChangeKind.rename

    day: date
    key: str
    name_vi: str
    name_en: str
    full_name_vi: str


@dataclass(frozen=True)
class Move:
    """A province belongs to another conference region from a day on."""

    kind: ClassVar = ChangeKind.move

    day: date
    key: str
    region: Region


@dataclass(frozen=True)
class Retype:
    """A province becomes a centrally-run city from a day on, or the other way round."""

    kind: ClassVar = ChangeKind.retype

    day: date
    key: str
    type: ProvinceType
    full_name_vi: str


Change = Merge | Rename | Move | Retype
