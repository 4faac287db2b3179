"""Tables brought in line with files, and the mark that tells other processes."""

import pytest
from sqlalchemy import event, select

from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.database.reference import Counts, ReferenceVersion, current_mark, renew_mark, synchronise
from promotion.territory.models import SuccessionRow
from promotion.units.models import Unit

pytestmark = pytest.mark.data("empty")


def unit(code, **values):
    usual = {"kind": "other", "province_key": None, "valid_from": None, "valid_to": None}
    return {"code": code, "search_key": code, "sort_key": code} | usual | values


def stored():
    return {row.code: row.search_key for row in db.session.scalars(select(Unit))}


def test_rows_are_added_updated_kept_and_removed_only_when_obsolete(inside):
    def load(*rows, **options):
        return unit_of_work.run(lambda: synchronise(Unit, ("code",), rows, **options))

    assert load(unit("a"), unit("b")) == Counts(added=2)
    assert load(unit("a"), unit("b")) == Counts(unchanged=2)
    assert not load(unit("a"), unit("b")).changed
    assert load(unit("a", search_key="x"), unit("c")) == Counts(added=1, updated=1)
    assert stored() == {"a": "x", "b": "b", "c": "c"}
    counts = load(unit("a", search_key="x"), obsolete=lambda row: row.code == "b")
    assert counts == Counts(removed=1, unchanged=1)
    assert counts.changed
    assert stored() == {"a": "x", "c": "c"}


def test_an_empty_table_stays_empty(inside):
    counts = unit_of_work.run(lambda: synchronise(SuccessionRow, ("old_key", "new_key"), []))
    assert counts == Counts()


def test_the_mark_changes_only_when_it_is_renewed(inside):
    assert current_mark() is None
    unit_of_work.run(renew_mark)
    first = current_mark()
    assert first is not None
    db.session.rollback()
    assert current_mark() == first
    unit_of_work.run(renew_mark)
    assert current_mark() not in {None, first}
    assert len(db.session.scalars(select(ReferenceVersion)).all()) == 1


def test_a_renewal_that_was_rolled_back_never_lends_its_mark(inside):
    seen = []

    def fail():
        renew_mark()
        seen.append(current_mark())
        raise LookupError

    with pytest.raises(LookupError):
        unit_of_work.run(fail)
    assert current_mark() is None
    unit_of_work.run(renew_mark)
    assert current_mark() not in {None, *seen}


def test_the_mark_is_asked_once_in_a_transaction(inside):
    unit_of_work.run(renew_mark)
    db.session.rollback()
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert current_mark() == current_mark() == current_mark()
    assert sum("reference_version" in statement for statement in asked) == 1
    db.session.rollback()
    current_mark()
    assert sum("reference_version" in statement for statement in asked) == 2
