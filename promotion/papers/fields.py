"""What a template may name: every field with its meaning and an example, and the lists with their columns.

Names are Vietnamese words without marks, because the people who edit templates read them. A field that is added here
gets its value in `gathering`; both are held against each other by a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from promotion.kernel.messages import mark as N_
from promotion.kernel.money import amount_text, in_full

Value = str | list[dict[str, str]]
"""A text, or the rows of a list by the names of its columns."""


@dataclass(frozen=True)
class Field:
    """One name; the meaning is a message-id, the example stands as it would in a paper."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Listing:
    """A list that a loop runs over, row by row."""

    name: str
    meaning: str
    columns: tuple[Field, ...]


def _money(name: str, meaning: str, spelled: str, example: int) -> tuple[Field, Field]:
    """Return the field of an amount and that of the same amount in words."""
    words = Field(f"{name}_bang_chu", spelled, in_full(example))
    return Field(name, meaning, amount_text(example, "vi")), words


GROUPS: tuple[Group, ...] = (
    Group(
        N_("The paper"),
        (
            Field("ngay_van_ban", N_("Day of the paper, in words"), "ngày 15 tháng 8 năm 2026"),
            Field("dia_danh", N_("Place where it is signed: the province of the unit's seat"), "An Giang"),
            Field("co_quan", N_("The unit that issues it, as it is called on that day"),
                  "Trung tâm Khuyến công tỉnh An Giang"),
            Field("co_quan_chu_quan", N_("The body above that unit on that day"), "Sở Công Thương tỉnh An Giang"),
            Field("noi_quyet_dinh", N_("The office that decides on the project"), "Sở Công Thương tỉnh An Giang"),
        ),
    ),
    Group(
        N_("The project"),
        (
            Field("ma_de_an", N_("Code of the project"), "KCDP-91-2026-007"),
            Field("ten_de_an", N_("Name of the project"),
                  "Hỗ trợ ứng dụng máy móc tiên tiến trong sản xuất nước mắm"),
            Field("cap_khuyen_cong", N_("Level of promotion: national or local"), "khuyến công địa phương"),
            Field("loai_de_an", N_("Kind of project"), "Đề án đơn lẻ"),
            Field("chuong_trinh", N_("Programme"), "Chương trình khuyến công quốc gia giai đoạn 2021–2025"),
            Field("noi_dung_khuyen_cong", N_("Contents of promotion, from the lines of money"),
                  "Ứng dụng máy móc, thiết bị tiên tiến"),
            Field("muc_tieu", N_("Objective"), "Nâng năng suất lên 1,5 lần, tạo việc làm cho 12 lao động"),
            Field("dia_diem", N_("Where it is carried out: commune and province"), "xã Cô Tô, tỉnh An Giang"),
            Field("ngay_bat_dau", N_("Planned start"), "01/03/2026"),
            Field("ngay_ket_thuc", N_("Planned end"), "30/11/2026"),
        ),
    ),
    Group(
        N_("The beneficiary"),
        (
            Field("don_vi_thu_huong", N_("Name of the beneficiary"), "Công ty TNHH Hải sản Rạch Giá"),
            Field("dia_chi", N_("Address of the beneficiary"), "Số 12, đường Trần Phú, phường Rạch Giá"),
            Field("ma_so_thue", N_("Tax code of the beneficiary"), "0100109106"),
        ),
    ),
    Group(
        N_("The project's money"),
        (
            Field("nam_ngan_sach", N_("Budget years of the lines of money"), "2026"),
            Field("nguon_kinh_phi", N_("Funds of the lines of money"), "KCDP-2025-91-2026"),
            *_money("kinh_phi_de_nghi", N_("Promotion money asked for; where nothing was entered, what the plan lists"),
                    N_("The same in words"), 290_000_000),
            *_money("kinh_phi", N_("Promotion money listed for the project by the plan, all lines"),
                    N_("The same in words"), 290_000_000),
            *_money("doi_ung", N_("Counterpart money recorded"), N_("The same in words"), 310_000_000),
            *_money("von_khac", N_("Money of other sources recorded"), N_("The same in words"), 50_000_000),
            *_money("tong_kinh_phi", N_("Promotion money asked for, counterpart and other money together"),
                    N_("The same in words"), 650_000_000),
            *_money("da_quyet_toan", N_("Settled for the project so far, all lines"), N_("The same in words"),
                    290_000_000),
        ),
    ),
    Group(
        N_("The contract"),
        (
            Field("so_hop_dong", N_("Number of the contract or decision"), "12/2026/HĐ-TTKC"),
            Field("ngay_hop_dong", N_("Day of signing"), "20/03/2026"),
            Field("ben_nhan", N_("Who carries out the work; before there is a contract, the beneficiary"),
                  "Công ty TNHH Hải sản Rạch Giá"),
            Field("ma_so_thue_ben_nhan", N_("Tax code of who carries out the work"), "0100109106"),
            Field("dia_chi_ben_nhan", N_("Address of who carries out the work, where it is a beneficiary"),
                  "Số 12, đường Trần Phú, phường Rạch Giá"),
            Field("noi_dung_hop_dong", N_("Subject of the contract"), "Mua và lắp đặt hệ thống lọc nước mắm"),
            Field("nguon_hop_dong", N_("Fund that the contract is paid from"), "KCDP-2025-91-2026"),
            Field("nam_hop_dong", N_("Budget year that the contract is paid from"), "2026"),
            *_money("gia_tri_hop_dong", N_("Value of the contract (before booking: the proposed one)"),
                    N_("The same in words"), 290_000_000),
            *_money("da_tam_ung", N_("Advanced on the contract so far"), N_("The same in words"), 145_000_000),
            *_money("da_thanh_toan", N_("Paid on the contract so far, without advances"),
                    N_("The same in words"), 100_000_000),
            *_money("da_giai_ngan", N_("Advanced and paid on the contract together"),
                    N_("The same in words"), 245_000_000),
            *_money("da_nghiem_thu", N_("Value of the work accepted so far"), N_("The same in words"), 290_000_000),
            *_money("con_phai_tra", N_("Value of the contract less what was advanced and paid"),
                    N_("The same in words"), 45_000_000),
            *_money("tam_ung_con_treo", N_("Advanced on the contract and not cleared yet"), N_("The same in words"),
                    145_000_000),
            *_money("de_nghi_tam_ung", N_("Advance that was proposed and waits to be booked"),
                    N_("The same in words"), 145_000_000),
        ),
    ),
)  # fmt: skip

