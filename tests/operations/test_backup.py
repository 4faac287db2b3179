"""A backup holds everything, shows each changed byte, and comes back equal on either engine, or not at all."""

import json
import threading
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select, text

from promotion.database import migrate, unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Refused
from promotion.ledger import verify as ledger
from promotion.ledger.models import Act, Entry
from promotion.operations import loading, queries, service
from promotion.operations.bundle import Reader
from tests.operations.conftest import flask, started
from tests.support.every_table import fill_every_table
from tests.support.treasury import Treasury, balances, chain, filled

ENGINES = ("sqlite", "postgresql")


def tables(file):
    """Return the hash and the number of rows of each table."""
    return {name: (part.rows, part.sha256) for name, part in Reader(file).manifest.tables.items()}


def dump(file):
    """Return the canonical lines of all tables, byte for byte."""
    reader = Reader(file)
    return {name: b"".join(reader.lines(name)) for name in reader.manifest.tables}


@pytest.fixture
def full(inside, tmp_path):
    """A backup of a database with a row in every table."""
    fill_every_table()
    db.session.remove()
    file = tmp_path / "full.zip"
    assert flask(inside, "backup", "create", str(file)).exit_code == 0
    return file


def test_every_table_is_in_it_but_what_must_not_come_back_to_life(inside, full):
    everything = set(inspect(db.engine).get_table_names())
    assert set(tables(full)) == everything - set(queries.LEFT_OUT)
    index = {name for name in queries.LEFT_OUT if name.startswith("project_search")}
    left = (everything & set(queries.LEFT_OUT)) - {"alembic_version", "ledger_moving", *index}
    assert left == {"sign_in", "access_code", "try_limit"}
    assert [name for name, (rows, _) in tables(full).items() if not rows] == []
    assert full.stat().st_mode & 0o077 == 0
    assert [path.name for path in full.parent.iterdir() if ".part" in path.name] == []


def test_no_table_points_at_one_that_comes_later(inside):
    assert inspect(db.engine).get_sorted_table_and_fkc_names()[-1] == (None, [])


@pytest.mark.parametrize("target", ENGINES)
def test_it_comes_back_equal_on_either_engine(inside, full, another, tmp_path, target):
    attached = inside.config["SETTINGS"].instance_path / "documents" / "2024"
    attached.mkdir(parents=True)
    (attached / "quyết định.pdf").write_bytes(b"%PDF" + bytes(range(256)))
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert flask(inside, "backup", "create", str(first)).exit_code == 0
    place = another(target)
    done = flask(place, "backup", "restore", str(first))
    assert done.exit_code == 0, done.output
    assert "equal table by table" in done.output
    assert "The ledger was recounted" in done.output
    assert flask(place, "backup", "create", str(second)).exit_code == 0
    assert tables(second) == tables(first) == tables(full)
    folder = place.config["SETTINGS"].instance_path / "documents" / "2024"
    assert (folder / "quyết định.pdf").read_bytes() == (attached / "quyết định.pdf").read_bytes()
    with place.app_context():
        assert migrate.drift(db.engine) == []
        _guards_hold_and_work_goes_on()


def _guards_hold_and_work_goes_on():
    """Triggers are back, and new rows get numbers that are free."""
    for guarded in ("entry", "leg", "act", "envelope", "audit_line"):
        with pytest.raises(Refused, match="never changed"):
            unit_of_work.run(lambda t=guarded: db.session.execute(text(f"DELETE FROM {t}")))
    treasury = Treasury()
    used = chain(treasury, project=2, level="local", owner="department-2024-91", home="2024-91")
    filled(treasury, used)
    assert balances(used.commitment) == {"owed": 100, "to_accept": 100}
    assert ledger.differences() == []


