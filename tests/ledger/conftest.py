"""The treasury: an open application with people, units and nothing booked yet."""

import pytest

from tests.support.treasury import Chain, Treasury, chain, filled


@pytest.fixture
def treasury(app):
    """People and units, on this test's own database."""
    with app.app_context():
        yield Treasury()


@pytest.fixture
def national(treasury) -> Chain:
    """A national fund of one person with one share, line and commitment, all empty."""
    return chain(treasury)


@pytest.fixture
def paid_up(treasury, national) -> Chain:
    """The same with 100 đồng brought down to the commitment."""
    filled(treasury, national)
    return national
