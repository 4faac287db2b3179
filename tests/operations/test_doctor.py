"""The doctor names each fault with its cure when it is really there; the server does not start over a fatal one."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import create_engine, text

from promotion.accounts import service
from promotion.accounts.drafts import UserDraft
from promotion.database import migrate, unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.kernel.calendar import now
from promotion.operations import database_checks, doctor, front_files, marks
from promotion.operations.findings import Grade
from tests.factories.people import OPERATOR
from tests.operations.conftest import flask
from tests.support import engines

pytestmark = pytest.mark.data("empty")


def examined(app):
    """Return what is not well, by what it is about, and the whole text."""
    done = flask(app, "doctor")
    with app.app_context():
        amiss = {f.about: f.grade for f in doctor.examine(app) if f.grade is not Grade.well}
    assert (done.exit_code == 0) == (not amiss)
    assert done.output.count("→") >= len(amiss)
    return amiss, done.output


@pytest.fixture
def well(app):
    """An installation without a fault: kept, recounted, with a real secret and a user who owns nothing."""
    app.config["SECRET_KEY"] = "0123456789abcdef" * 2
    for deed in (marks.BACKUP, marks.LEDGER):
        marks.leave(app.config["SETTINGS"], deed, good=True)
    return app


def ordinary(amiss):
    """Leave out what this machine's tests cannot help: their user owns the tables."""
    return {about: grade for about, grade in amiss.items() if about != "rights"}


def test_an_installation_without_a_fault(well, engine_name):
    amiss, said = examined(well)
    assert ordinary(amiss) == {}, said
    assert engine_name == "postgresql" or "All is well." in said


def test_it_speaks_vietnamese(well):
    assert "Múi giờ Việt Nam đã có." in well.test_cli_runner().invoke(args=["doctor", "--lang", "vi"]).output


def _debugging(app, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app.debug = True


def _guessable(app, _monkeypatch):
    app.config["SECRET_KEY"] = "ab" * 20


def _readable_secret(app, _monkeypatch):
    file = app.config["SETTINGS"].instance_path / "secret_key"
    file.write_text("x" * 64, encoding="ascii")
    file.chmod(0o644)


def _no_defusedxml(_app, monkeypatch):
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)


def _no_zone(_app, monkeypatch):
    def missing(name):
        raise doctor.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(doctor, "ZoneInfo", missing)


def _not_compiled(_app, monkeypatch):
    monkeypatch.setattr(doctor, "compiled_is_current", lambda: False)


def _full_disk(_app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=10**6))


def _no_room_for_files(_app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=4 * 10**8))


def _little_room(_app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=9 * 10**8))


def _never_checked(app, _monkeypatch):
    (app.config["SETTINGS"].instance_path / "ledger_verified.json").unlink()


def _differing(app, _monkeypatch):
    marks.leave(app.config["SETTINGS"], marks.LEDGER, good=False)


def _unreadable_mark(app, _monkeypatch):
    (app.config["SETTINGS"].instance_path / "ledger_verified.json").write_text("{", encoding="utf-8")


def _no_backup(app, _monkeypatch):
    (app.config["SETTINGS"].instance_path / "backup_made.json").unlink()


def _too_old(_app, monkeypatch):
    monkeypatch.setattr(database_checks, "OLDEST", {"postgresql": (99,), "sqlite": (99,)})


def _practice_people(app, _monkeypatch):
    with app.app_context():
        people("người@example.vn")


def _tables_behind(app, _monkeypatch):
    with app.app_context():
        migrate.downgrade(db.engine, migrate.revisions()[-2])


def _tables_ahead(app, _monkeypatch):
    with app.app_context():
        write("UPDATE alembic_version SET version_num = '9999'")


def _open_to_all(app, _monkeypatch):
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"bind_host": "10.0.0.7"})


def write(statement):
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(text(statement))


def people(email):
    """Give somebody an account."""
    unit_of_work.run(
        lambda: service.add_user(OPERATOR, UserDraft(email, "Nguyễn Thử", "bốn con mèo trên mái"))
    )
    db.session.remove()


