"""An invented conference: tables that hang together, with old provinces of the South and long names."""

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from promotion import reports
from promotion.figures.measures import MEASURES
from promotion.figures.model import Boundaries, Dimension, Question, Row, Table
from promotion.kernel.choices import Language, Level, ProjectState, Region
from promotion.reports.conference import ConferenceInput, Issuer, ProjectRow

ROOT = Path(reports.__file__).resolve().parent.parent
TO = date(2024, 9, 30)
MADE = datetime(2024, 10, 5, 7, 5, tzinfo=UTC)
AMOUNTS = ("approved", "released", "assigned", "committed", "advanced", "accepted", "disbursed", "waiting")

WORKS = (
    "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến vào sản xuất {}",
    "Xây dựng mô hình trình diễn kỹ thuật sản xuất {} theo công nghệ tiết kiệm năng lượng và giảm phát thải",
    "Hỗ trợ tham gia Hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu khu vực phía Nam cho cơ sở {}",
    "Đào tạo nghề, truyền nghề {} cho lao động nông thôn",
    "Hỗ trợ xây dựng, đăng ký nhãn hiệu và thiết kế bao bì cho cơ sở {}",
)
GOODS = (
    "nước mắm truyền thống",
    "gạch không nung",
    "khô cá tra phồng và chả cá thát lát",
    "tủ bếp gỗ công nghiệp",
    "tinh bột khoai mì",
    "dệt chiếu lác",
    "cơ khí chính xác phục vụ máy nông nghiệp",
    "mật hoa dừa",
    "gốm đỏ Măng Thít",
    "hạt điều rang muối xuất khẩu sang thị trường Liên minh châu Âu và Hoa Kỳ",
)
PROVINCES = (
    "70",
    "72",
    "74",
    "75",
    "77",
    "79",
    "80",
    "82",
    "83",
    "84",
    "86",
    "87",
    "89",
    "91",
    "92",
    "93",
    "94",
    "95",
    "96",
    "60",
)


@dataclass(frozen=True)
class Line:
    """Money of one project, level and content."""

    project: str
    province: str | None
    level: Level
    content: str
    values: tuple[int, ...]


@cache
def reference(name: str) -> tuple[dict[str, str], ...]:
    with (ROOT / "data" / name).open(encoding="utf-8-sig", newline="") as source:
        return tuple(csv.DictReader(source))


@cache
def words() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((ROOT / "translations" / "vi").glob("*.po")):
        with file.open("rb") as source:
            found |= {str(one.id): str(one.string) for one in read_po(source) if one.id and one.string}
    return found


def translate(language: Language) -> Callable[[str], str]:
    return (lambda message: words().get(message, message)) if language is Language.vi else str


def conference(
    language: Language = Language.vi, region: Region | None = Region.south, *, size: int = 100
) -> ConferenceInput:
    """Give an input whose tables agree with each other; the same arguments give the same input."""
    chance = random.Random(f"{region}{size}")
    homes = _homes(region)
    lines, projects = _lines(chance, homes, size, language)
    labels = {
        row["code"]: row["name_en" if language is Language.en else "name_vi"]
        for row in reference("contents.csv")
    }
    tables = {level: _provinces(chance, lines, homes, level, region, language) for level in (*Level, None)}
    return ConferenceInput(
        region=region,
        year=2024,
        to=TO,
        boundaries=Boundaries("recorded"),
        language=language,
        made_at=MADE,
        made_by="Nguyễn Thị Hồng Gấm",
        issuer=_issuer(language),
        by_region=_regions(tables[None], region, language),
        by_province=tables,
        by_content=_contents(lines, labels, tables[None], region),
        content_groups=labels,
        projects=projects,
        translate=translate(language),
        version="0.1.0",
    )


def _issuer(language: Language) -> Issuer:
    if language is Language.en:
        return Issuer("Ministry of Industry and Trade", "Agency for Regional Industry and Trade", "Ha Noi")
    return Issuer("Bộ Công Thương", "Cục Công Thương địa phương", "Hà Nội")


def _homes(region: Region | None) -> dict[str, dict[str, str]]:
    rows = {row["code"]: row for row in reference("provinces_2024.csv")}
    if region is Region.south:
        return {f"2024-{code}": rows[code] for code in PROVINCES}
    return {f"2024-{code}": row for code, row in rows.items() if region in {None, row["conference_region"]}}


