"""Settings: defaults, what is refused and how it is said, what is kept."""

import re
import stat
import subprocess
import sys

import pytest
from pydantic import SecretStr, ValidationError

from config import ROOT, Settings, SettingsError, flask_config, load

SECRET = "a secret of more than thirty-two characters"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Set settings in an environment that holds no others."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path / "instance"))

    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


def refused(match):
    return pytest.raises(SettingsError, match=match)


def test_without_any_setting_real_work_stands_in_a_file_of_the_instance(environment, tmp_path):
    settings = load()
    assert settings.database.drivername == "sqlite"
    assert settings.database.database == str(tmp_path / "instance" / "promotion.sqlite3")
    assert (settings.port, settings.bind_host, settings.default_language) == (8000, "127.0.0.1", "vi")
    assert (settings.session_hours, settings.proxy_hops, settings.tls) == (12, 0, False)


def test_practice_has_a_file_of_its_own(environment, tmp_path):
    environment(PRACTICE="1")
    assert load().database.database == str(tmp_path / "instance" / "practice.sqlite3")


def test_practice_never_reaches_a_named_database(environment):
    environment(PRACTICE="1", DATABASE_URL="postgresql://u:hidden@host/real")
    with refused("PRACTICE and DATABASE_URL are both set"):
        load()
    practice = Settings(practice=True, database_url=SecretStr("postgresql://u@host/real"))
    assert practice.database.drivername == "sqlite"


def test_real_work_is_asked_for_by_zero_or_nothing(environment):
    environment(PRACTICE="0", DATABASE_URL="sqlite:////srv/real.sqlite3")
    assert load().practice is False


@pytest.mark.parametrize(
    "given, used",
    [
        ("postgresql://u:p%40ss@host:5433/name", "postgresql+psycopg://u:p%40ss@host:5433/name"),
        ("postgres://u@host/name", "postgresql+psycopg://u@host/name"),
        ("postgresql+psycopg://u@/name?host=/run/pg", "postgresql+psycopg://u@/name?host=%2Frun%2Fpg"),
        ("sqlite:////srv/real.sqlite3", "sqlite:////srv/real.sqlite3"),
    ],
)
def test_database_addresses_get_their_driver(environment, given, used):
    environment(DATABASE_URL=given)
    assert load().database.render_as_string(hide_password=False) == used


def test_a_relative_file_stands_in_the_instance(environment, tmp_path):
    environment(DATABASE_URL="sqlite:///other.sqlite3")
    assert load().database.database == str(tmp_path / "instance" / "other.sqlite3")


@pytest.mark.parametrize(
    "url, reason",
    [
        ("mysql://u:hidden@host/name", "names mysql; only postgresql and sqlite"),
        ("somewhere", "is not an address of a database"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_a_wrong_database_address_is_refused_without_repeating_it(environment, url, reason):
    environment(DATABASE_URL=url)
    with refused(f"DATABASE_URL: {reason}") as refusal:
        load()
    assert "hidden" not in str(refusal.value)


def test_every_wrong_setting_is_named_at_once(environment):
    environment(
        PORT="eighty",
        THREADS="0",
        SESSION_HOURS="99",
        TLS="perhaps",
        DEFAULT_LANGUAGE="fr",
        SECRET_KEY="short",
        FOREIGN_WORKBOOKS="/nowhere",
        DATABASE_URL="mysql://u:hidden@host/name",
        PRACTICE="1",
    )
    with refused("cannot start") as refusal:
        load()
    text = str(refusal.value)
    assert sorted(re.findall(r"^  ([A-Z_]+)", text, re.MULTILINE)) == [
        "DATABASE_URL",
        "DEFAULT_LANGUAGE",
        "FOREIGN_WORKBOOKS",
        "PORT",
        "PRACTICE",
        "SECRET_KEY",
        "SESSION_HOURS",
        "THREADS",
        "TLS",
    ]
    assert "PORT=eighty: is not a whole number (default: 8000)." in text
    assert "THREADS=0: is below 1" in text
    assert "SESSION_HOURS=99: is above 24" in text
    assert "DEFAULT_LANGUAGE=fr: is none of 'vi' or 'en'" in text
    assert "SECRET_KEY: is shorter than 32 characters; leave it out" in text
    assert not [secret for secret in ("short\n", "brief", "hidden") if secret in text]


def test_empty_counts_as_not_set(environment):
    environment(PORT="", DATABASE_URL="", SECRET_KEY="", PRACTICE="", TRUSTED_HOSTS="")
    settings = load()
    assert settings.port == 8000
    assert settings.trusted_hosts == ()


def test_a_secret_is_made_once_kept_and_private(environment, tmp_path):
    first = load().secret_key
    second = load().secret_key
    kept = tmp_path / "instance" / "secret_key"
    assert first is not None
    assert first == second
    assert len(first.get_secret_value()) >= 32
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_given_secret_is_used_and_not_kept(environment, tmp_path):
    environment(SECRET_KEY=SECRET)
    secret = load().secret_key
    assert secret is not None
    assert secret.get_secret_value() == SECRET
    assert not (tmp_path / "instance" / "secret_key").exists()


def test_a_kept_secret_that_was_cut_short_is_named(environment, tmp_path):
    load()
    (tmp_path / "instance" / "secret_key").write_text("abc", encoding="ascii")
    with refused(r"SECRET_KEY: .*secret_key is shorter than 32 characters; delete it"):
        load()


def test_an_instance_path_that_cannot_be_made_is_named(environment, tmp_path):
    (tmp_path / "file").touch()
    environment(INSTANCE_PATH=str(tmp_path / "file" / "instance"))
    with refused("INSTANCE_PATH=.*: Not a directory; name a folder"):
        load()


def test_settings_do_not_change_and_do_not_show_secrets(environment):
    environment(
        SECRET_KEY=SECRET, DATABASE_URL="postgresql://u:hidden@host/name", DEMO_PASSWORD="twelve letters"
    )
    settings = load()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]
    assert not [secret for secret in (SECRET, "hidden", "twelve") if secret in repr(settings)]


def test_host_names_are_read_as_a_list(environment):
    environment(TRUSTED_HOSTS="kc.example.vn, localhost ,")
    settings = load()
    assert settings.trusted_hosts == ("kc.example.vn", "localhost")
    assert flask_config(settings)["TRUSTED_HOSTS"] == ["kc.example.vn", "localhost"]


@pytest.mark.parametrize("tls, name, scheme", [("1", "__Host-session", "https"), ("0", "session", "http")])
def test_cookies_follow_the_way_people_come(environment, tls, name, scheme):
    environment(TLS=tls)
    config = flask_config(load())
    assert config["SESSION_COOKIE_NAME"] == name
    assert config["SESSION_COOKIE_SECURE"] is (tls == "1")
    assert config["PREFERRED_URL_SCHEME"] == scheme


def test_flask_gets_the_secret_and_the_database(environment):
    environment(SECRET_KEY=SECRET)
    settings = load()
    config = flask_config(settings)
    assert config["SECRET_KEY"] == SECRET
    assert config["SQLALCHEMY_DATABASE_URI"] == settings.database
    assert config["MAX_CONTENT_LENGTH"] == 12 * 1024 * 1024


def test_every_setting_is_explained_beside_its_default():
    text = (ROOT / "config.py").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert re.search(rf'^    {name}: .*\n    """\S', text, re.MULTILINE), name


def test_the_flask_command_shows_the_list_and_no_trace(environment):
    environment(PORT="eighty")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "PORT=eighty: is not a whole number" in answer.stderr
    assert "Traceback" not in answer.stderr
