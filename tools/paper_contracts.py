"""The papers of a contract that come with the program: the contract itself, acceptance, liquidation."""

from tools.paper_layout import CENTRE, DOTS, LAWS, RIGHT, SEAL, Sheet

CONTRACT = "Hợp đồng số {{ so_hop_dong }} ngày {{ ngay_hop_dong }}"


def contract() -> bytes:
    """Return the contract between the unit that spends and whoever carries out the work."""
    sheet = Sheet("Hợp đồng thực hiện đề án khuyến công")
    sheet.nation("")
    sheet.title("HỢP ĐỒNG THỰC HIỆN ĐỀ ÁN KHUYẾN CÔNG", "Đề án: {{ ten_de_an }}", "Số: {{ so_hop_dong }}")
    sheet.texts(
        "Căn cứ Bộ luật Dân sự số 91/2015/QH13 ngày 24 tháng 11 năm 2015;",
        *LAWS,
        "Căn cứ Quyết định số ……………… ngày ……………… của ………………………………… về việc phê duyệt kế hoạch và kinh phí;",
        "Hôm nay, {{ ngay_van_ban }}, tại {{ co_quan }}, chúng tôi gồm:",
    )
    parties(sheet)
    sheet.texts(
        "Hai bên thống nhất ký kết hợp đồng với các điều khoản sau:",
        "#Điều 1. Nội dung công việc",
        "1. Bên A giao, Bên B nhận thực hiện: {{ noi_dung_hop_dong }}, thuộc đề án “{{ ten_de_an }}” (mã số "
        "{{ ma_de_an }}), nội dung khuyến công: {{ noi_dung_khuyen_cong }}.",
        "2. Địa điểm thực hiện: {{ dia_diem }}.",
        "3. Mục tiêu: {{ muc_tieu }}",
        "#Điều 2. Thời gian thực hiện",
        "Từ ngày {{ ngay_bat_dau }} đến ngày {{ ngay_ket_thuc }}.",
        "#Điều 3. Giá trị hợp đồng và nguồn kinh phí",
        "1. Giá trị hợp đồng (kinh phí khuyến công hỗ trợ): {{ gia_tri_hop_dong }} đồng (Bằng chữ: "
        "{{ gia_tri_hop_dong_bang_chu }}).",
        "2. Nguồn kinh phí: {{ nguon_hop_dong }}, năm ngân sách {{ nam_hop_dong }}.",
        "3. Vốn đối ứng của Bên B: {{ doi_ung }} đồng (Bằng chữ: {{ doi_ung_bang_chu }}).",
        "#Điều 4. Tạm ứng, nghiệm thu và thanh toán",
        "1. Bên A tạm ứng cho Bên B sau khi hợp đồng có hiệu lực, theo đề nghị của Bên B và không vượt mức "
        "quy định đối với "
        "nội dung khuyến công nêu tại Điều 1.",
        "2. Hai bên nghiệm thu cơ sở khi Bên B hoàn thành công việc; biên bản nghiệm thu là căn cứ thanh toán.",
        "3. Bên A thanh toán phần kinh phí còn lại sau khi nghiệm thu và nhận đủ hồ sơ, chứng từ hợp lệ, "
        "trong phạm vi kinh "
        "phí được giao.",
        "#Điều 5. Quyền và nghĩa vụ của Bên A",
        "Hướng dẫn, kiểm tra việc thực hiện; tạm ứng, thanh toán theo Điều 4; thu hồi kinh phí khi Bên B sử "
        "dụng sai mục "
        "đích hoặc không thực hiện.",
        "#Điều 6. Quyền và nghĩa vụ của Bên B",
        "Thực hiện đúng nội dung, tiến độ, mục tiêu; bảo đảm vốn đối ứng; sử dụng kinh phí đúng mục đích; "
        "lưu giữ chứng từ; "
        "chịu sự kiểm tra của cơ quan có thẩm quyền; hoàn trả kinh phí sử dụng sai quy định.",
        "#Điều 7. Điều khoản chung",
        "1. Mọi sửa đổi, bổ sung được lập thành phụ lục hợp đồng. Tranh chấp được giải quyết bằng thương "
        "lượng; không thương "
        "lượng được thì do Tòa án có thẩm quyền giải quyết.",
        "2. Hợp đồng có hiệu lực từ ngày ký, lập thành ……… bản có giá trị như nhau, mỗi bên giữ ……… bản.",
    )
    sheet.signatures(("ĐẠI DIỆN BÊN A", SEAL), ("ĐẠI DIỆN BÊN B", SEAL))
    return sheet.made()


