"""Ways to promote: contents with the sizes, kinds and titles that the invented projects have under them."""

from dataclasses import dataclass
from random import Random

from promotion.kernel.choices import Level
from promotion.projects.rules import ProjectKind

SINGLE, GROUP, TASK = ProjectKind.single, ProjectKind.group, ProjectKind.task
DIGITAL_FROM = 2026  # ND10 stands in plans since Decree 235/2025/NĐ-CP took effect


@dataclass(frozen=True)
class Way:
    """A content carried out in one way: amounts (million đồng), how often, and what the project is called.

    `each` is the most one beneficiary of a group gets (million đồng); `counts` what it counts instead of its content's
    usual indicators. In titles {work}, {noun} and {kit} come from
    the trade, {place} is the province, {n} counts beneficiaries and {heads} people.
    """

    content: str
    kind: ProjectKind
    least: int
    most: int
    often: int
    titles: tuple[str, ...]
    each: int = 0
    counts: tuple[tuple[str, str], ...] = ()


WAYS = (
    Way("ND3B", SINGLE, 60, 300, 22, (
        "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong {work} tại {commune}",
        "Hỗ trợ đầu tư {kit} trong {work}",
        "Hỗ trợ ứng dụng {kit} trong {work} tại {commune}")),
    Way("ND3B", SINGLE, 300, 450, 8, (
        "Hỗ trợ ứng dụng dây chuyền công nghệ tiên tiến trong {work} tại {commune}",
        "Hỗ trợ chuyển giao công nghệ và dây chuyền thiết bị {work}"), counts=(("technology_lines", "one"),)),
    Way("ND3B", GROUP, 400, 2_400, 26, (
        "Hỗ trợ {n} cơ sở công nghiệp nông thôn ứng dụng máy móc thiết bị tiên tiến trong {work}",
        "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong {work} cho {n} cơ sở công nghiệp nông thôn {place}"), 300),
    Way("ND3A", SINGLE, 250, 1_000, 18, (
        "Xây dựng mô hình trình diễn kỹ thuật {work} tại {commune}",
        "Xây dựng mô hình trình diễn kỹ thuật {work} có sử dụng {kit}")),
    Way("ND3C", SINGLE, 120, 500, 6, (
        "Xây dựng mô hình thí điểm áp dụng sản xuất sạch hơn trong {work}",
        "Hỗ trợ áp dụng sản xuất sạch hơn trong {work} tại {commune}")),
    Way("ND1", SINGLE, 60, 450, 9, (
        "Đào tạo nghề {noun} cho {heads} lao động nông thôn tại {commune}",
        "Truyền nghề, nâng cao tay nghề {noun} cho {heads} lao động tại {commune}")),
    Way("ND2", TASK, 60, 300, 5, (
        "Tập huấn khởi sự doanh nghiệp và nâng cao năng lực quản lý cho cơ sở công nghiệp nông thôn {place} năm {year}",
        "Hội thảo nâng cao nhận thức về sản xuất sạch hơn cho cơ sở công nghiệp nông thôn {place} năm {year}")),
    Way("ND4A", TASK, 60, 250, 4, (
        "Tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu {place} năm {year}",)),
    Way("ND4B", TASK, 200, 1_800, 8, (
        "Hỗ trợ cơ sở công nghiệp nông thôn {place} tham gia hội chợ, triển lãm trong nước năm {year}",
        "Tổ chức hội chợ triển lãm hàng công nghiệp nông thôn {place} năm {year}")),
    Way("ND4C", GROUP, 60, 280, 7, (
        "Hỗ trợ {n} cơ sở {noun} xây dựng, đăng ký nhãn hiệu và thiết kế bao bì sản phẩm",), 35),
    Way("ND4C", SINGLE, 60, 250, 3, (
        "Hỗ trợ đầu tư phòng trưng bày, giới thiệu sản phẩm công nghiệp nông thôn tại {commune}",),
        counts=(("showrooms", "one"),)),
    Way("ND5", GROUP, 60, 280, 4, (
        "Tư vấn, trợ giúp {n} cơ sở {noun} về thiết kế mẫu mã và bao bì đóng gói",
        "Tư vấn cho {n} cơ sở {noun} về lập dự án đầu tư và quản lý sản xuất"), 35),
    Way("ND6", TASK, 60, 400, 6, (
        "Xây dựng chuyên mục truyền hình về khuyến công và công nghiệp nông thôn {place} năm {year}",
        "Xuất bản bản tin công thương, tuyên truyền hoạt động khuyến công {place} năm {year}")),
    Way("ND7A", SINGLE, 80, 200, 2, ("Hỗ trợ thành lập cụm liên kết doanh nghiệp {noun} tại {commune}",)),
    Way("ND7B", SINGLE, 200, 500, 2, ("Hỗ trợ lập quy hoạch chi tiết cụm công nghiệp {cluster}",),
        counts=(("cluster_plans", "one"),)),
    Way("ND7B", SINGLE, 1_300, 6_000, 9, ("Hỗ trợ đầu tư hạ tầng kỹ thuật cụm công nghiệp {cluster}",)),
    Way("ND7C", SINGLE, 100, 300, 3, ("Hỗ trợ xử lý ô nhiễm môi trường tại cơ sở {noun} ở {commune}",)),
    Way("ND7C", SINGLE, 600, 1_500, 4, (
        "Hỗ trợ đầu tư hệ thống xử lý nước thải tập trung tại cụm công nghiệp {cluster}",)),
    Way("ND7D", SINGLE, 150, 500, 2, ("Hỗ trợ di dời cơ sở {noun} gây ô nhiễm vào cụm công nghiệp {cluster}",)),
    Way("ND9", TASK, 60, 300, 6, (
        "Tập huấn nghiệp vụ khuyến công cho cán bộ và cộng tác viên {place} năm {year}",
        "Kiểm tra, giám sát và quản lý chương trình khuyến công {place} năm {year}")),
    Way("ND10", GROUP, 80, 400, 6, ("Hỗ trợ chuyển đổi số trong quản lý sản xuất cho {n} cơ sở {noun}",), 60),
)  # fmt: skip

