"""Printed figures written in one line, and the provinces of the reference files as an atlas."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from config import ROOT
from promotion.kernel.choices import Region
from promotion.publications.checks import check
from promotion.publications.grounds import Grounds
from promotion.publications.rules import Printed
from promotion.territory.rules import Atlas, Membership, Province, ProvinceType, Relation, Step, Style

DATA = ROOT / "promotion" / "data"
LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)
SCOPES = {"vn": "country", "north": "region", "central": "region", "south": "region"}


def figure(measure, value, unit="billion", level="total", place="north", *, year=2024, period="year",
           edition="2025", source="A", as_of=None, note=None):  # fmt: skip
    scope = SCOPES.get(place, "province")
    key = f"{source}:{year}:{period}:{place}:{edition}:{level}:{measure}:{as_of}:{value}"
    return Printed(
        key, year, period, scope, place, edition, level, measure, value, unit, as_of, source, note
    )  # fmt: skip


def lines(file: Path):
    with file.open(encoding="utf-8") as text:
        return list(csv.DictReader(text))


def province(line, edition):
    first, last = (None, LAST_OLD) if edition == "2024" else (FIRST_NEW, None)
    return Province(
        key=f"{edition}-{line['code']}", edition=edition, code=line["code"], slug=line["slug"],
        name_vi=line["name_vi"], name_en=line["name_en"], full_name_vi=line["full_name_vi"], aliases=(),
        sort_key=line["slug"], valid_from=first, valid_to=last, natural_region_code="", natural_region_vi="",
        natural_region_en="", styles=(Style(ProvinceType.province, line["name_vi"], line["name_en"], "", first, last),),
        memberships=(Membership(Region(line["conference_region"]), first, last),),
    )  # fmt: skip


@cache
def grounds() -> Grounds:
    editions = ("2024", "2025")
    provinces = (province(line, edition) for edition in editions
                 for line in lines(DATA / f"provinces_{edition}.csv"))  # fmt: skip
    steps = (
        Step(
            f"2024-{line['old_code']}",
            f"2025-{line['new_code']}",
            FIRST_NEW,
            Relation(line["relation"]),
            "",
            "",
        )
        for line in lines(DATA / "province_succession.csv")
    )
    return Grounds(Atlas(tuple(provinces), tuple(steps)))


def findings(*figures):
    return check(figures, grounds())


def flags(*figures):
    return findings(*figures).flags
