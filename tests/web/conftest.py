"""Which tests of the pages run on one engine only."""

import pytest

ONE_ENGINE = {"test_languages"}
"""Modules that ask the engine nothing of its own: on PostgreSQL in the long tests only."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave them to the long tests there."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        on_postgresql = chosen is not None and chosen.params.get("engine_name") == "postgresql"
        if on_postgresql and item.path.stem in ONE_ENGINE and item.path.parent.name == "web":
            item.add_marker(pytest.mark.long)
