from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """The application with its database at hand, outside any request."""
    with app.app_context():
        yield app
