"""Form 06: the list of projects under their provinces."""

from collections.abc import Sequence

from promotion.kernel.choices import Level
from promotion.kernel.text import mark as N_
from promotion.reports.conference import form as forms
from promotion.reports.conference.frame import LIST, Frame
from promotion.reports.conference.given import ProjectRow
from promotion.reports.conference.provinces import GRAND
from promotion.sheets.cells import Amount, Cell, Kind, Ref, Sum, Text
from promotion.sheets.declaration import Column, Row, RowLevel, Sheet, Table

AMOUNTS = ("approved", "assigned", "committed", "disbursed", "accepted")
_RATE = "disbursed_of_approved"
_SHORT = {Level.national: N_("National IP"), Level.local: N_("Local IP")}

_Group = tuple[str, str, list[ProjectRow]]


def projects(frame: Frame) -> Sheet:
    """Declare the list of projects, with the signatures of the workbook."""
    band = frame.t(N_("Money (VND)"))
    titles = {key: frame.label(key) for key in AMOUNTS} | {"approved": frame.t(N_("Approved (listed)"))}
    columns = (
        Column(forms.NO, frame.t(N_("No.")), 9, Kind.centred),
        Column("code", frame.t(N_("Project code")), 28),
        Column(forms.NAME, frame.t(N_("Name of the project")), 68),
        Column("unit", frame.t(N_("Implementing unit")), 34),
        Column("content", frame.t(N_("Content")), 30),
        Column("level", frame.t(N_("Level")), 13, Kind.centred),
        *(Column(key, titles[key], 22, Kind.dong, band) for key in AMOUNTS),
        Column(_RATE, frame.label(_RATE), 17, Kind.share, share_of=("disbursed", "approved")),
        Column("state", frame.t(N_("State")), 18, Kind.centred),
        Column("province", frame.t(N_("For filtering: province")), 30, Kind.centred, printed=False),
    )
    rows, added = _rows(frame)
    remark = frame.t(N_("National IP, local IP: industrial promotion steered by the ministry or a province."))
    after = (*forms.remarks(columns, (remark,)), *forms.signed(frame, columns))
    table = Table((*rows, _total(frame, added)), filtered=True, size=10, least=14)
    return forms.form(frame, LIST, columns, table, after=after)


def _rows(frame: Frame) -> tuple[list[Row], list[str]]:
    """Give all rows below the heads, and the keys of those that make up the total."""
    sections = _sections(frame)
    rows: list[Row] = []
    tops: list[str] = []
    for letter, (name, groups) in enumerate(sections, start=1):
        if len(sections) > 1:
            key = f"section:{letter}"
            below = [f"group:{group[0]}" for group in groups]
            rows.append(_sum(key, forms.letter(letter), name, below, RowLevel.section))
            tops.append(key)
        for number, group in enumerate(groups, start=1):
            rows += _group(frame, number, group)
            tops += [] if len(sections) > 1 else [f"group:{group[0]}"]
    return rows, tops


def _sections(frame: Frame) -> list[tuple[str, list[_Group]]]:
    """Put projects under provinces in the order of the province forms, and provinces under regions."""
    regions = {row.key: row.region for row in frame.provinces}
    names = {row.key: row.label for row in frame.provinces}
    members: dict[str, list[ProjectRow]] = {key: [] for key in names}
    outside: dict[str, list[ProjectRow]] = {}
    for project in frame.given.projects:
        if project.province_key in members:
            members[project.province_key].append(project)
        else:
            outside.setdefault(project.province, []).append(project)
    found = []
    for region, provinces in frame.groups.items():
        groups = [(row.key, names[row.key], members[row.key]) for row in provinces if members[row.key]]
        name = frame.region(region) if regions else ""
        found += [(name, groups)] if groups else []
    if outside:
        other = frame.t(N_("Units outside provinces"))
        groups = [
            (f"outside:{number}", name or other, rows) for number, (name, rows) in enumerate(outside.items())
        ]
        found.append((other, groups))
    return found


def _group(frame: Frame, number: int, group: _Group) -> list[Row]:
    key, name, members = group
    title = frame.t(N_("%(name)s (%(count)s projects)"), name=name, count=len(members))
    head = _sum(
        f"group:{key}", forms.roman(number), title, [member.key for member in members], RowLevel.group
    )
    head = Row(head.key, {**head.cells, "province": Text(name)}, head.level)
    return [head, *(_project(frame, place, member, name) for place, member in enumerate(members, start=1))]


def _sum(key: str, number: str, name: str, below: Sequence[str], level: RowLevel) -> Row:
    words: dict[str, Cell] = {forms.NO: Text(number), forms.NAME: Text(name)}
    sums: dict[str, Cell] = {amount: Sum(tuple(Ref(row, amount) for row in below)) for amount in AMOUNTS}
    return Row(key, {**words, **sums}, level)


def _project(frame: Frame, number: int, project: ProjectRow, province: str) -> Row:
    cells: dict[str, Cell] = {
        forms.NO: Text(str(number)),
        "code": Text(project.code),
        forms.NAME: Text(project.name),
        "unit": Text(project.unit),
        "content": Text(project.content),
        "level": Text(frame.t(_SHORT[project.level])),
        "approved": Amount(project.listed),
        "assigned": Amount(project.assigned),
        "committed": Amount(project.committed),
        "disbursed": Amount(project.disbursed),
        "accepted": Amount(project.accepted),
        "state": Text(frame.t(project.state.label)),
        "province": Text(province),
    }
    return Row(project.key, cells)


def _total(frame: Frame, added: list[str]) -> Row:
    return _sum(GRAND, "", frame.t(N_("GRAND TOTAL")), added, RowLevel.total)
