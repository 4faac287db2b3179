"""Gathers what papers say of a project and of its contract: the one place where stored facts get their fields.

Everything is read in the reader's scope and written in Vietnamese, whatever the reader's language is. What is not
recorded is None here; it stays a dotted blank in the paper and is named on the page before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from promotion.access.actor import Scope
from promotion.catalogue import queries as catalogue
from promotion.disbursement import queries as disbursement
from promotion.disbursement.models import Commitment
from promotion.disbursement.queries import Contract
from promotion.kernel.calendar import today
from promotion.kernel.choices import Language, Level
from promotion.kernel.errors import Refused
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import amount_text, in_full
from promotion.ledger.deeds import ActKind
from promotion.papers import offices, tables
from promotion.papers.fields import COLUMNS, NAMES, Value
from promotion.papers.rules import BLANK, BLANKS, MOST_ROWS
from promotion.papers.tables import Rows, Speech
from promotion.projects import money, queries
from promotion.projects.models import Beneficiary, OtherMoney, Project
from promotion.projects.money import Money
from promotion.projects.rules import OtherKind, ProjectKind

Texts = dict[str, str | None]
_VI = str(Language.vi)
_LEVELS = {Level.national: "khuyến công quốc gia", Level.local: "khuyến công địa phương"}


@dataclass(frozen=True)
class About:
    """What a paper is about: a project, perhaps one of its contracts and one of its beneficiaries.

    `day` is that of the paper; None leaves it open, and names are those of today.
    """

    project: Project
    contract: Contract | None = None
    beneficiary: Beneficiary | None = None
    day: date | None = None

    @property
    def when(self) -> date:
        """The day on which names are looked up."""
        return self.day or today()


@dataclass(frozen=True)
class Facts:
    """A value for every field and list, blanks included, and which of them are blank."""

    values: Mapping[str, Value]
    missing: frozenset[str]


def about_project(scope: Scope, public_id: str, party: str | None, day: date | None) -> About:
    """Return what a project's papers are about; `party` is the chosen beneficiary. `NotFound` outside the scope."""
    project = queries.project(scope, public_id)
    known = queries.beneficiaries(project)
    chosen = queries.beneficiary(project, party) if party else (known[0] if len(known) == 1 else None)
    return About(project, None, chosen, day)


def about_contract(scope: Scope, public_id: str, party: str | None, day: date | None) -> About:
    """Return what a contract's papers are about; without a choice the beneficiary is the one that it was made with."""
    contract = disbursement.contract(scope, public_id)
    known = queries.beneficiaries(contract.project)
    named = [one for one in known if _same(one, contract.record)] or (list(known) if len(known) == 1 else [])
    chosen = queries.beneficiary(contract.project, party) if party else next(iter(named), None)
    return About(contract.project, contract, chosen, day)


def narrowed(about: About, party: str | None, day: date | None) -> About:
    """Return the same for another day and, when one is chosen, another beneficiary of the project."""
    chosen = queries.beneficiary(about.project, party) if party else about.beneficiary
    return replace(about, beneficiary=chosen, day=day)


def _same(party: Beneficiary, record: Commitment) -> bool:
    """Tell whether a contract was made with this beneficiary."""
    if party.tax_code and record.party_tax_code:
        return party.tax_code == record.party_tax_code
    return party.name.casefold() == record.party.casefold()


def facts(scope: Scope, about: About) -> Facts:
    """Return everything that a paper about this may say."""
    sums, speech = money.of_project(scope, about.project), tables.speech()
    parties, others = queries.beneficiaries(about.project), queries.other_moneys(about.project)
    texts: Texts = {
        **dict.fromkeys(NAMES),
        **_paper(about),
        **_project(about, sums, speech),
        **_beneficiary(about, parties),
        **_money(sums, others),
    }
    rows: dict[str, Rows] = {
        "cac_dong_kinh_phi": tables.lines(sums, speech),
        "cac_nguon_von": tables.others(others, speech),
        "cac_don_vi_thu_huong": tables.parties(parties),
        "cac_chi_tieu": tables.indicators(about.project, sums),
        "cac_lan_chi": [],
    }
    if about.contract is not None:
        texts |= _contract(about.contract, parties)
        rows["cac_lan_chi"] = tables.spent(about.contract, speech)
    return _blanked(texts, rows)


def _blanked(texts: Texts, rows: Mapping[str, Rows]) -> Facts:
    """Put dots where nothing is recorded, and keep the names of what lacks."""
    missing = {name for name, text in texts.items() if not text}
    values: dict[str, Value] = {name: text or BLANKS.get(name, BLANK) for name, text in texts.items()}
    for name, found in rows.items():
        if len(found) > MOST_ROWS:
            raise Refused(
                N_("A paper takes lists of at most %(most)s rows; this project has more."),
                {"most": str(MOST_ROWS)},
                code="papers.rows",
            )
        if not found:
            missing.add(name)
        empty: Rows = [{**dict.fromkeys(COLUMNS[name]), "stt": "…"}]
        values[name] = [
            {column: row.get(column) or BLANK for column in COLUMNS[name]} for row in found or empty
        ]
    return Facts(values, frozenset(missing))


