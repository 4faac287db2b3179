"""The fresh databases of the tests themselves."""

import pytest
from sqlalchemy import create_engine, text

from tests.support.engines import ENGINES, Databases, asked_for


def fill(address, folder):
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE book (title text)"))
        connection.execute(text("INSERT INTO book VALUES ('sổ cái')"))
    engine.dispose()


def titles(address, *new):
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            for title in new:
                connection.execute(text("INSERT INTO book VALUES (:title)"), {"title": title})
            return sorted(connection.scalars(text("SELECT title FROM book")))
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def filled():
    return Databases({"engines_test": fill})


@pytest.fixture(params=range(3))
def fresh(request, filled, engine_name):
    with filled.fresh(engine_name, "engines_test") as address:
        yield address


def test_each_test_finds_the_template_and_nothing_of_other_tests(fresh):
    assert titles(fresh) == ["sổ cái"]
    assert titles(fresh, "bút toán") == ["bút toán", "sổ cái"]


def test_a_shared_copy_is_the_same_for_all_tests_of_a_worker(filled, engine_name):
    address = filled.read_only(engine_name, "engines_test")
    assert titles(address) == ["sổ cái"]
    assert filled.read_only(engine_name, "engines_test") == address


@pytest.mark.data("none")
def test_a_database_without_tables_can_be_had(database_url):
    with pytest.raises(Exception, match="book"):
        titles(database_url)


def test_what_cannot_be_built_is_tried_once(engine_name):
    tried = []

    def break_down(address, folder):
        tried.append(address)
        message = "no such table"
        raise OSError(message)

    broken = Databases({f"broken_{engine_name}": break_down})
    for trouble in (OSError, RuntimeError, RuntimeError):
        with (
            pytest.raises(trouble, match="no such table"),
            broken.fresh(engine_name, f"broken_{engine_name}"),
        ):
            pass
    assert len(tried) == 1


def test_engines_are_chosen_by_the_environment(monkeypatch):
    monkeypatch.setenv("TEST_ENGINES", "sqlite")
    assert asked_for() == ("sqlite",)
    monkeypatch.delenv("TEST_ENGINES")
    assert asked_for() == ENGINES
    monkeypatch.setenv("TEST_ENGINES", "sqlite, oracle")
    with pytest.raises(ValueError, match="oracle"):
        asked_for()
