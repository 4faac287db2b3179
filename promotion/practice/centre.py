"""Units outside provinces: real institutions that carry out national tasks, beside the agency and its two centres."""

from sqlalchemy import select

from promotion.database.handle import db
from promotion.database.reference import renew_mark
from promotion.kernel.text import search_key, sort_key
from promotion.practice.chance import public_ids
from promotion.units.models import Unit, UnitName
from promotion.units.rules import UnitKind

_NEW = (
    ("bao-cong-thuong", "Báo Công Thương", "Industry and Trade Newspaper"),
    ("tap-chi-cong-thuong", "Tạp chí Công Thương", "Industry and Trade Magazine"),
    ("vitic", "Trung tâm Thông tin Công nghiệp và Thương mại", "Vietnam Industry and Trade Information Centre"),
    ("vioit", "Viện Nghiên cứu Chiến lược, Chính sách Công Thương",
     "Vietnam Institute of Strategy and Policy for Industry and Trade"),
    ("vien-det-may", "Viện Dệt May", "Textile Research Institute"),
    ("vien-da-giay", "Viện Nghiên cứu Da - Giầy", "Leather and Shoe Research Institute"),
    ("vien-co-khi", "Viện Nghiên cứu Cơ khí", "National Research Institute of Mechanical Engineering"),
    ("vien-thuc-pham", "Viện Công nghiệp Thực phẩm", "Food Industries Research Institute"),
    ("lang-nghe", "Hiệp hội Làng nghề Việt Nam", "Vietnam Craft Villages Association"),
    ("lien-minh-hop-tac-xa", "Liên minh Hợp tác xã Việt Nam", "Vietnam Cooperative Alliance"),
    ("truong-can-bo", "Trường Đào tạo, Bồi dưỡng cán bộ Công Thương Trung ương",
     "Central Training School for Industry and Trade Officials"),
)  # fmt: skip
CODES = ("agency", "ipc1", "ipc2", *(code for code, _vi, _en in _NEW))
"""The units outside provinces that have tasks, the agency first."""


def enter() -> dict[str, Unit]:
    """Record the units that reference data does not name; return all units by code."""
    ids = public_ids("units")
    for code, name_vi, name_en in _NEW:
        unit = Unit(
            public_id=next(ids),
            code=code,
            kind=str(UnitKind.other),
            province_key=None,
            valid_from=None,
            valid_to=None,
            search_key=search_key(f"{name_vi} {name_en} {code}"),
            sort_key=sort_key(name_vi),
        )
        db.session.add(unit)
        db.session.flush()
        db.session.add(UnitName(unit_id=unit.id, name_vi=name_vi, name_en=name_en, verified=False))
    db.session.flush()
    db.session.expire_all()
    renew_mark()
    return {unit.code: unit for unit in db.session.scalars(select(Unit))}