LISTINGS: tuple[Listing, ...] = (
    Listing(
        "cac_dong_kinh_phi",
        N_("Lines of money of the project"),
        (
            Field("stt", N_("Number of the row"), "1"),
            Field("nam", N_("Budget year"), "2026"),
            Field("nguon", N_("Fund"), "KCDP-2025-91-2026"),
            Field("noi_dung", N_("Content"), "Ứng dụng máy móc, thiết bị tiên tiến"),
            Field("so_tien", N_("Listed by the plan"), "290.000.000"),
            Field("da_giao", N_("Assigned of it"), "290.000.000"),
        ),
    ),
    Listing(
        "cac_nguon_von",
        N_("Counterpart and other money"),
        (
            Field("stt", N_("Number of the row"), "1"),
            Field("loai", N_("Counterpart money or other source"), "Vốn đối ứng"),
            Field("don_vi", N_("Who pays it"), "Công ty TNHH Hải sản Rạch Giá"),
            Field("so_tien", N_("Amount"), "310.000.000"),
        ),
    ),
    Listing(
        "cac_don_vi_thu_huong",
        N_("Beneficiaries of the project"),
        (
            Field("stt", N_("Number of the row"), "1"),
            Field("ten", N_("Name"), "Công ty TNHH Hải sản Rạch Giá"),
            Field("dia_chi", N_("Address"), "Số 12, đường Trần Phú, phường Rạch Giá"),
            Field("ma_so_thue", N_("Tax code"), "0100109106"),
        ),
    ),
    Listing(
        "cac_chi_tieu",
        N_("Indicators with plan and result"),
        (
            Field("stt", N_("Number of the row"), "1"),
            Field("ten", N_("Indicator"), "Cơ sở được hỗ trợ"),
            Field("don_vi", N_("Counted in"), "cơ sở"),
            Field("ke_hoach", N_("Plan"), "1"),
            Field("thuc_hien", N_("Actual"), "1"),
        ),
    ),
    Listing(
        "cac_lan_chi",
        N_("Advances, payments and refunds (with a minus) booked on the contract and not taken back"),
        (
            Field("stt", N_("Number of the row"), "1"),
            Field("ngay", N_("Day"), "02/04/2026"),
            Field("loai", N_("Advance, payment or refund"), "Tạm ứng"),
            Field("chung_tu", N_("Number of the voucher"), "21/CT"),
            Field("so_tien", N_("Amount"), "145.000.000"),
        ),
    ),
)

FIELDS: Mapping[str, Field] = {field.name: field for group in GROUPS for field in group.fields}
NAMES = frozenset(FIELDS)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    listing.name: tuple(column.name for column in listing.columns) for listing in LISTINGS
}
IN_ORDER = (*FIELDS, *COLUMNS)
"""Every name, in the order of the page that lists them."""


def specimen() -> dict[str, Value]:
    """Return an example of everything: what a template is tried with."""
    texts: dict[str, Value] = {field.name: field.example for field in FIELDS.values()}
    rows: dict[str, Value] = {
        listing.name: [{column.name: column.example for column in listing.columns}] for listing in LISTINGS
    }
    return texts | rows


def meaning(name: str) -> str:
    """Return the message-id that says what a field or list holds."""
    if name in FIELDS:
        return FIELDS[name].meaning
    return next(listing.meaning for listing in LISTINGS if listing.name == name)