def parties(sheet: Sheet) -> None:
    """Write both parties of a contract; who signs for them is filled in by hand."""
    sheet.texts(
        "#BÊN A: {{ co_quan|upper }}",
        f"- Đại diện: Ông (Bà) {DOTS}; chức vụ: …………………",
        f"- Địa chỉ: {DOTS}; số tài khoản: …………………",
        "#BÊN B: {{ ben_nhan|upper }}",
        f"- Đại diện: Ông (Bà) {DOTS}; chức vụ: …………………",
        "- Địa chỉ: {{ dia_chi_ben_nhan }}.",
        "- Mã số thuế: {{ ma_so_thue_ben_nhan }}; số tài khoản: …………………",
        indent=False,
    )


def acceptance() -> bytes:
    """Return the minutes of acceptance at the place of work, one for each contract and beneficiary."""
    sheet = Sheet("Biên bản nghiệm thu cơ sở")
    sheet.heading(
        ("{{ co_quan_chu_quan|upper }}", "{{ co_quan|upper }}"),
        "Số: ………/BB-………",
        "{{ dia_danh }}, {{ ngay_van_ban }}",
    )
    sheet.title("BIÊN BẢN NGHIỆM THU CƠ SỞ", "Đề án: {{ ten_de_an }}")
    sheet.texts(
        f"Căn cứ {CONTRACT} giữa {{{{ co_quan }}}} và {{{{ ben_nhan }}}};",
        "Hôm nay, {{ ngay_van_ban }}, tại {{ dia_diem }}, chúng tôi gồm:",
        "#1. Đại diện {{ co_quan }} (Bên A)",
        f"- Ông (Bà) {DOTS}; chức vụ: …………………",
        f"- Ông (Bà) {DOTS}; chức vụ: …………………",
        "#2. Đại diện {{ ben_nhan }} (Bên B)",
        f"- Ông (Bà) {DOTS}; chức vụ: …………………",
        "#3. Đại diện đơn vị thụ hưởng: {{ don_vi_thu_huong }}",
        "- Địa chỉ: {{ dia_chi }}; mã số thuế: {{ ma_so_thue }}.",
        f"- Ông (Bà) {DOTS}; chức vụ: …………………",
        "#4. Đại diện chính quyền địa phương (nếu có)",
        f"- Ông (Bà) {DOTS}; chức vụ: …………………",
        "Các bên cùng tiến hành nghiệm thu với kết quả như sau:",
        "#I. Nội dung nghiệm thu",
        "- Công việc: {{ noi_dung_hop_dong }}.",
        "- Nội dung khuyến công: {{ noi_dung_khuyen_cong }}.",
        "- Thời gian thực hiện theo kế hoạch: từ ngày {{ ngay_bat_dau }} đến ngày {{ ngay_ket_thuc }}.",
        "#II. Kết quả so với mục tiêu",
    )
    sheet.rows(
        "chi_tieu",
        "cac_chi_tieu",
        (
            ("STT", "{{ chi_tieu.stt }}", 12, CENTRE),
            ("Chỉ tiêu", "{{ chi_tieu.ten }}", 68, None),
            ("Đơn vị tính", "{{ chi_tieu.don_vi }}", 28, CENTRE),
            ("Kế hoạch", "{{ chi_tieu.ke_hoach }}", 26, RIGHT),
            ("Thực hiện", "{{ chi_tieu.thuc_hien }}", 26, RIGHT),
        ),
    )
    sheet.texts(
        "#III. Kinh phí",
        "- Giá trị hợp đồng: {{ gia_tri_hop_dong }} đồng (Bằng chữ: {{ gia_tri_hop_dong_bang_chu }}).",
        "- Giá trị đã nghiệm thu đến nay theo sổ: {{ da_nghiem_thu }} đồng.",
        "- Giá trị nghiệm thu lần này: ……………………………… đồng.",
        "- Đã tạm ứng: {{ da_tam_ung }} đồng (chưa thu hồi: {{ tam_ung_con_treo }} đồng); "
        "đã thanh toán: {{ da_thanh_toan }} đồng.",
        "- Vốn đối ứng theo hồ sơ: {{ doi_ung }} đồng.",
        "#IV. Kết luận",
        f"- Chất lượng, khối lượng công việc: {DOTS}{DOTS}",
        f"- Ý kiến của các bên: {DOTS}{DOTS}",
        "- Các bên thống nhất nghiệm thu (không nghiệm thu): ……………………",
        "Biên bản được lập thành ……… bản có giá trị như nhau, đọc cho mọi người cùng nghe và thống nhất ký "
        "tên.",
    )
    sheet.signatures(("ĐẠI DIỆN BÊN A", SEAL), ("ĐẠI DIỆN BÊN B", SEAL), ("ĐƠN VỊ THỤ HƯỞNG", SEAL))
    return sheet.made()