def _lines(
    chance: random.Random, homes: dict[str, dict[str, str]], size: int, language: Language
) -> tuple[list[Line], tuple[ProjectRow, ...]]:
    parents = {row["parent"] for row in reference("contents.csv")}
    contents = {row["code"]: row for row in reference("contents.csv") if row["code"] not in parents}
    name = "name_en" if language is Language.en else "name_vi"
    lines, projects = [], []
    for number in range(size):
        home = chance.choice(list(homes))
        level = chance.choice(list(Level))
        content = chance.choice(list(contents))
        values = _money(chance)
        lines.append(Line(f"p{number}", home, level, content, values))
        good = chance.choice(GOODS)
        work = chance.choice(WORKS).format(good)
        owner = (
            f" tại Công ty TNHH Một thành viên {good.title()} {homes[home]['name_vi']}" if number % 3 else ""
        )
        projects.append(
            ProjectRow(
                key=f"p{number}",
                code=f"KC{'QG' if level is Level.national else 'DP'}-2024-{number:04}",
                name=work + owner,
                unit="Trung tâm Khuyến công và Tư vấn phát triển công nghiệp " + homes[home]["name_vi"],
                province_key=home,
                province=homes[home][name],
                content=contents[content][name],
                level=level,
                listed=values[0],
                assigned=values[2],
                committed=values[3],
                disbursed=values[6],
                accepted=values[5],
                state=chance.choice(list(ProjectState)[2:7]),
            )
        )
    return lines, tuple(projects)


def _money(chance: random.Random) -> tuple[int, ...]:
    listed = chance.randrange(60, 1200) * 1_000_000 + chance.randrange(1_000_000)
    assigned = chance.choice((0, listed, listed * 35 // 100, listed // 2))
    committed = assigned * chance.randrange(0, 101) // 100
    disbursed = committed * chance.randrange(0, 101) // 100
    advanced = disbursed * chance.randrange(0, 101) // 100
    accepted = disbursed - advanced
    return (listed, assigned, assigned, committed, advanced, accepted, disbursed, listed - assigned)


def _sum(lines: Iterable[Line]) -> dict[str, int]:
    lines = list(lines)
    sums = {key: sum(line.values[place] for line in lines) for place, key in enumerate(AMOUNTS)}
    return sums | {"projects": len({line.project for line in lines})}


def _added(rows: Iterable[Row]) -> Row:
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row.values)
    return Row("total", "", dict(total), "total")


def _question(by: Dimension, level: Level | None, region: Region | None) -> Question:
    return Question(2024, by, level, region, TO, Boundaries("recorded"))


def _provinces(
    chance: random.Random,
    lines: list[Line],
    homes: dict[str, dict[str, str]],
    level: Level | None,
    region: Region | None,
    language: Language,
) -> Table:
    """Put lines into provinces; a unit has got a little more than it passed on, the same for both levels."""
    rows = []
    for key, home in homes.items():
        mine = [line for line in lines if line.province == key and level in {None, line.level}]
        spare = sum(sum(line.values) % 9_000_000 for line in mine)
        values = _sum(mine)
        rows.append(
            Row(
                key,
                home["name_en" if language is Language.en else "name_vi"],
                values | {"released": values["released"] + spare},
                region=home["conference_region"],
            )
        )
    if region is None:
        factor = 2 if level is None else 1
        for key, label in (
            ("central", "Đơn vị ngoài tỉnh"),
            ("unlisted", "Kế hoạch chưa ghi cho đề án"),
            ("unassigned", "Chưa giao tiếp"),
        ):
            values = dict.fromkeys((*AMOUNTS, "projects"), 0)
            if key == "unlisted":
                values["approved"] = 7_000_000_000 * factor
            if key == "unassigned":
                values["released"] = 1_234_567_891 * factor
            rows.append(Row(f"rest:{key}", label, values, "rest"))
    return Table(_question(Dimension.province, level, region), MEASURES, tuple(rows), _added(rows))


def _contents(lines: list[Line], labels: dict[str, str], total: Table, region: Region | None) -> Table:
    parents = {row["code"]: row["parent"] or None for row in reference("contents.csv")}
    has_leaves = set(parents.values())
    rows = [
        Row(code, labels[code], _sum(line for line in lines if line.content == code), parent=parent)
        for code, parent in parents.items()
        if code not in has_leaves
    ]
    if region is None:
        values = {key: total.total.values[key] - _added(rows).values[key] for key in AMOUNTS} | {
            "projects": 0
        }
        rows.append(Row("rest:unlisted", "Kế hoạch chưa ghi cho đề án", values, "rest"))
    whole = replace(_added(rows), values={**_added(rows).values, "projects": total.total.values["projects"]})
    return Table(_question(Dimension.content, None, region), MEASURES, tuple(rows), whole)


def _regions(provinces: Table, region: Region | None, language: Language) -> Table:
    rows = []
    for one in Region:
        mine = [row for row in provinces.rows if row.region == one]
        values = _added(mine).values or dict.fromkeys((*AMOUNTS, "projects"), 17_500_000_123)
        if not mine:
            values = {**values, "projects": 321}
        rows.append(Row(one, translate(language)(one.label), values, region=one))
    if region is None:
        rows += [row for row in provinces.rows if row.kind == "rest"]
    return Table(_question(Dimension.region, None, region), MEASURES, tuple(rows), _added(rows))