def test_the_picture_is_one_moment_of_a_storm_of_payments(inside, another, tmp_path):
    treasury = Treasury()
    used = chain(treasury)
    filled(treasury, used, 10_000)
    db.session.remove()
    over, paid = threading.Event(), []

    def pay(name):
        with inside.app_context():
            own, number = Treasury(), 0
            while not over.is_set():
                number += 1
                document = own.draft("pay", used.fund).document
                mine = type(document)(f"{name}-{number}", document.day, document.issuer)
                own.act("pay", used.fund, (used.commitment, 1), document=mine)
                paid.append(mine.number)
            db.session.remove()

    payers = [threading.Thread(target=pay, args=(name,)) for name in "abc"]
    for payer in payers:
        payer.start()
    files = [tmp_path / f"{number}.zip" for number in range(4)]
    try:
        for file in files:
            service.create(db.engine, file, tmp_path / "documents", "test", lambda _line: None)
    finally:
        over.set()
        for payer in payers:
            payer.join()
    counts = [tables(file)["entry"][0] for file in files]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "nobody paid meanwhile"
    for target in ENGINES:
        place, again = another(target), tmp_path / f"{target}.zip"
        restored = flask(place, "backup", "restore", str(files[1]))
        assert restored.exit_code == 0, restored.output  # the ledger's recount is part of it
        assert flask(place, "backup", "create", str(again)).exit_code == 0
        assert dump(again) == dump(files[1])
        with place.app_context():
            kept = set(db.session.scalars(select(Act.document_number).where(Act.kind == "pay")))
            assert len(list(db.session.scalars(select(Entry.id)))) == counts[1]
            db.session.remove()
        assert kept <= set(paid)