CENTRAL_TASKS: dict[str, tuple[str, ...]] = {
    "ND1": ("Đào tạo nghề may công nghiệp cho lao động nông thôn gắn với doanh nghiệp tiếp nhận năm {year}",
            "Truyền nghề, phát triển nghề thủ công mỹ nghệ tại các làng nghề năm {year}"),
    "ND2": ("Tập huấn khởi sự doanh nghiệp công nghiệp nông thôn các tỉnh, thành phố năm {year}",
            "Đào tạo nâng cao năng lực quản lý cho hợp tác xã công nghiệp, tiểu thủ công nghiệp năm {year}"),
    "ND3C": ("Tư vấn, đánh giá áp dụng sản xuất sạch hơn tại cơ sở công nghiệp nông thôn năm {year}",),
    "ND4A": ("Tổ chức bình chọn và tôn vinh sản phẩm công nghiệp nông thôn tiêu biểu {round} năm {year}",),
    "ND4B": ("Tổ chức hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu khu vực phía Nam năm {year}",
             "Tổ chức hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc năm {year}",
             "Hỗ trợ cơ sở công nghiệp nông thôn tham gia hội chợ, triển lãm tại nước ngoài năm {year}"),
    "ND5": ("Tư vấn ứng dụng công nghệ và thiết bị mới cho cơ sở công nghiệp nông thôn năm {year}",),
    "ND6": ("Tuyên truyền về hoạt động khuyến công trên báo in, báo điện tử năm {year}",
            "Xây dựng, vận hành trang thông tin điện tử về khuyến công năm {year}",
            "Xuất bản chuyên san và bản tin khuyến công năm {year}"),
    "ND7A": ("Hỗ trợ xây dựng liên kết giữa làng nghề và doanh nghiệp tiêu thụ sản phẩm năm {year}",),
    "ND8": ("Tổ chức đoàn khảo sát, học tập kinh nghiệm phát triển công nghiệp nông thôn ở nước ngoài năm {year}",),
    "ND9": ("Tổ chức hội nghị khuyến công các vùng và tập huấn nghiệp vụ khuyến công năm {year}",
            "Kiểm tra, giám sát thực hiện các đề án khuyến công quốc gia năm {year}",
            "Khảo sát, xây dựng định mức kinh tế - kỹ thuật hoạt động khuyến công năm {year}"),
}  # fmt: skip

# What the units outside provinces do; who is not named here consults.
CENTRAL_WORK = {
    "agency": ("ND9", "ND4A", "ND8", "ND9", "ND6", "ND2"),
    "ipc1": ("ND4B", "ND2", "ND1", "ND5", "ND6"),
    "ipc2": ("ND4B", "ND2", "ND1", "ND5", "ND6"),
    "bao-cong-thuong": ("ND6",),
    "tap-chi-cong-thuong": ("ND6",),
    "vitic": ("ND6",),
    "vioit": ("ND9",),
    "vien-det-may": ("ND1", "ND3C"),
    "vien-da-giay": ("ND1", "ND3C"),
    "vien-co-khi": ("ND5",),
    "vien-thuc-pham": ("ND3C", "ND5"),
    "lang-nghe": ("ND7A", "ND1"),
    "lien-minh-hop-tac-xa": ("ND2",),
    "truong-can-bo": ("ND2", "ND9"),
}
_CONSULT = ("ND5",)