@pytest.mark.parametrize(
    "make, about, grade, words",
    [
        (_debugging, "debug", Grade.fatal, "Debugging is on"),
        (_guessable, "secret", Grade.fault, "can be guessed"),
        (_readable_secret, "secret", Grade.fault, "chmod 600"),
        (_open_to_all, "door", Grade.warning, "without https"),
        (_no_defusedxml, "defusedxml", Grade.fatal, "defusedxml is missing"),
        (_no_zone, "zone", Grade.fatal, "budget year would begin at the wrong hour"),
        (_not_compiled, "translations", Grade.fault, "python -m promotion.translations"),
        (_full_disk, "disk", Grade.fault, "at once"),
        (_no_room_for_files, "disk", Grade.fault, "no files are taken in"),
        (_little_room, "disk", Grade.warning, "1 GB should be free"),
        (_never_checked, "ledger", Grade.warning, "never recounted"),
        (_unreadable_mark, "ledger", Grade.warning, "never recounted"),
        (_differing, "ledger", Grade.fault, "found differences"),
        (_no_backup, "backup", Grade.warning, "No backup was ever made"),
        (_too_old, "engine", Grade.fatal, "too old for this program"),
        (_practice_people, "practice", Grade.fault, "practice sign-ins"),
        (_tables_behind, "migrations", Grade.fatal, "flask db upgrade"),
        (_tables_ahead, "migrations", Grade.fatal, "migration 9999"),
    ],
)
def test_each_fault_is_named_with_its_cure(well, monkeypatch, make, about, grade, words):
    make(well, monkeypatch)
    amiss, said = examined(well)
    found = ordinary(amiss)
    assert (found.get(about), set(found)) == (grade, {about}), said
    assert words in said
    if grade is Grade.fatal:
        refused = well.test_cli_runner().invoke(args=["serve"])
        assert refused.exit_code == 1
        assert "Open http" not in refused.output


@pytest.mark.data("none")
def test_a_database_without_tables_is_said_and_no_trace(well):
    amiss, said = examined(well)
    assert amiss["migrations"] is Grade.fatal
    assert "flask db upgrade" in said
    assert "Traceback" not in said


def test_at_the_start_it_says_what_the_last_recount_found_and_whether_clocks_agree(well, engine_name):
    """Rule by rule what a start asks; what is only a warning does not keep it from starting."""
    with well.app_context():
        assert ordinary({finding.about: finding.grade for finding in doctor.at_start(well)}) == {}
        marks.leave(well.config["SETTINGS"], marks.LEDGER, good=False)
        with time_machine.travel(now() + timedelta(seconds=90)):
            found = ordinary({finding.about: finding.grade for finding in doctor.at_start(well)})
    clock = {"clock": Grade.fault} if engine_name == "postgresql" else {}
    assert found == {"ledger": Grade.fault, **clock}


def test_old_marks_are_said(well):
    with time_machine.travel(now() + timedelta(hours=40)):
        amiss, said = examined(well)
    assert {"ledger", "backup"} <= set(amiss)
    assert "last recounted at" in said


def test_a_changed_file_of_the_pages_is_named(tmp_path):
    folder = tmp_path / "vendor"
    shutil.copytree(front_files.FOLDER, folder)
    assert front_files.changed(folder) == []
    name = next(iter(json.loads((folder / "manifest.json").read_text())["packages"][0]["files"]))
    (folder / name).write_bytes(b"// something else")
    assert front_files.changed(folder) == [name]
    (folder / name).unlink()
    assert front_files.changed(folder) == [name]
    (folder / "manifest.json").write_text("{")
    assert front_files.changed(folder) == ["manifest.json"]


@engines.only("sqlite")
def test_sqlite_with_the_known_fault(inside, monkeypatch):
    for journal, grade in (("wal", Grade.fatal), ("truncate", Grade.warning)):
        monkeypatch.setattr(database_checks, "journal_mode", lambda _version: "TRUNCATE")
        monkeypatch.setattr(database_checks, "_journal", lambda _connection, now=journal: now)
        assert [finding.grade for finding in database_checks._release(db.engine)] == [grade]


@engines.only("postgresql")
def test_the_rights_of_the_database_user(inside):
    """One who serves and owns nothing is well; without a right he is named; an owner is a warning."""
    name = f"app_{db.engine.url.database}"
    role = f'"{name}"'
    write(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
    write(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    serving = create_engine(db.engine.url.set(username=name, password="x"))
    try:
        grades = lambda engine: [f.grade for f in database_checks._rights(engine)]  # noqa: E731 - asked often
        assert grades(db.engine) == [Grade.warning]
        assert grades(serving) == [Grade.well]
        write(f"REVOKE UPDATE ON envelope FROM {role}")
        (lacking,) = database_checks._rights(serving)
        assert (lacking.grade, lacking.params["rights"]) == (Grade.fatal, "UPDATE envelope")
    finally:
        serving.dispose()
        write(f"DROP OWNED BY {role}")
        write(f"DROP ROLE {role}")


@engines.only("postgresql")
def test_clocks_apart(inside):
    assert [f.grade for f in database_checks._clock(db.engine)] == [Grade.well]
    with time_machine.travel(now() + timedelta(seconds=90)):
        (apart,) = database_checks._clock(db.engine)
    assert apart.grade is Grade.fault
    assert 85 <= int(apart.params["seconds"]) <= 95


@engines.only("postgresql")
def test_a_database_that_does_not_answer(well, monkeypatch):
    """One line, the cure, and no password."""
    with well.app_context():
        away = create_engine("postgresql+psycopg://somebody:hidden-word@127.0.0.1:1/none")
        monkeypatch.setitem(well.extensions["sqlalchemy"].engines, None, away)
        amiss, said = examined(well)
    assert amiss["database"] is Grade.fatal
    assert "does not answer" in said
    assert "hidden-word" not in said