def test_any_changed_byte_is_found(inside, full):
    """All through the file; where the change lies in a table, the table is named."""
    whole = full.read_bytes()
    for place in sorted({*range(0, len(whole), len(whole) // 60), len(whole) - 1, len(whole) - 70}):
        full.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        found = flask(inside, "backup", "verify", str(full))
        assert found.exit_code == 1, place
        assert "damaged" in found.output, place
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        full.write_bytes(whole[:length])
        assert flask(inside, "backup", "verify", str(full)).exit_code == 1
    full.write_bytes(whole)
    said = flask(inside, "backup", "verify", str(full))
    assert said.exit_code == 0
    assert "whole and can be restored" in said.output


def test_a_changed_table_is_named_even_under_a_seal_of_its_own(inside, full, tmp_path):
    """Somebody packs the archive again: the seal is his own, the hashes of the manifest are not."""
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(full) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(b'"paid"', b'"owed"') if name == "tables/entry.jsonl" else content
            )
    found = flask(inside, "backup", "verify", str(forged))
    assert found.exit_code == 1
    assert "Table entry is not what was written." in found.output


@pytest.mark.parametrize("contents", ["empty", "reference"])
def test_nothing_is_restored_over_anything(full, another, engine_name, contents):
    place = another(engine_name, contents)
    with place.app_context():
        before = {name: _rows(name) for name in inspect(db.engine).get_table_names()}
    refused = flask(place, "backup", "restore", str(full))
    assert refused.exit_code == 1
    assert "empty place only" in refused.output
    assert "DATABASE_URL" in refused.output
    with place.app_context():
        assert {name: _rows(name) for name in inspect(db.engine).get_table_names()} == before


def _rows(name):
    with db.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()


def test_nothing_is_kept_over_anything(inside, full):
    whole = full.read_bytes()
    assert "already" in flask(inside, "backup", "create", str(full)).output
    assert full.read_bytes() == whole


def test_an_empty_database_gives_no_backup(another, engine_name, tmp_path):
    place = another(engine_name)
    assert flask(place, "backup", "create", str(tmp_path / "x.zip")).exit_code == 1
    assert not list(tmp_path.glob("*.zip")) + list(tmp_path.glob(".*.part"))


def test_a_restore_that_fails_half_way_leaves_nothing(full, another, engine_name, monkeypatch):
    place = another(engine_name)
    real = loading.fill

    def falter(connection, shape, lines):
        if shape.name == "leg":
            raise KeyboardInterrupt  # the operator's Ctrl+C
        real(connection, shape, lines)

    monkeypatch.setattr(loading, "fill", falter)
    assert flask(place, "backup", "restore", str(full)).exit_code != 0
    monkeypatch.undo()
    with place.app_context():
        assert inspect(db.engine).get_table_names() == []
    assert flask(place, "backup", "restore", str(full)).exit_code == 0


def test_a_restore_that_is_killed_leaves_nothing(full, another, engine_name):
    place = another(engine_name)
    running = started(place, "backup", "restore", str(full))
    for line in running.stdout:
        if "envelope" in line:
            break
    running.kill()
    running.communicate()
    with place.app_context():
        assert inspect(db.engine).get_table_names() == []
    assert flask(place, "backup", "restore", str(full)).exit_code == 0


def test_what_does_not_come_back_equal_is_not_kept(full, another, engine_name, monkeypatch):
    place = another(engine_name)
    real = loading.fill
    monkeypatch.setattr(
        loading,
        "fill",
        lambda c, shape, lines: real(c, shape, list(lines)[1:] if shape.name == "leg" else lines),
    )
    refused = flask(place, "backup", "restore", str(full))
    assert refused.exit_code == 1
    assert "leg did not come back" in refused.output
    with place.app_context():
        assert inspect(db.engine).get_table_names() == []


def test_an_older_backup_is_brought_to_the_newest_migration(inside, another, engine_name, tmp_path):
    older, file = migrate.revisions()[5], tmp_path / "older.zip"
    fill_every_table()
    db.session.remove()
    migrate.downgrade(db.engine, older)
    assert flask(inside, "backup", "create", str(file)).exit_code == 0
    place = another(engine_name)
    assert flask(place, "backup", "restore", str(file)).exit_code == 0
    with place.app_context():
        assert migrate.current(db.engine) == migrate.head()
        assert migrate.drift(db.engine) == []


def test_what_an_older_backup_holds_beyond_todays_stays_away(
    inside, another, engine_name, monkeypatch, tmp_path
):
    file = tmp_path / "more.zip"
    fill_every_table()
    db.session.remove()
    later = {"sign_in", "access_code", "try_limit"}
    monkeypatch.setattr(queries, "LEFT_OUT", dict.fromkeys(queries.LEFT_OUT.keys() - later, ""))
    assert flask(inside, "backup", "create", str(file)).exit_code == 0
    monkeypatch.undo()
    assert later <= set(tables(file))
    assert flask(inside, "backup", "verify", str(file)).exit_code == 0
    place = another(engine_name)
    restored = flask(place, "backup", "restore", str(file))
    assert restored.exit_code == 0, restored.output
    with place.app_context():
        assert [_rows(name) for name in ("sign_in", "access_code", "try_limit", "user_account")] == [
            0,
            0,
            0,
            2,
        ]


@pytest.mark.data("empty")
def test_a_newer_backup_is_refused_in_words(inside, another, engine_name, monkeypatch, tmp_path):
    file = tmp_path / "newer.zip"
    monkeypatch.setattr(migrate, "of", lambda _connection: "9999")
    assert flask(inside, "backup", "create", str(file)).exit_code == 0
    monkeypatch.undo()
    found = flask(inside, "backup", "verify", str(file))
    assert found.exit_code == 1
    assert "newer program (migration 9999)" in found.output
    place = another(engine_name)
    assert flask(place, "backup", "restore", str(file)).exit_code == 1


@pytest.mark.data("empty")
def test_odd_values_are_written_the_same_on_both_engines(inside, another, tmp_path):
    """Null beside JSON's null, microseconds, order by code points, quotes, line ends, the largest number."""
    unusual = {"b": None, "a": 'Đắk "Lắk"\n\\N\t\u2028', "n": 9007199254740993, "f": 1.5}
    document = ":after" if db.engine.dialect.name == "sqlite" else "CAST(:after AS jsonb)"
    rows = [(1, "null", None), (2, json.dumps(unusual), "x\\.y"), (3, "{}", "\\N"), (4, "[]", "")]

    def fill():
        for number, after, reason in rows:
            db.session.execute(
                text(
                    "INSERT INTO audit_line (id, at, user_id, user_name, act, object_kind, object_id, after, reason)"
                    f" VALUES (:id, :at, 1, 'ă', 'z', 'k', 9223372036854775807, {document}, :reason)"
                ).bindparams(id=number, at=_moment(), after=after, reason=reason)
            )
        for prefix in ("Z", "a", "Đ", "B", "ă"):
            db.session.execute(
                text("INSERT INTO project_number (prefix, last) VALUES (:p, 1)").bindparams(p=prefix)
            )

    unit_of_work.run(fill)
    db.session.remove()
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    flask(inside, "backup", "create", str(first))
    lines = [json.loads(line) for line in Reader(first).lines("audit_line")]
    assert [(row[0], row[8], row[9]) for row in lines][0] == (1, "null", None)
    assert lines[0][1] == "2024-05-20T03:00:00.000001Z"
    assert json.loads(lines[1][8]) == unusual
    assert [json.loads(line)[0] for line in Reader(first).lines("project_number")] == [
        "B",
        "Z",
        "a",
        "ă",
        "Đ",
    ]
    for target in ENGINES:
        place = another(target)
        assert flask(place, "backup", "restore", str(first)).exit_code == 0
        second.unlink(missing_ok=True)
        flask(place, "backup", "create", str(second))
        assert tables(second) == tables(first)


def _moment():
    moment = datetime(2024, 5, 20, 3, 0, 0, 1, tzinfo=UTC)
    sqlite = db.engine.dialect.name == "sqlite"
    return moment.replace(tzinfo=None).isoformat(sep=" ") if sqlite else moment
