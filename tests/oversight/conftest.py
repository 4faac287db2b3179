"""A desk on this test's own database."""

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(app):
    """People of a province and of the agency, nothing recorded yet."""
    with app.app_context():
        yield Desk()
