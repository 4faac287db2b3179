"""Projects and pasted lists for tests of annexes and openings."""

from collections.abc import Iterable

from sqlalchemy import insert

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.kernel.text import search_key, sort_key
from promotion.projects.models import IndicatorValue, Project
from tests.support.treasury import DAY


def projects_of(
    office,
    size: int,
    *,
    level: str = "national",
    home: str = "2024-91",
    first: int = 1,
    name: str | None = None,
) -> list[str]:
    """Record approved projects KC-0001, KC-0002 … of a centre, each with one planned content; return public ids."""
    unit = office.treasury.units[f"centre-{home}"]
    numbers = range(first, first + size)

    def enter() -> None:
        for number in numbers:
            called = name or f"Đề án số {number}"
            row = {
                "public_id": f"project-{number}", "code": f"KC-{number:04}", "name": called,
                "search_key": search_key(called), "sort_key": sort_key(called), "level": level, "kind": "single",
                "home": home, "commune": "", "unit_id": unit, "objective": "", "state": "approved", "version": 1,
                "created_by": 1, "created_at": now(),
            }  # fmt: skip
            made = db.session.execute(insert(Project).values(row).returning(Project.id)).scalar_one()
            planned = {
                "project_id": made, "content_code": "ND3A", "indicator_code": "demonstration_models",
                "stage": "plan", "value": 1, "as_of": DAY, "by": 1, "at": now(),
            }  # fmt: skip
            db.session.execute(insert(IndicatorValue).values(planned))

    unit_of_work.run(enter)
    return [f"project-{number}" for number in numbers]


def pasted(rows: Iterable[tuple[str, str]], total: str | None = None) -> str:
    """Return a list of codes and amounts in million đồng as a sheet gives it, its heading in row 1."""
    lines = ["STT\tMã đề án\tKinh phí (triệu đồng)"]
    lines += [f"{number}\t{code}\t{amount}" if code else "" for number, (code, amount) in enumerate(rows, 1)]
    return "\n".join([*lines, *([f"\tTổng cộng\t{total}"] if total else [])])
