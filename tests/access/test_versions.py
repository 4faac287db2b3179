"""Every record that people change carries a version, compared in the UPDATE itself; what has none says why."""

import re

import pytest
from sqlalchemy import event

from promotion.database.base import Base
from promotion.database.handle import db
from promotion.database.versions import Versioned
from tests.access.deeds import DEEDS
from tests.access.posts import address, post

pytestmark = pytest.mark.data("country")

# Tables with rows that are changed although they have no version: none of it is typed over what somebody else typed.
WITHOUT_VERSION = {
    "envelope": "counters, moved by the trigger of entries alone",
    "ledger_month": "sums, moved by the same trigger",
    "ledger_clock": "the next number of an act, counted up in one statement",
    "ledger_moving": "the trigger's own mark",
    "act": "gets its number as the last step of being booked",
    "fund": "a switch: whether two people are needed; who presses says which way it shall stand",
    "other_money": "entered or removed whole, never changed",
    "proposal": "decided once, under its lock; a decided one is refused by name",
    "user_account": "switches and the own password or language",
    "role_grant": "ended once, under the account's lock; never changed",
    "sign_in": "seen and ended, by the program",
    "try_limit": "counted by the program, under its lock",
    "access_code": "taken or ended once, in one statement that asks for that",
    "voucher_claim": "given free again by the reversal of its act",
    "project_number": "the last number given, counted up in one statement",
    "reference_version": "the mark by which other processes read reference data anew",
    "import_file": "dropped a week after it was sent when nobody decided on it",
    "treasury_statement": "stored, signed off or removed once, under its lock; who signs names what was seen",
    "treasury_row": "entered or removed whole with its statement, never changed",
    "treasury_bundle": "a decision, made or taken back whole under the statement's lock",
    "treasury_member": "the same",
    "treasury_explanation": "the last one holds; every one stands in the trail",
    # Reference data are set from files and acts, one after the other under `hold_mark`.
    **dict.fromkeys(
        ("province", "province_name", "province_type", "province_region", "succession", "unit", "unit_name",
         "unit_succession", "place_alias"),
        "set from files and acts on the map, one after the other",
    ),
}  # fmt: skip
CHANGES = re.compile(r"^(?:update|delete from) (\w+)", re.IGNORECASE)


def test_every_change_of_a_record_compares_its_version(app, visitor):
    heard: list[str] = []

    def hear(_connection, _cursor, statement, *_others):
        heard.append(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    for number, (endpoint, deed) in enumerate(DEEDS.items()):
        path, fields = address(app, endpoint, deed)
        heard.clear()
        assert post(visitor(deed.role), path, fields, f"key {number}").status_code == 303, endpoint
        for statement in heard:
            found = CHANGES.match(statement)
            if found is None or found[1].lower() in WITHOUT_VERSION:
                continue
            assert f"{found[1]}.version = " in statement or _derived(statement), (endpoint, statement)
    event.remove(engine, "before_cursor_execute", hear)


def _derived(statement):
    """What is only worked out from a record is no part of its version: the words by which the list finds a project."""
    return statement.startswith("UPDATE project SET search_key=") and "," not in statement.split("WHERE")[0]


def test_the_list_of_what_has_none_names_tables_and_no_versioned_one():
    versioned = {
        mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, Versioned)
    }
    assert versioned == {"project", "beneficiary", "commitment", "fund_policy", "scenario"}
    assert not versioned & WITHOUT_VERSION.keys()
