"""The machine of random acts once more, through the pages: forms, tokens and keys as people send them (T-2).

A page that is new joins by a line in tests/ledger/pages/forms.py. The seed is printed; RANDOM_SEED repeats a run.
"""

import pytest

from promotion.ledger import verify
from promotion.ledger.deeds import ActKind
from tests.ledger.pages.forms import PAGES
from tests.ledger.pages.machine import Pages
from tests.support import lots
from tests.support.desk import Desk

pytestmark = pytest.mark.data("desk")

DECISIONS = {"propose", "decided", "sent back", "taken back"}


@pytest.fixture
def desk(app):
    """People, projects and money, brought as far as a test needs."""
    with app.app_context():
        yield Desk()


def run(app, desk: Desk, operations: int, *, fresh: bool = False) -> Pages:
    """Send so many forms, more while an act was never booked; on the way the small fund comes to its end."""
    pages = Pages(app, desk, lots.seed(fresh=fresh))
    small = pages.ground.funds[2023]
    for number in range(2 * operations):
        if (
            number >= operations
            and not pages.offers.missing
            and set(PAGES) | DECISIONS <= set(pages.accepted)
        ):
            break
        if number == operations // 3:
            pages.offers.winding_up = small
        if number == operations * 4 // 5:
            pages.ground.close_quarter(2024)
        if small in pages.model.closed:
            pages.offers.winding_up = None
        pages.step()
    pages.compare(set(pages.model.places))
    pages.eye.close()
    assert verify.differences() == []
    print(f"{dict(pages.accepted)}; {dict(pages.booked)}; refused: {dict(pages.refusals)}")  # noqa: T201 - the same
    return pages


def test_random_forms_agree_with_the_model(app, desk, engine_name):
    operations = 1_000 if engine_name == "sqlite" else 300
    pages = run(app, desk, operations)
    assert sum(pages.accepted.values()) >= operations * 0.3, pages.refusals
    assert set(PAGES) | DECISIONS <= set(pages.accepted), (set(PAGES) | DECISIONS) - set(pages.accepted)
    assert set(map(str, ActKind)) | {"edit"} == set(pages.booked), pages.booked


@pytest.mark.long
def test_many_more_random_forms_agree_with_the_model(app, desk):
    assert sum(run(app, desk, 5_000, fresh=True).accepted.values()) >= 1_500
