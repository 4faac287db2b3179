"""What papers say: project, contract and money as stored, names of the day, blanks where nothing is."""

from datetime import date

import pytest

from promotion.disbursement import service as spending
from promotion.kernel.choices import ProjectState
from promotion.kernel.errors import NotFound
from promotion.papers import gathering, service
from promotion.papers.fields import COLUMNS, FIELDS
from promotion.papers.rules import BLANK, MOST_ROWS, PaperKind
from promotion.projects import records
from promotion.projects.drafts import BeneficiaryDraft, OtherMoneyDraft
from promotion.projects.rules import OtherKind
from tests.papers.conftest import words
from tests.support.desk import DAY, MILLION

pytestmark = [pytest.mark.data("desk"), pytest.mark.one_engine]
THEN, NOW = date(2024, 6, 3), date(2026, 8, 15)


@pytest.fixture
def contract(desk):
    """A contract of 290 million with an advance of 100 and a payment of 50 booked, and another advance proposed."""
    _line, contract = desk.committed(300 * MILLION, 250 * MILLION, 290 * MILLION)
    desk.book(desk.spend(spending.advance, contract, 100 * MILLION, reason="Theo hợp đồng"))
    desk.book(desk.spend(spending.accept, contract, 200 * MILLION))
    desk.book(desk.spend(spending.pay, contract, 50 * MILLION))
    desk.spend(spending.advance, contract, 20 * MILLION, reason="Theo hợp đồng")
    return contract


def facts(desk, contract, role="clerk", party=None, day=THEN):
    scope = desk.actor(role).scope
    return gathering.facts(scope, gathering.about_contract(scope, contract.public_id, party, day))


def of_project(desk, project, day=THEN, party=None):
    scope = desk.actor("clerk").scope
    return gathering.facts(scope, gathering.about_project(scope, project.public_id, party, day))


def test_every_field_and_list_has_a_value_and_nothing_else_has(desk, contract):
    for found in (facts(desk, contract), of_project(desk, desk.project())):
        assert found.values.keys() == FIELDS.keys() | COLUMNS.keys()
        assert all(found.values.values())
        assert found.missing <= found.values.keys()
        for name, columns in COLUMNS.items():
            assert all(row.keys() == set(columns) for row in found.values[name])


def test_the_money_of_a_contract_is_what_the_ledger_holds(desk, contract):
    values = facts(desk, contract).values
    said = {
        "gia_tri_hop_dong": "290.000.000",
        "gia_tri_hop_dong_bang_chu": "Hai trăm chín mươi triệu đồng chẵn",
        "da_tam_ung": "100.000.000",
        "da_thanh_toan": "50.000.000",
        "da_giai_ngan": "150.000.000",
        "da_nghiem_thu": "200.000.000",
        "con_phai_tra": "140.000.000",
        "con_phai_tra_bang_chu": "Một trăm bốn mươi triệu đồng chẵn",
        "de_nghi_tam_ung": "20.000.000",
        "kinh_phi": "300.000.000",
        "so_hop_dong": contract.number,
        "ngay_hop_dong": f"{DAY:%d/%m/%Y}",
        "ben_nhan": "Công ty TNHH Thanh Hà",
        "dia_chi_ben_nhan": "Phú Quốc",
        "ma_so_thue_ben_nhan": "0100109106",
    }
    assert {name: values[name] for name in said} == said
    assert [(row["stt"], row["loai"], row["so_tien"]) for row in values["cac_lan_chi"]] == [
        ("1", "Tạm ứng", "100.000.000"),
        ("2", "Thanh toán", "50.000.000"),
    ]
    (line,) = values["cac_dong_kinh_phi"]
    assert (line["so_tien"], line["da_giao"], line["nam"]) == ("300.000.000", "250.000.000", "2024")


def test_names_are_those_of_the_day(desk, contract):
    then, now = facts(desk, contract, day=THEN).values, facts(desk, contract, day=NOW).values
    assert then["co_quan"] == "Trung tâm Khuyến công Kiên Giang"
    assert then["co_quan_chu_quan"] == "Sở Công Thương Kiên Giang"
    assert then["dia_diem"] == "Đặc khu Phú Quốc, tỉnh Kiên Giang"
    assert then["noi_quyet_dinh"] == "Cục Công Thương địa phương"
    assert then["ngay_van_ban"] == "ngày 03 tháng 06 năm 2024"
    assert now["co_quan"] == "Trung tâm Khuyến công An Giang"
    assert now["dia_danh"] == "An Giang"
    assert now["dia_diem"] == "Đặc khu Phú Quốc, tỉnh An Giang"
    assert now["noi_quyet_dinh"] == "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"


