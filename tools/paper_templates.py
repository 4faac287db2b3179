"""Make the templates of papers that come with the program: promotion/data/papers/*.docx, the same bytes "
"each time.

python -m tools.paper_templates           writes them
python -m tools.paper_templates --check   tells whether the files are what this would write
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from promotion.papers.rules import PaperKind
from tools.paper_contracts import CONTRACT, acceptance, contract, liquidation
from tools.paper_layout import CENTRE, DOTS, LAWS, RIGHT, SEAL, Sheet

HOME = Path(__file__).resolve().parent.parent / "promotion" / "data" / "papers"


def letter() -> bytes:
    """Return the submission letter of a unit to the office that decides."""
    sheet = Sheet("Tờ trình")
    sheet.heading(
        ("{{ co_quan_chu_quan|upper }}", "{{ co_quan|upper }}"),
        "Số: ………/TTr-………",
        "{{ dia_danh }}, {{ ngay_van_ban }}",
    )
    sheet.title(
        "TỜ TRÌNH", "Về việc đề nghị hỗ trợ kinh phí {{ cap_khuyen_cong }} thực hiện đề án “{{ ten_de_an }}”"
    )
    sheet.text("Kính gửi: {{ noi_quyet_dinh }}", align=CENTRE, after=10, indent=False)
    sheet.texts(
        *LAWS,
        "{{ co_quan }} kính trình {{ noi_quyet_dinh }} xem xét, hỗ trợ kinh phí {{ cap_khuyen_cong }} để "
        "thực hiện đề án "
        "với các nội dung chính như sau:",
        "#1. Thông tin về đề án",
        "- Tên đề án: {{ ten_de_an }}.",
        "- Mã số: {{ ma_de_an }}; loại đề án: {{ loai_de_an|lower }}.",
        "- Đơn vị thực hiện: {{ co_quan }}.",
        "- Nội dung hoạt động khuyến công: {{ noi_dung_khuyen_cong }}.",
        "- Mục tiêu: {{ muc_tieu }}",
        "- Địa điểm thực hiện: {{ dia_diem }}.",
        "- Thời gian thực hiện: từ ngày {{ ngay_bat_dau }} đến ngày {{ ngay_ket_thuc }}.",
        "#2. Đơn vị thụ hưởng",
    )
    sheet.rows(
        "don_vi",
        "cac_don_vi_thu_huong",
        (
            ("STT", "{{ don_vi.stt }}", 12, CENTRE),
            ("Tên đơn vị thụ hưởng", "{{ don_vi.ten }}", 62, None),
            ("Địa chỉ", "{{ don_vi.dia_chi }}", 54, None),
            ("Mã số thuế", "{{ don_vi.ma_so_thue }}", 32, CENTRE),
        ),
    )
    sheet.texts(
        "#3. Kinh phí thực hiện",
        "- Tổng kinh phí: {{ tong_kinh_phi }} đồng (Bằng chữ: {{ tong_kinh_phi_bang_chu }}), trong đó:",
        "+ Kinh phí {{ cap_khuyen_cong }} đề nghị hỗ trợ: {{ kinh_phi_de_nghi }} đồng (Bằng chữ: "
        "{{ kinh_phi_de_nghi_bang_chu }});",
        "+ Vốn đối ứng của đơn vị thụ hưởng: {{ doi_ung }} đồng (Bằng chữ: {{ doi_ung_bang_chu }});",
        "+ Nguồn vốn khác: {{ von_khac }} đồng.",
        "- Kinh phí khuyến công theo nguồn và nội dung:",
    )
    sheet.rows(
        "dong",
        "cac_dong_kinh_phi",
        (
            ("STT", "{{ dong.stt }}", 12, CENTRE),
            ("Năm", "{{ dong.nam }}", 16, CENTRE),
            ("Nguồn kinh phí", "{{ dong.nguon }}", 40, None),
            ("Nội dung", "{{ dong.noi_dung }}", 57, None),
            ("Số tiền (đồng)", "{{ dong.so_tien }}", 35, RIGHT),
        ),
    )
    sheet.texts(
        "{{ co_quan }} cam kết quản lý, sử dụng kinh phí đúng mục đích, đúng quy định và phối hợp với đơn "
        "vị thụ hưởng tổ "
        "chức thực hiện đề án đạt mục tiêu đề ra.",
        "Kính đề nghị {{ noi_quyet_dinh }} xem xét, quyết định./.",
    )
    sheet.closing(("- Như trên;", "- Lưu: VT, ………."), "THỦ TRƯỞNG ĐƠN VỊ", SEAL)
    return sheet.made()


def advance() -> bytes:
    """Return the request of the contract's party for an advance."""
    sheet = Sheet("Giấy đề nghị tạm ứng")
    sheet.heading(("{{ ben_nhan|upper }}",), "Số: ……………", "……………, {{ ngay_van_ban }}")
    sheet.title("GIẤY ĐỀ NGHỊ TẠM ỨNG", f"Kinh phí khuyến công theo {CONTRACT}")
    sheet.text("Kính gửi: {{ co_quan }}", align=CENTRE, after=10, indent=False)
    sheet.texts(
        f"Căn cứ {CONTRACT} giữa {{{{ co_quan }}}} và {{{{ ben_nhan }}}} về việc thực hiện đề án "
        f"“{{{{ ten_de_an }}}}” (mã số "
        "{{ ma_de_an }});",
        "Căn cứ tiến độ thực hiện, {{ ben_nhan }} (mã số thuế: {{ ma_so_thue_ben_nhan }}; địa chỉ: "
        "{{ dia_chi_ben_nhan }}) đề "
        "nghị {{ co_quan }} tạm ứng kinh phí như sau:",
        "1. Giá trị hợp đồng: {{ gia_tri_hop_dong }} đồng.",
        "2. Số tiền đã được tạm ứng: {{ da_tam_ung }} đồng.",
        "3. Số tiền đã được thanh toán (ngoài tạm ứng): {{ da_thanh_toan }} đồng.",
        "4. Số tiền đề nghị tạm ứng lần này: {{ de_nghi_tam_ung }} đồng.",
        "Bằng chữ: {{ de_nghi_tam_ung_bang_chu }}.",
        "5. Nguồn kinh phí: {{ nguon_hop_dong }}, năm ngân sách {{ nam_hop_dong }}.",
        f"6. Lý do tạm ứng: {DOTS}{DOTS}",
        f"7. Hình thức nhận: chuyển khoản; số tài khoản: {DOTS}",
        f"tại: {DOTS}{DOTS}",
        "{{ ben_nhan }} cam kết sử dụng kinh phí tạm ứng đúng mục đích, thanh toán tạm ứng đúng thời hạn và "
        "hoàn trả phần "
        "kinh phí không được chấp nhận thanh toán.",
    )
    sheet.closing(("- Như trên;", "- Lưu: ………."), "ĐẠI DIỆN ĐƠN VỊ ĐỀ NGHỊ", SEAL)
    return sheet.made()


MAKERS: Mapping[PaperKind, Callable[[], bytes]] = {
    PaperKind.letter: letter,
    PaperKind.contract: contract,
    PaperKind.advance: advance,
    PaperKind.acceptance: acceptance,
    PaperKind.liquidation: liquidation,
}


def main(arguments: list[str]) -> int:
    """Write or compare the files; return 1 when one of them differs."""
    differing = 0
    for kind, make in MAKERS.items():
        path, made = HOME / f"{kind}.docx", make()
        if arguments == ["--check"]:
            differing += not path.exists() or path.read_bytes() != made
        else:
            HOME.mkdir(exist_ok=True)
            path.write_bytes(made)
    if differing:
        print(f"{differing} templates differ: python -m tools.paper_templates", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
