"""Sums of a project's money (đồng), as plain functions: by year and content, by beneficiary, in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from promotion.ledger.models import Envelope
from promotion.projects.agreed import Agreed
from promotion.projects.models import Beneficiary
from promotion.projects.money import ContractMoney, LineMoney


@dataclass(frozen=True)
class Sums:
    """How far money came: of lines."""

    listed: int = 0
    assigned: int = 0
    committed: int = 0
    disbursed: int = 0
    accepted: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(
            self.listed + other.listed,
            self.assigned + other.assigned,
            self.committed + other.committed,
            self.disbursed + other.disbursed,
            self.accepted + other.accepted,
        )


def _of(line: Envelope) -> Sums:
    return Sums(line.listed, line.assigned, line.committed, line.disbursed, line.accepted)


@dataclass(frozen=True)
class YearSums:
    """One budget year: its contents in order, and the year in all. `year` is None for all years together."""

    year: int | None
    contents: Sequence[tuple[str, Sums]]
    total: Sums


def over_years(lines: Sequence[Envelope]) -> list[YearSums]:
    """Return a project's money year by year and content by content, then all years together: both ways it adds up."""
    years = sorted({line.budget_year for line in lines})
    found = [_year(year, [line for line in lines if line.budget_year == year]) for year in years]
    return [*found, _year(None, lines)] if lines else []


def _year(year: int | None, lines: Sequence[Envelope]) -> YearSums:
    contents: dict[str, Sums] = {}
    for line in sorted(lines, key=lambda line: line.content_code or ""):
        code = line.content_code or ""
        contents[code] = contents.get(code, Sums()) + _of(line)
    return YearSums(year, tuple(contents.items()), sum(contents.values(), Sums()))


@dataclass(frozen=True)
class Share:
    """What is agreed with one beneficiary (None: with nobody named) and how far it came."""

    beneficiary: Beneficiary | None
    contracts: Sequence[ContractMoney]
    value: int
    advanced: int
    paid: int
    accepted: int
    due: int
    owed: int


def shares(
    parties: Sequence[Beneficiary], contracts: Sequence[ContractMoney], told: Mapping[int, Agreed]
) -> list[Share]:
    """Return the shares of a project's beneficiaries in their order; contracts for nobody named come last.

    Empty while no contract names one of them.
    """
    by_party: dict[int | None, list[ContractMoney]] = {}
    for contract in contracts:
        agreed = told.get(contract.envelope.id)
        by_party.setdefault(agreed.beneficiary_id if agreed else None, []).append(contract)
    if not by_party.keys() - {None}:
        return []
    found = [_share(party, by_party.get(party.id, [])) for party in parties]
    return [*found, _share(None, by_party[None])] if None in by_party else found


def _share(party: Beneficiary | None, contracts: Sequence[ContractMoney]) -> Share:
    return Share(
        party,
        tuple(contracts),
        value=sum(one.value for one in contracts),
        advanced=sum(one.advanced for one in contracts),
        paid=sum(one.paid for one in contracts),
        accepted=sum(one.accepted for one in contracts),
        due=sum(one.envelope.due for one in contracts),
        owed=sum(one.envelope.owed for one in contracts),
    )


@dataclass(frozen=True)
class Claims:
    """What stands against paid money of a project, from its contracts; `returned` from its lines."""

    due: int
    uncleared: int
    covered: int
    settled: int
    to_recover: int
    recovered: int
    overdue: int
    days: int
    returned: int

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return any((self.due, self.uncleared, self.covered, self.settled, self.to_recover, self.recovered,
                    self.overdue, self.returned))  # fmt: skip


def claims(lines: Iterable[LineMoney], told: Mapping[int, Agreed]) -> Claims:
    """Sum up what stands against the paid money of a project."""
    lines = list(lines)
    contracts = [contract for line in lines for contract in line.contracts]
    held = [contract.envelope for contract in contracts]
    return Claims(
        due=sum(one.due for one in held),
        uncleared=sum(one.uncleared for one in held),
        covered=sum(one.covered for one in held),
        settled=sum(line.line.settled for line in lines),
        to_recover=sum(one.to_recover for one in held),
        recovered=sum(line.line.recovered for line in lines),
        overdue=sum(agreed.overdue for agreed in told.values()),
        days=max((agreed.days for agreed in told.values()), default=0),
        returned=sum(line.line.returned for line in lines),
    )
