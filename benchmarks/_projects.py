"""The projects to a large ledger: invented names over real words of the trade, one project to each line of money."""

import random
from collections.abc import Iterator, Mapping

from promotion.kernel.text import search_key, sort_key

Row = tuple[object, ...]

COLUMNS = (
    "id, public_id, code, name, search_key, sort_key, level, kind, home, commune, unit_id, objective, state, version, "
    "created_by, created_at"
)
STATES = ("draft", "registered", "approved", "running", "accepted", "settled")
AIMS = (
    "Hỗ trợ ứng dụng máy móc tiên tiến",
    "Xây dựng mô hình trình diễn kỹ thuật",
    "Đào tạo nghề, nâng cao tay nghề",
    "Hỗ trợ dây chuyền thiết bị hiện đại",
    "Hỗ trợ xây dựng, đăng ký nhãn hiệu",
    "Tổ chức bình chọn sản phẩm tiêu biểu",
)
OBJECTIVE = (
    "Nâng cao năng suất, chất lượng sản phẩm, giảm tiêu hao nguyên liệu và điện năng, tạo việc làm ổn định cho "
    "lao động nông thôn, mở rộng thị trường tiêu thụ trong và ngoài tỉnh"
)
GOODS = (
    "sấy cà phê", "đóng gói chè xanh", "chế biến hạt điều", "ép dầu lạc", "xay xát gạo", "dệt thổ cẩm",
    "may công nghiệp", "đan lát mây tre", "chạm khắc đá mỹ nghệ", "gia công cơ khí", "sản xuất gạch không nung",
    "chế biến nước mắm", "sấy cá cơm", "làm bánh tráng", "chế biến gỗ xuất khẩu", "gốm sứ", "bảo quản trái cây",
    "chế biến cao su",
)  # fmt: skip


def rows(lines: Iterator[Row], places: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of projects, given their lines as (project, level, year, home, unit) and the provinces' names."""
    keys: dict[str, tuple[str, str]] = {}
    for project, level, year, home, unit in lines:
        chance = random.Random(int(str(project)))
        where = places[str(home)]
        about = f"{chance.choice(AIMS)} trong {chance.choice(GOODS)} tại {where}"
        if about not in keys:
            keys[about] = search_key(about), sort_key(about)
        found, sorted_ = keys[about]
        code = f"{'KCQG' if level == 'national' else 'KCDP'}-{year}-{project:06}"
        yield (
            project, f"p{project}", code, about, f"{code.lower()} {found}", sorted_, level, "single", home, "", unit,
            OBJECTIVE, chance.choice(STATES), 1, 1, "2025-01-01",
        )  # fmt: skip
