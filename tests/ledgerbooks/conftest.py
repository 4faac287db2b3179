"""The random books that figures are tested on."""

from tests.figures.conftest import books, opened

__all__ = ["books", "opened"]