OBJECTIVES = {
    "ND1": "Nâng cao tay nghề, tạo việc làm ổn định cho lao động nông thôn và bổ sung nguồn lao động cho cơ sở {noun}",
    "ND3C": "Giảm tiêu hao nguyên liệu, năng lượng và giảm phát thải trong {work}",
    "ND4C": "Nâng cao giá trị, sức cạnh tranh và mở rộng thị trường cho sản phẩm của cơ sở {noun}",
    "ND5": "Giúp cơ sở {noun} hoàn thiện mẫu mã, quản lý sản xuất và mở rộng thị trường",
    "ND7A": "Liên kết cơ sở {noun} trong cung ứng nguyên liệu, sản xuất và tiêu thụ sản phẩm",
    "ND7B": "Hoàn thiện hạ tầng cụm công nghiệp, tạo mặt bằng thu hút cơ sở sản xuất vào đầu tư",
    "ND7C": "Xử lý triệt để ô nhiễm, bảo đảm nước thải đạt quy chuẩn trước khi xả ra môi trường",
    "ND7D": "Đưa cơ sở {noun} gây ô nhiễm ra khỏi khu dân cư, ổn định sản xuất lâu dài",
    "ND10": "Ứng dụng công nghệ số trong quản lý sản xuất, bán hàng và truy xuất nguồn gốc của cơ sở {noun}",
}  # fmt: skip
OBJECTIVE = "Nâng cao năng lực {work}, đổi mới thiết bị, nâng chất lượng sản phẩm và tạo việc làm ổn định cho lao động"
"""What projects aim at, by content; the last one serves demonstration models and machinery."""

# What a project counts: indicator and how many for a project of n beneficiaries, people and years' money.
INDICATORS: dict[str, tuple[tuple[str, str], ...]] = {
    "ND1": (("workers_trained", "heads"), ("classes", "classes")),
    "ND2": (("trainees", "heads"), ("courses", "classes")),
    "ND3A": (("demonstration_models", "one"),),
    "ND3B": (("establishments_machinery", "n"),),
    "ND3C": (("cleaner_models", "one"),),
    "ND4A": (("products_registered", "heads"), ("products_recognised", "part")),
    "ND4B": (("fairs", "classes"), ("establishments_fairs", "heads")),
    "ND4C": (("brands", "n"),),
    "ND5": (("establishments_advised", "n"),),
    "ND6": (("broadcasts", "classes"), ("publications", "part")),
    "ND7A": (("linkages", "one"),),
    "ND7B": (("cluster_infrastructure", "one"),),
    "ND7C": (("treatment_systems", "one"),),
    "ND7D": (("relocated", "one"),),
    "ND8": (("international", "one"),),
    "ND9": (("staff_trained", "heads"), ("inspections", "classes")),
    "ND10": (("digital", "n"),),
}


def way_for(chance: Random, amount: int, level: Level, year: int) -> Way:
    """Choose a way whose amounts (million đồng) fit; national money goes to single and group projects."""
    fitting = [
        way
        for way in WAYS
        if way.least <= amount <= way.most
        and (way.content != "ND10" or year >= DIGITAL_FROM)
        and (level is Level.local or way.kind is not TASK)
    ]
    if not fitting:
        return next(
            way
            for way in WAYS
            if way.content == "ND3B" and way.kind is (SINGLE if amount < WAYS[0].least else GROUP)
        )
    return chance.choices(fitting, [way.often for way in fitting])[0]


def central_task(chance: Random, unit: str, turn: int, year: int) -> tuple[str, str]:
    """Return content and title of the task with this turn of a unit outside provinces."""
    works = CENTRAL_WORK.get(unit, _CONSULT)
    content = works[turn % len(works)]
    round_ = "cấp quốc gia" if year % 2 else "cấp khu vực"
    return content, chance.choice(CENTRAL_TASKS[content]).format(year=year, round=round_)


def counted(
    chance: Random, content: str, n: int, counts: tuple[tuple[str, str], ...] = ()
) -> list[tuple[str, int]]:
    """Return the indicators of a content (or the ones given) with plausible planned values."""
    heads = chance.choice((25, 30, 35, 40, 50, 60, 70, 80, 90))
    values = {"n": n, "one": 1, "heads": heads, "part": heads // 2, "classes": max(heads // 30, 1)}
    return [(code, values[kind]) for code, kind in counts or INDICATORS[content]]
