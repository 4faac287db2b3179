"""The tables of places and catalogue: up, down, up again, and what they refuse, on both engines."""

from functools import partial

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from promotion.database import migrate, unit_of_work
from promotion.database.handle import db

TABLES = {
    *("reference_version", "province", "province_type", "province_region", "succession"),
    *("unit", "unit_name", "unit_succession"),
    *("content", "indicator", "norm", "advance_rate", "programme", "known_conference"),
}


@pytest.mark.data("none")
def test_it_goes_up_and_down_and_up_again(inside):
    migrate.upgrade(db.engine, "0002")
    assert set(inspect(db.engine).get_table_names()) >= TABLES
    migrate.downgrade(db.engine, "0001")
    assert not TABLES & set(inspect(db.engine).get_table_names())
    migrate.upgrade(db.engine, "0002")
    assert migrate.current(db.engine) == "0002"


@pytest.mark.data("empty", shared=True)
def test_tables_and_models_agree(inside):
    assert [line for line in migrate.drift(db.engine) if any(f"'{name}'" in line for name in TABLES)] == []


# By the name of the constraint that must say no.
REFUSED = {
    "ck_province_key": "UPDATE province SET code = '99' WHERE key = '2025-91'",
    "ck_province_period": "UPDATE province SET valid_from = '2030-01-01' WHERE key = '2024-91'",
    "ck_province_type_type": "UPDATE province_type SET type = 'kingdom'",
    "ck_province_region_region": "UPDATE province_region SET region = 'east'",
    "uq_province_region_open_start": (
        "INSERT INTO province_region (id, province_key, region) VALUES (999, '2024-91', 'south')"
    ),
    "ck_succession_relation": "UPDATE succession SET relation = 'lost'",
    "ck_succession_two_provinces": "UPDATE succession SET new_key = old_key",
    "uq_unit_name_open_start": "UPDATE unit_name SET valid_from = NULL",
    "ck_unit_kind": "UPDATE unit SET kind = 'club', province_key = NULL WHERE code = 'ipc1'",
    "ck_unit_seat": "UPDATE unit SET province_key = '2025-01' WHERE code = 'agency'",
    "ck_unit_period": "UPDATE unit SET valid_from = '2030-01-01' WHERE code = 'centre-2024-91'",
    "ck_unit_succession_two_units": "UPDATE unit_succession SET new_id = old_id",
    "ck_content_parent": "UPDATE content SET parent_code = code",
    "fk_content_parent_code": "UPDATE content SET parent_code = 'ND99' WHERE code = 'ND1'",
    "ck_norm_limit": "UPDATE norm SET rate_hundredths = NULL, cap_dong = NULL, cap_per = NULL",
    "ck_norm_rate": "UPDATE norm SET rate_hundredths = 10001",
    "ck_norm_cap": "UPDATE norm SET cap_dong = 0",
    "ck_norm_cap_per": "UPDATE norm SET cap_per = NULL",
    "ck_norm_province": "UPDATE norm SET scope = 'province' WHERE code = 'N4'",
    "ck_advance_rate_max": "UPDATE advance_rate SET max_hundredths = 10001",
    "ck_programme_years": "UPDATE programme SET year_to = 1999",
    "ck_programme_total": "UPDATE programme SET total_dong = 0",
    "ck_known_conference_ordinal": "UPDATE known_conference SET ordinal = 0",
    "ck_reference_version_one_row": (
        "INSERT INTO reference_version (id, mark, changed_at) VALUES (2, 'x', '2025-01-01')"
    ),
}


@pytest.mark.data("reference")
def test_both_engines_refuse_what_must_never_be(inside):
    said = {}
    for name, statement in REFUSED.items():
        with pytest.raises(IntegrityError) as refusal:
            unit_of_work.run(partial(db.session.execute, text(statement)))
        said[name] = str(refusal.value.orig)
    wrong = {name: words for name, words in said.items() if _words(name) not in words}
    assert wrong == {}


def _words(name):
    """SQLite names broken CHECKs only."""
    if db.engine.dialect.name == "sqlite":
        return {
            "uq_province_region_open_start": "UNIQUE constraint failed: province_region.province_key",
            "uq_unit_name_open_start": "UNIQUE constraint failed: unit_name.unit_id",
            "fk_content_parent_code": "FOREIGN KEY constraint failed",
        }.get(name, name)
    return name