def liquidation() -> bytes:
    """Return the minutes by which both parties end a contract."""
    sheet = Sheet("Biên bản thanh lý hợp đồng")
    sheet.nation("{{ dia_danh }}, {{ ngay_van_ban }}")
    sheet.title("BIÊN BẢN THANH LÝ HỢP ĐỒNG", CONTRACT)
    sheet.texts(
        f"Căn cứ {CONTRACT} về việc thực hiện đề án “{{{{ ten_de_an }}}}” (mã số {{{{ ma_de_an }}}});",
        "Căn cứ biên bản nghiệm thu cơ sở ngày ………………;",
        "Hôm nay, {{ ngay_van_ban }}, chúng tôi gồm:",
    )
    parties(sheet)
    sheet.texts(
        "Hai bên thống nhất thanh lý hợp đồng với các nội dung sau:",
        "#Điều 1. Kết quả thực hiện",
        "Bên B đã thực hiện công việc: {{ noi_dung_hop_dong }}. Giá trị công việc được nghiệm thu: "
        "{{ da_nghiem_thu }} đồng "
        "(Bằng chữ: {{ da_nghiem_thu_bang_chu }}).",
        "#Điều 2. Thanh toán",
        "1. Giá trị hợp đồng: {{ gia_tri_hop_dong }} đồng (Bằng chữ: {{ gia_tri_hop_dong_bang_chu }}).",
        "2. Bên A đã chi cho Bên B: {{ da_giai_ngan }} đồng (Bằng chữ: {{ da_giai_ngan_bang_chu }}), trong "
        "đó tạm ứng "
        "{{ da_tam_ung }} đồng, thanh toán {{ da_thanh_toan }} đồng, gồm các lần:",
    )
    sheet.rows(
        "lan",
        "cac_lan_chi",
        (
            ("STT", "{{ lan.stt }}", 12, CENTRE),
            ("Ngày", "{{ lan.ngay }}", 32, CENTRE),
            ("Nội dung", "{{ lan.loai }}", 36, None),
            ("Số chứng từ", "{{ lan.chung_tu }}", 40, None),
            ("Số tiền (đồng)", "{{ lan.so_tien }}", 40, RIGHT),
        ),
    )
    sheet.texts(
        "3. Giá trị hợp đồng chưa chi: {{ con_phai_tra }} đồng (Bằng chữ: {{ con_phai_tra_bang_chu }}).",
        f"4. Xử lý phần còn lại: {DOTS}{DOTS}",
        "#Điều 3. Kết luận",
        "Hai bên đã hoàn thành các nghĩa vụ theo hợp đồng, không còn khiếu nại gì về sau. Hợp đồng được "
        "thanh lý kể từ ngày "
        "ký biên bản này.",
        "Biên bản được lập thành ……… bản có giá trị như nhau, mỗi bên giữ ……… bản.",
    )
    sheet.signatures(("ĐẠI DIỆN BÊN A", SEAL), ("ĐẠI DIỆN BÊN B", SEAL))
    return sheet.made()
