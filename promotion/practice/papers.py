"""Papers behind the acts: who issues a decision, contract or voucher, and under which number. Numbers are invented."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from promotion.kernel.choices import Level
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import Document
from promotion.practice.chance import seeded
from promotion.practice.days import working
from promotion.practice.deeds import Deed
from promotion.practice.plan import FundPlan
from promotion.territory.rules import Atlas
from promotion.units import queries as units
from promotion.units.models import Unit

_NEW_AGENCY = date(2025, 3, 1)
_A_DAY = {"QĐ-BCT": 10, "QĐ-UBND": 9, "BTC-HCSN": 40, "QĐ-STC": 2}  # papers of an office in a day, about
_CENTRAL_TREASURY = "Sở Giao dịch Kho bạc Nhà nước"


@dataclass
class Papers:
    """Gives each act its document, in the order of days, so that numbers grow with the year."""

    places: Atlas
    funds: Mapping[str, FundPlan]
    units: Mapping[str, Unit]
    _given: Counter[tuple[str, int]] = field(default_factory=Counter)
    _chance: Random = field(default_factory=lambda: seeded("papers"))

    def write(self, deed: Deed) -> None:
        """Set the document of an act."""
        fund = self.funds[deed.fund]
        kind = deed.undoes.kind if deed.undoes else deed.kind
        number, issuer = self._words(kind, fund, deed)
        if deed.undoes and kind in {ActKind.advance, ActKind.pay}:
            number = self._next("ĐCSL", issuer, deed.day)
        if deed.number:  # the decision on the plan itself, which its list belongs to
            number, day = deed.number, working(fund.decided)
        else:
            day = deed.day
        deed.document = Document(number, day, issuer)

    def _words(self, kind: ActKind, fund: FundPlan, deed: Deed) -> tuple[str, str]:
        """Return number and issuer of the paper that such an act rests on."""
        national = fund.level is Level.national
        province = self.province(fund.home, deed.day)
        if kind in {ActKind.approve, ActKind.list}:
            issuer = "Bộ Công Thương" if national else f"Ủy ban nhân dân {province}"
            return self.dated("QĐ-BCT" if national else "QĐ-UBND", deed.day), issuer
        if kind is ActKind.release:
            issuer = "Bộ Tài chính" if national else f"Sở Tài chính {province}"
            return self.dated("BTC-HCSN" if national else "QĐ-STC", deed.day), issuer
        if kind in {ActKind.share, ActKind.assign}:
            issuer = self.name(fund.owner if kind is ActKind.share else deed.unit, deed.day)
            return self._next(self._mark(deed, kind, national=national), issuer, deed.day), issuer
        if kind is ActKind.commit:
            return self._contract(deed)
        if kind is ActKind.accept:
            issuer = self.name(deed.unit, deed.day)
            return f"{self._turn('BBNT', issuer, deed.day):02}/BBNT-{deed.day.year}", issuer
        seat = self.units[deed.unit].province_key
        issuer = f"Kho bạc Nhà nước {self.places.name(seat, 'vi')}" if seat else _CENTRAL_TREASURY
        return f"GRDT-{self._turn('GRDT', issuer, deed.day):04}/{deed.day.year}", issuer

    def _contract(self, deed: Deed) -> tuple[str, str]:
        line = deed.line
        unit = self.name(deed.unit, deed.day)
        if line is not None and line.work.firms:
            return f"{self._turn('HĐ', unit, deed.day):02}/{deed.day.year}/HĐ-KC", line.work.firms[0].name
        return f"{self._turn('QĐ-GNV', unit, deed.day):02}/{deed.day.year}/QĐ-GNV", unit

    def _mark(self, deed: Deed, kind: ActKind, *, national: bool) -> str:
        if kind is ActKind.share and national:
            return "QĐ-ĐCK" if deed.day >= _NEW_AGENCY else "QĐ-CTĐP"
        if kind is ActKind.share or deed.unit.startswith("department"):
            return "QĐ-SCT"
        return "QĐ-TTKC" if deed.unit.startswith("centre") else "QĐ"

    def dated(self, mark: str, day: date) -> str:
        """Return a number of an office that issues many papers a day, by the time of the year."""
        pace = _A_DAY[mark]
        return f"{day.timetuple().tm_yday * pace - self._chance.randint(0, pace - 1)}/{mark}"

    def _next(self, mark: str, issuer: str, day: date) -> str:
        """Return the next number of an office that issues few; other papers lie between."""
        return f"{self._turn(mark, issuer, day, step=self._chance.randint(1, 30))}/{mark}"

    def _turn(self, mark: str, issuer: str, day: date, step: int = 1) -> int:
        key = f"{mark} {issuer}", day.year
        self._given[key] += step
        return self._given[key]

    def province(self, home: str | None, day: date) -> str:
        """Return a province as it stands inside a sentence on a day."""
        if home is None:
            return ""
        full = self.places.style(home, day).full_name_vi
        return full if full.endswith("Hồ Chí Minh") else f"{full[0].lower()}{full[1:]}"

    def name(self, unit: str, day: date) -> str:
        """Return what a unit was called on a day."""
        return units.name(self.units[unit], "vi", day)
