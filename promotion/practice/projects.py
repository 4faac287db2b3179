"""The invented projects as plain values: what fills the places that the plan has for them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from promotion.kernel.choices import Level, Region
from promotion.kernel.money import apportion
from promotion.ledger.deeds import ActKind
from promotion.practice import names
from promotion.practice.chance import seeded
from promotion.practice.plan import MERGER, MILLION, FundPlan, Pool, Slot, YearPlan
from promotion.practice.trades import CLUSTERS, TRADES, Trade
from promotion.practice.ways import OBJECTIVE, OBJECTIVES, TASK, Way, central_task, counted, way_for
from promotion.projects.rules import ProjectKind, code_prefix, numbered
from promotion.territory.rules import Atlas

_POINT_LEAST = 400 * MILLION
_POINT_OFTEN = 0.04
_POINT_ON = 0.85
_SECOND_LINE = 0.03
_STEP = 5 * MILLION
_REFUSED_EACH_YEAR = 26
_NEXT_REGISTERED, _NEXT_DRAFTS = 96, 48


@dataclass(eq=False)
class Line:
    """A line of money of a project in one fund, and what becomes of it by the end of its year (đồng).

    `region` is that of the sum to which it counts; `days` holds when it was listed, committed, accepted and paid.
    """

    work: "Work"
    number: int
    fund: str
    year: int
    unit: str
    content: str
    listed: int
    region: Region | None
    committed: int = 0
    accepted: int = 0
    assigned: int = 0
    advanced: int = 0
    paid: int = 0
    days: dict[ActKind, date] = field(default_factory=dict)


@dataclass(eq=False)
class Work:
    """A project: what stands on its page before any money moved."""

    code: str
    name: str
    kind: ProjectKind
    level: Level
    home: str | None
    commune: str
    unit: str
    first: int
    last: int
    objective: str
    trade: Trade | None = None
    firms: list[names.Firm] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    counts: list[tuple[str, str, int]] = field(default_factory=list)
    fate: str = ""

    @property
    def programme(self) -> str | None:
        """The national programme it belongs to; provinces have none recorded."""
        if self.level is Level.local:
            return None
        return "CT-KCQG-2021-2025" if self.first <= MERGER.year else "CT-KCQG-2026-2030"

    @property
    def support(self) -> int:
        """What is listed on all its lines (đồng)."""
        return sum(line.listed for line in self.lines)


@dataclass(frozen=True)
class Bundle:
    """The lines whose results add up to one published sum."""

    pool: Pool
    lines: tuple[Line, ...]


class Builder:
    """Fills slots with projects, year after year; remembers point projects, establishments and codes given."""

    def __init__(self, places: Atlas) -> None:
        self.places = places
        self.works: list[Work] = []
        self._chance = seeded("projects")
        self._numbers: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._firms = names.Firms()
        self._places: dict[tuple[str, int], names.Place] = {}
        self._points: list[Work] = []
        self._lines_made = count(1)

    def fill(self, plan: YearPlan) -> list[Bundle]:
        """Return the lines of a year, bundled by the sums they must meet."""
        self._turns.clear()
        funds = {(fund.level, fund.home): fund for fund in plan.funds}
        first = next(fund for fund in plan.funds if fund.level is Level.national)
        bundles = []
        national = {id(slot) for slot in first.slots}
        for pool in plan.pools:
            lines: list[Line] = []
            for slot in pool.slots:
                fund = first if id(slot) in national else funds[Level.local, slot.home]
                lines += self._lines(fund, slot, pool.region)
            bundles.append(Bundle(pool, tuple(lines)))
        return bundles

    def prospects(self, year: int, homes: Iterable[str], fate: str, number: int) -> None:
        """Add projects of a year's plan that have no money: refused, registered or still being drafted."""
        keys = sorted(homes)
        for _place in range(number):
            home = self._chance.choice(keys)
            level = self._chance.choice((Level.national, Level.local, Level.local))
            amount = self._chance.randint(16, 79) * _STEP  # too little for a point project
            work = self._new(level, year, Slot(home, f"centre-{home}", amount))
            work.fate = fate

    def refused(self, year: int, homes: Iterable[str]) -> None:
        """Add the projects that were not approved for a year."""
        self.prospects(year, homes, "refused", _REFUSED_EACH_YEAR)

    def coming(self, year: int, homes: Iterable[str]) -> None:
        """Add the registrations and drafts for the year to come."""
        keys = list(homes)
        self.prospects(year, keys, "registered", _NEXT_REGISTERED)
        self.prospects(year, keys, "draft", _NEXT_DRAFTS)

    def _lines(self, fund: FundPlan, slot: Slot, region: Region | None) -> list[Line]:
        work = self._continued(fund, slot) or self._new(fund.level, fund.year, slot)
        contents = self._contents(work, slot)
        amounts = _parts(slot.amount, [60, 25, 15][: len(contents)])
        made = [
            Line(
                work=work, number=next(self._lines_made), fund=fund.code, year=fund.year,
                unit=self._spender(work, slot), content=content, listed=amount, region=region,
            )
            for content, amount in zip(contents, amounts, strict=True)
        ]  # fmt: skip
        work.lines += made
        return made

    def _spender(self, work: Work, slot: Slot) -> str:
        """Return who spends: a task of a province lies with its department."""
        if work.kind is TASK and slot.home is not None and work.level is Level.local:
            return f"department-{slot.home}"
        return slot.unit

    def _continued(self, fund: FundPlan, slot: Slot) -> Work | None:
        if slot.home is None:
            return None
        family = self.places.family(slot.home)
        for work in self._points:
            fits = work.level is fund.level and work.home in family and work.first < fund.year <= work.last
            if fits and work.lines[-1].year < fund.year and self._chance.random() < _POINT_ON:
                return work
        return None

    def _contents(self, work: Work, slot: Slot) -> list[str]:
        """Return the contents of this year's lines; the first one was chosen with the project."""
        main = work.counts[0][0]
        if work.kind is ProjectKind.point:
            return [main, *self._chance.sample(["ND1", "ND4C", "ND5"], self._chance.choice((1, 1, 2)))]
        several = work.kind is not TASK and main in {"ND3A", "ND3B"} and slot.amount >= _POINT_LEAST
        return [main, "ND4C"] if several and self._chance.random() < _SECOND_LINE else [main]

    def _new(self, level: Level, year: int, slot: Slot) -> Work:
        work = (
            self._task(year, slot)
            if slot.home is None
            else self._project(level, year, slot.home, slot.amount)
        )
        self.works.append(work)
        return work

    def _task(self, year: int, slot: Slot) -> Work:
        """Make a task of a unit outside provinces."""
        turn, self._turns[slot.unit] = self._turns[slot.unit], self._turns[slot.unit] + 1
        content, title = central_task(self._chance, slot.unit, turn, year)
        work = Work(
            code=self._code(Level.national, None, year), name=title, kind=TASK, level=Level.national, home=None,
            commune="", unit=slot.unit, first=year, last=year,
            objective=f"{title}: phục vụ công tác quản lý và tổ chức thực hiện chương trình khuyến công quốc gia.",
        )  # fmt: skip
        work.counts = [(content, code, value) for code, value in counted(self._chance, content, 1)]
        return work

    def _project(self, level: Level, year: int, home: str, amount: int) -> Work:
        """Make a project of a province."""
        chance, millions = self._chance, amount // MILLION
        point = amount >= _POINT_LEAST and chance.random() < _POINT_OFTEN
        way = way_for(chance, min(millions, 1_000) if point else millions, level, year)
        point = point and way.content in {"ND3A", "ND3B"}
        own = TRADES[self.places.province(home).natural_region_code]
        trade = CLUSTERS if "{cluster}" in way.titles[0] and way.content != "ND7D" else chance.choice(own)
        firms = self._supported(way, (home, year), trade, millions)
        work = Work(
            code=self._code(level, home, year), name="", kind=ProjectKind.point if point else way.kind, level=level,
            home=home, commune=chance.choice(self.place(home, year).communes), unit=f"centre-{home}", first=year,
            last=year, objective="", trade=trade, firms=firms,
        )  # fmt: skip
        work.unit = self._spender(work, Slot(home, work.unit, amount))
        if point:
            work.last = year + chance.randint(1, 2)
            self._points.append(work)
        counts = counted(chance, way.content, max(len(firms), 1), way.counts)
        work.counts = [(way.content, code, value) for code, value in counts]
        self._title(work, way, counts[0][1])
        return work

    def _supported(self, way: Way, where: tuple[str, int], trade: Trade, millions: int) -> list[names.Firm]:
        if way.kind is TASK:
            return []
        wanted = -(-millions // way.each) if way.each else 1
        wanted = max(wanted, 2) if way.each else 1
        known = self._firms.of(self.place(*where), trade.noun, wanted + 3)
        return self._chance.sample(known, wanted)

    def _title(self, work: Work, way: Way, heads: int) -> None:
        home, trade = work.home or "", work.trade
        if trade is None:
            return
        where = self.place(home, work.first)
        place = where.name
        words = {
            "noun": trade.noun, "work": trade.work, "kit": trade.kit, "commune": work.commune, "place": place,
            "year": work.first, "n": f"{len(work.firms):02}", "heads": heads,
            "cluster": names.cluster(self._chance, where),
        }  # fmt: skip
        work.name = self._chance.choice(way.titles).format(**words)
        if work.kind is ProjectKind.point:
            work.name = f"Đề án điểm phát triển nghề {trade.noun} {place} giai đoạn {work.first}-{work.last}"
        if work.kind is TASK:
            work.objective = f"Tổ chức thực hiện chương trình khuyến công {place}; nội dung: {work.name}."
        else:
            aim = OBJECTIVES.get(way.content, OBJECTIVE).format(**words)
            work.objective = f"{aim} tại {work.commune}, {place}."

    def _code(self, level: Level, home: str | None, year: int) -> str:
        prefix = code_prefix(level, self.places.province(home).code if home else None, year)
        self._numbers[prefix] += 1
        return numbered(prefix, level, self._numbers[prefix])

    def numbers(self) -> Iterator[tuple[str, int]]:
        """Return the last number given under each beginning of a code."""
        yield from sorted(self._numbers.items())

    def place(self, home: str, year: int) -> names.Place:
        """Return a province as sentences of a year's plan name it: "tỉnh Kiên Giang", "thành phố Cần Thơ"."""
        if (home, year) not in self._places:
            full = self.places.style(home, date(year, 1, 15)).full_name_vi
            name = full if full.endswith("Hồ Chí Minh") else f"{full[0].lower()}{full[1:]}"
            southern = self.places.region_of(home) is Region.south
            self._places[home, year] = names.place(home, name, southern=southern)
        return self._places[home, year]


def _parts(amount: int, weights: list[int]) -> list[int]:
    """Split an amount into round parts; what is left over goes to the first."""
    parts = [part * _STEP for part in apportion(amount // _STEP, weights)]
    parts[0] += amount % _STEP
    return parts