def test_what_is_not_recorded_stays_dots_and_is_named(desk):
    project = desk.project(objective="", planned_start=None, planned_end=None)
    found = of_project(desk, project, day=None)
    assert found.values["muc_tieu"] == found.values["kinh_phi"] == found.values["tong_kinh_phi"] == BLANK
    assert found.values["ngay_van_ban"] == "ngày …… tháng …… năm ………"
    assert found.values["cac_dong_kinh_phi"] == [
        dict.fromkeys(COLUMNS["cac_dong_kinh_phi"], BLANK) | {"stt": "…"}
    ]
    assert found.missing >= {"muc_tieu", "kinh_phi", "kinh_phi_bang_chu", "cac_dong_kinh_phi", "so_hop_dong"}
    assert not found.missing & {"ten_de_an", "ma_de_an", "don_vi_thu_huong", "ben_nhan", "von_khac"}


def test_the_whole_is_said_only_when_its_parts_are_known(desk):
    project, _line = desk.financed(300 * MILLION, 0)
    assert "tong_kinh_phi" in of_project(desk, project).missing
    other = OtherMoneyDraft(OtherKind.counterpart, "Công ty TNHH Thanh Hà", 310 * MILLION, DAY, "")
    desk.run(lambda: records.add_other_money(desk.actor("clerk"), project.public_id, other))
    found = of_project(desk, project)
    assert found.values["tong_kinh_phi"] == "610.000.000"
    assert found.values["von_khac"] == "0"
    assert not found.missing & {"doi_ung", "von_khac", "tong_kinh_phi"}


def test_of_several_beneficiaries_one_is_chosen(desk):
    project = desk.project()
    second = BeneficiaryDraft("Cơ sở Hòn Đất", "", "Hòn Đất")
    made = desk.run(lambda: records.add_beneficiary(desk.actor("clerk"), project.public_id, second))
    both, one = of_project(desk, project), of_project(desk, project, party=made.public_id)
    assert both.values["don_vi_thu_huong"] == "Công ty TNHH Thanh Hà; Cơ sở Hòn Đất"
    assert {"dia_chi", "ben_nhan"} <= both.missing
    assert one.values["don_vi_thu_huong"] == one.values["ben_nhan"] == "Cơ sở Hòn Đất"
    assert "ma_so_thue" in one.missing
    assert [row["ten"] for row in both.values["cac_don_vi_thu_huong"]] == [
        "Công ty TNHH Thanh Hà",
        "Cơ sở Hòn Đất",
    ]


def test_what_is_out_of_sight_makes_no_paper(desk, contract):
    with pytest.raises(NotFound):
        facts(desk, contract, role="foreign clerk")
    scope = desk.actor("clerk").scope
    project = desk.project()
    with pytest.raises(NotFound):
        gathering.about_project(scope, project.public_id, "another", THEN)


def test_too_many_rows_are_refused_and_not_cut_off(desk):
    rows = {name: [] for name in COLUMNS} | {"cac_chi_tieu": [{}] * (MOST_ROWS + 1)}
    with pytest.raises(Exception, match="at most 300 rows"):
        gathering._blanked(dict.fromkeys(FIELDS), rows)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_twice_is_the_same_and_holds_the_project(desk, contract, kind):
    scope = desk.actor("clerk").scope
    about = gathering.about_contract(scope, contract.public_id, None, THEN)
    first = service.paper(scope, kind, about)
    assert first == service.paper(scope, kind, about)
    text = words(first)
    assert "{" not in text
    assert about.project.name in text
    assert "nghìn" not in text or "chẵn" in text


def test_odd_names_come_through(desk):
    odd = 'Xưởng "A & B" <máy> {{ 7 }} – Hòn Đất'
    project = desk.project(ProjectState.draft, name=odd)
    scope = desk.actor("clerk").scope
    about = gathering.about_project(scope, project.public_id, None, THEN)
    assert f"- Tên đề án: {odd}." in words(service.paper(scope, PaperKind.letter, about))
