"""What the style page shows: invented, life-like content for every component. Nothing else uses it.

Names, amounts and documents are made up; only places are real. Amounts are whole đồng.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

MILLION = 1_000_000
LONG_NAME = (
    "Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong sản xuất nước mắm và chế biến thủy sản khô xuất khẩu "
    "cho các cơ sở công nghiệp nông thôn trên địa bàn huyện Kiên Lương và thành phố Hà Tiên"
)
CONTENTS = (
    "Xây dựng mô hình trình diễn kỹ thuật",
    "Ứng dụng máy móc thiết bị tiên tiến, chuyển giao công nghệ, tiến bộ khoa học kỹ thuật vào sản xuất",
    "Phát triển sản phẩm công nghiệp nông thôn tiêu biểu",
    "Tư vấn, trợ giúp các cơ sở công nghiệp nông thôn",
)
BENEFICIARIES = ("Doanh nghiệp nhỏ và vừa", "Hợp tác xã, tổ hợp tác", "Hộ kinh doanh")


class SpecimenForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """One field of each kind."""

    name = StringField(_l("Project name"), [InputRequired(), Length(max=200)])
    code = StringField(_l("Project code"))
    amount = StringField(_l("Support requested"), [InputRequired()])
    starts = StringField(_l("Start"), [InputRequired()])
    ends = StringField(_l("End"))
    level = RadioField(
        _l("Level"),
        [InputRequired()],
        choices=[SelectChoice("national", "Quốc gia"), SelectChoice("local", "Địa phương")],
    )
    content = SelectField(
        _l("Content"),
        [InputRequired()],
        choices=[SelectChoice("", "– Vui lòng chọn –"), *(SelectChoice(text, text) for text in CONTENTS)],
    )
    beneficiaries = SelectMultipleField(
        _l("Beneficiaries"),
        choices=[SelectChoice(text, text) for text in BENEFICIARIES],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    reason = TextAreaField(_l("Reason"), [InputRequired()])
    stop_reason = TextAreaField(_l("Reason for stopping"))
    scan = FileField(_l("Decision (scan)"))
    password = PasswordField(_l("Your password"))
    checked = BooleanField(_l("I have checked the figures against the decision"), [InputRequired()])


@dataclass(frozen=True)
class Place:
    """One row of the table of figures, in đồng; region is empty for places, a name for a heading."""

    name: str
    approved: int = 0
    released: int | None = 0
    assigned: int = 0
    disbursed: int = 0
    region: str = ""

    @property
    def rate(self) -> Fraction | None:
        """Disbursed of approved."""
        return Fraction(self.disbursed, self.approved) if self.approved else None


@dataclass(frozen=True)
class Scheme:
    """One row of the list of projects; support in đồng."""

    name: str
    unit: str
    support: int
    disbursed: int
    state: str
    state_text: str

    @property
    def rate(self) -> Fraction:
        """Disbursed of support."""
        return Fraction(self.disbursed, self.support)


REGIONS = (
    ("Khu vực phía Bắc", (("Thái Nguyên", 3200, 1120, 1120, 640), ("Phú Thọ", 4150, 1452, 1300, 1300))),
    (
        "Khu vực miền Trung - Tây Nguyên",
        (("Thừa Thiên Huế", 2900, 1015, 1015, 0), ("Đắk Lắk", 3600, None, 0, 0), ("Quảng Ngãi", 0, 0, 0, 0)),
    ),
    (
        "Khu vực phía Nam",
        (("Kiên Giang", 5400, 1890, 1650, 1714), ("Bà Rịa - Vũng Tàu", 2750, 962, 962, 410)),
    ),
)


def places() -> list[Place]:
    """Return headings and places in the order of the table."""
    rows: list[Place] = []
    for region, members in REGIONS:
        rows.append(Place(region, region=region))
        for name, *figures in members:
            approved, released, assigned, disbursed = (
                None if figure is None else figure * MILLION for figure in figures
            )
            rows.append(Place(name, approved or 0, released, assigned or 0, disbursed or 0))
    return rows


def schemes() -> list[Scheme]:
    """Return projects with long and short names in several states."""
    return [
        Scheme(
            LONG_NAME,
            "Trung tâm Khuyến công tỉnh Kiên Giang",
            900 * MILLION,
            315 * MILLION,
            "running",
            "Đang thực hiện",
        ),
        Scheme(
            "Dây chuyền chế biến chè",
            "Trung tâm Khuyến công và Xúc tiến thương mại Thái Nguyên",
            450 * MILLION,
            450 * MILLION,
            "settled",
            "Đã quyết toán",
        ),
        Scheme("Gạch không nung", "Trung tâm Khuyến công Phú Thọ", 300 * MILLION, 0, "waiting", "Chờ vốn"),
        Scheme(
            "Phòng trưng bày sản phẩm",
            "Trung tâm Khuyến công Đắk Lắk",
            250 * MILLION,
            60 * MILLION,
            "stopped",
            "Ngừng triển khai",
        ),
    ]


def chain_steps() -> list[dict[str, Any]]:
    """Return the six steps of the money of 2024, in đồng."""
    approved = 130_000 * MILLION
    sums = (
        ("Được duyệt", 130_000, ""),
        ("Được phân bổ", 45_000, "so với được duyệt"),
        ("Đã giao", 43_200, "so với được phân bổ"),
        ("Đã ký hợp đồng", 41_870, "so với được duyệt"),
        ("Đã giải ngân", 38_650, "so với được duyệt"),
        ("Đã nghiệm thu", 30_115, "so với được duyệt"),
    )
    return [
        {
            "label": label,
            "amount": amount * MILLION,
            "rate": Fraction(amount * MILLION, 45_000 * MILLION if "phân bổ" in base else approved),
            "base": base,
            "href": "#chain",
        }
        for label, amount, base in sums
    ]


def drawing() -> dict[str, Any]:
    """Return what a chart of the same steps is drawn from."""
    amounts = [step["amount"] for step in chain_steps()]
    texts = [f"{amount // MILLION:,}".replace(",", ".") for amount in amounts]
    return {
        "kind": "bars",
        "language": "vi",
        "words": "Trong 130.000 triệu đồng được duyệt, 45.000 triệu đồng đã được phân bổ.",
        "unit": "triệu đồng",
        "factor": MILLION,
        "categories": [step["label"] for step in chain_steps()],
        "series": [{"name": "2024", "values": amounts, "texts": texts}],
    }


def history() -> list[dict[str, Any]]:
    """Return two entries of a project's history, newest first."""
    return [
        {
            "when": datetime(2024, 9, 12, 7, 5, tzinfo=UTC),
            "who": "Trần Quốc Bảo, Phó Giám đốc",
            "what": "Trả lại để bổ sung",
            "note": "Đề nghị nêu rõ công suất máy và kèm báo giá của ít nhất ba nhà cung cấp.",
            "href": "#history",
        },
        {
            "when": datetime(2024, 9, 10, 2, 30, tzinfo=UTC),
            "who": "Nguyễn Thị Hồng Ánh, Chuyên viên",
            "what": "Sửa đề án",
            "changes": [
                {"field": "Kinh phí hỗ trợ", "before": "850.000.000 đồng", "after": "900.000.000 đồng"},
                {"field": "Đơn vị phối hợp", "before": "", "after": "Phòng Kinh tế thành phố Hà Tiên"},
            ],
        },
    ]


def content() -> dict[str, Any]:
    """Return the variables of web/style.html, without its form."""
    whole = [place for place in places() if not place.region]
    return {
        "places": places(),
        "total": Place(
            "",
            sum(place.approved for place in whole),
            sum(place.released or 0 for place in whole),
            sum(place.assigned for place in whole),
            sum(place.disbursed for place in whole),
        ),
        "schemes": schemes(),
        "chain_steps": chain_steps(),
        "drawing": drawing(),
        "history": history(),
        "long_name": LONG_NAME,
        "rates": [Fraction(9, 26), Fraction(0), Fraction(1), Fraction(114, 100), None],
    }
