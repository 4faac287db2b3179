"""The stage of a whole budget year: people, three approved projects with their lines, and nothing decided yet."""

from datetime import date
from pathlib import Path

from promotion.allocation import service as allocation
from promotion.allocation.drafts import OpenDraft
from promotion.database import unit_of_work
from promotion.database.handle import db
from tests.factories.complete import state_everywhere
from tests.journeys.stage import Plan, Stage, person
from tests.support import house

YEAR = 2024
MILLION = 10**6
PLANS = (
    Plan("Dây chuyền chế biến cá khô Rạch Giá", "centre-2024-91", "2024-91", 0, "ND3B", "Công ty TNHH Biển Tây"),
    Plan("Mô hình trình diễn sấy lạnh trái cây Gò Công", "centre-2024-82", "2024-82", 0, "ND3A", "Hợp tác xã Gò Công"),
    Plan("Dây chuyền chế biến chè xanh Tân Cương", "centre-2024-19", "2024-19", 0, "ND3B", "Hợp tác xã chè Tân Cương"),
)  # fmt: skip
_DESKS = ("an-giang", "dong-thap", "thai-nguyen")


def build(address: str, folder: Path) -> None:
    """Bring an empty database to the eve of the budget year 2024."""
    house.filled_by(house.UPGRADE, house.REFERENCE)(address, folder)
    app = house.open_house(house.settings_for(address, folder))
    try:
        with app.app_context():
            stage = Stage()
            stage.enter_people()
            chief = person("agency.head")
            draft = OpenDraft(YEAR, stage.public_ids["agency"])
            fund = unit_of_work.run(lambda: allocation.open_fund(person("agency"), draft))
            for plan, slug in zip(PLANS, _DESKS, strict=True):
                stage.project(plan, fund, person(f"clerk.{slug}"), chief)
            state_everywhere(2021)
            db.session.remove()
    finally:
        house.close_house(app)


__all__ = ["MILLION", "PLANS", "YEAR", "build", "date"]