def _paper(about: About) -> Texts:
    unit = queries.standing_unit(about.project.unit_id, about.when)
    day = about.day
    return {
        "ngay_van_ban": f"ngày {day.day:02} tháng {day.month:02} năm {day.year}" if day else None,
        "dia_danh": offices.place(unit, about.when),
        "co_quan": offices.name(unit, about.when),
        "co_quan_chu_quan": offices.superior(unit, about.when),
        "noi_quyet_dinh": offices.deciding(about.project, about.when),
    }


def _project(about: About, sums: Money, speech: Speech) -> Texts:
    project = about.project
    programmes = {row.code: row.name_vi for row in catalogue.programmes()}
    return {
        "ma_de_an": project.code,
        "ten_de_an": project.name,
        "cap_khuyen_cong": _LEVELS[Level(project.level)],
        "loai_de_an": speech.said(ProjectKind(project.kind).label),
        "chuong_trinh": programmes.get(project.programme_code or ""),
        "noi_dung_khuyen_cong": _each(
            speech.contents.get(found.line.content_code or "") for found in sums.lines
        ),
        "muc_tieu": project.objective,
        "dia_diem": ", ".join(filter(None, (project.commune, offices.province(project.home, about.when)))),
        "ngay_bat_dau": tables.day_text(project.planned_start),
        "ngay_ket_thuc": tables.day_text(project.planned_end),
    }


def _beneficiary(about: About, parties: Sequence[Beneficiary]) -> Texts:
    one = about.beneficiary
    if one is None:
        return {"don_vi_thu_huong": _each(party.name for party in parties)}
    own = {"don_vi_thu_huong": one.name, "dia_chi": one.address, "ma_so_thue": one.tax_code}
    # Before there is a contract it is drawn up with the beneficiary; a contract's own party stands over this.
    worker = {"ben_nhan": one.name, "dia_chi_ben_nhan": one.address, "ma_so_thue_ben_nhan": one.tax_code}
    return own | worker


def _money(sums: Money, others: Sequence[OtherMoney]) -> Texts:
    listed = sum(found.line.listed for found in sums.lines) or None
    asked = sum(found.line.requested for found in sums.lines) or listed
    own = sum(one.amount for one in others if one.kind == OtherKind.counterpart) or None
    other = sum(one.amount for one in others if one.kind == OtherKind.other)
    whole = asked + own + other if asked and own else None
    return {
        "nam_ngan_sach": _each(str(found.fund.budget_year) for found in sums.lines),
        "nguon_kinh_phi": _each(found.fund.code for found in sums.lines),
        **_amount("kinh_phi_de_nghi", asked),
        **_amount("kinh_phi", listed),
        **_amount("doi_ung", own),
        **_amount("von_khac", other),
        **_amount("tong_kinh_phi", whole),
        **_amount("da_quyet_toan", sum(found.line.settled for found in sums.lines)),
    }


def _contract(contract: Contract, parties: Sequence[Beneficiary]) -> Texts:
    record, sums = contract.record, contract.sums
    party = next((one for one in parties if _same(one, record)), None)
    asked = [waiting.amount for waiting in contract.money.waiting if waiting.draft.kind is ActKind.advance]
    value = sums.value or record.proposed_value
    return {
        "so_hop_dong": record.number,
        "ngay_hop_dong": tables.day_text(record.day),
        "ben_nhan": record.party,
        "ma_so_thue_ben_nhan": record.party_tax_code or (party.tax_code if party else None),
        "dia_chi_ben_nhan": party.address if party else None,
        "noi_dung_hop_dong": record.subject,
        "nguon_hop_dong": contract.line.fund.code,
        "nam_hop_dong": str(contract.line.fund.budget_year),
        **_amount("gia_tri_hop_dong", value),
        **_amount("da_tam_ung", sums.advanced),
        **_amount("da_thanh_toan", sums.paid),
        **_amount("da_giai_ngan", sums.advanced + sums.paid),
        **_amount("da_nghiem_thu", sums.accepted),
        **_amount("con_phai_tra", value - sums.advanced - sums.paid),
        **_amount("tam_ung_con_treo", contract.envelope.uncleared),
        **_amount("de_nghi_tam_ung", sum(asked) or None),
    }


def _amount(name: str, dong: int | None) -> Texts:
    """Return the two fields of an amount in đồng: digits with dots, and words."""
    if dong is None:
        return {}
    return {name: amount_text(dong, _VI), f"{name}_bang_chu": in_full(dong)}


def _each(texts: Iterable[str | None]) -> str:
    """Return different texts in their order, as one."""
    return "; ".join(dict.fromkeys(filter(None, texts)))
