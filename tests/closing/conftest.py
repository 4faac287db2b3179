"""A fund of a year that has ended, with everything that can be left in one."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from promotion.closing import service
from promotion.closing.drafts import CloseDraft, YearEndDraft
from promotion.closing.statement import statement
from promotion.database import unit_of_work
from promotion.database.base import new_public_id
from promotion.database.handle import db
from promotion.disbursement.models import Commitment
from promotion.kernel.calendar import now
from promotion.ledger.drafts import Document
from promotion.ledger.models import Envelope, Fund
from promotion.projects.models import Project
from tests.support.treasury import DAY, Chain, Treasury, chain

END = date(2025, 3, 1)
PAPER = Document("9/QĐ", END, "Bộ Công Thương")
ALLOWED = Document("10/QĐ", END, "Bộ Tài chính")


@pytest.fixture
def treasury(app):
    """People and units, on this test's own database, within a request of somebody who reads Vietnamese."""
    with app.test_request_context():
        yield Treasury()


@pytest.fixture
def old(treasury) -> Chain:
    """A national fund of one person of 2024 with a share, a line and a contract that has its record."""
    found = chain(treasury, project=project(treasury))
    record(found.commitment)
    return found


@pytest.fixture
def spent(treasury, old):
    """Of 1000 approved 700 are released, 600 shared, 400 assigned; of a contract of 500 270 are paid, 200 accepted."""
    for kind, place, amount in (
        ("approve", old.top, 1000), ("list", old.line, 900), ("release", old.top, 700), ("share", old.share, 600),
        ("assign", old.line, 400), ("commit", old.commitment, 500), ("advance", old.commitment, 150),
        ("accept", old.commitment, 200), ("pay", old.commitment, 120),
    ):  # fmt: skip
        treasury.act(kind, old.fund, (place, amount))
    return old


def project(treasury: Treasury, number: int = 1) -> int:
    """Insert a project of Kiên Giang."""
    row = {
        "public_id": new_public_id(), "code": f"KC-{number}", "name": f"Đề án {number}", "search_key": "x",
        "sort_key": str(number), "level": "national", "home": "2024-91", "kind": "single", "commune": "",
        "unit_id": treasury.units["centre-2024-91"], "objective": "", "state": "running", "version": 1,
        "created_by": 1, "created_at": now(),
    }  # fmt: skip
    return int(
        unit_of_work.run(lambda: db.session.scalars(insert(Project).values(row).returning(Project.id)).one())
    )


def record(contract: int, number: str = "01/HĐ") -> None:
    """Give a contract its record."""

    def act() -> None:
        place = db.session.get_one(Envelope, contract)
        db.session.add(
            Commitment(
                public_id=place.public_id, envelope_id=place.id, line_id=place.parent_id, kind="contract",
                number=number, day=DAY, party="Công ty A", subject="Máy", proposed_value=100, created_by=1,
                created_at=now(),
            )
        )  # fmt: skip

    unit_of_work.run(act)


def next_year(fund: Fund) -> dict[tuple[str, str], int]:
    """Return what the fund of the year after holds, by kind of envelope and counter, as far as there is any."""
    query = select(Envelope).where(Envelope.budget_year == fund.budget_year + 1, Envelope.level == fund.level)
    found: dict[tuple[str, str], int] = {}
    names = (
        *(
            "to_list",
            "to_release",
            "money",
            "to_assign",
            "to_commit",
            "owed",
            "to_accept",
            "due",
            "uncleared",
        ),
        *("carried_in", "rights_in", "carried_out", "released", "assigned"),
    )
    for place in db.session.scalars(query.execution_options(populate_existing=True)):
        for name in names:
            if getattr(place, name):
                key = (place.kind, name)
                found[key] = found.get(key, 0) + getattr(place, name)
    return found


def look(treasury, fund, fates=None):
    db.session.rollback()
    return service.look(treasury.head, fund.public_id, fates or {}, "vi")


def end(treasury, fund, fates=None, permission=ALLOWED, day=END):
    found = look(treasury, fund, fates)
    draft = YearEndDraft(PAPER, day, permission, fates or {}, None, found.mark)
    return unit_of_work.run(lambda: service.end_year(treasury.head, fund.public_id, draft))


def close(treasury, fund, day=END):
    return unit_of_work.run(lambda: service.close(treasury.head, fund.public_id, CloseDraft(PAPER, day)))


def even(fund) -> bool:
    db.session.rollback()
    sums = statement(fund.id)
    assert len(sums) == 3
    return all(one.even for one in sums)


def left(fund) -> int:
    """What the statement says is left: its last terms."""
    db.session.rollback()
    return sum(one.became[-1].value for one in statement(fund.id))
