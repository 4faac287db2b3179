"""Every setting of the program, with its default and its meaning.

Settings come from the environment of the process. `load` reads them all at once: either each one is right, or
the start ends with one list that names each wrong setting, what is wrong with it and what would be right.
Nothing else in the program reads the environment.
"""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32
PRACTICE_FILE = "practice.sqlite3"
REAL_FILE = "promotion.sqlite3"


class SettingsError(Exception):
    """The settings are wrong. The text lists each fault, one a line, ready to be shown to the operator."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        lines = [
            "The program cannot start: wrong settings in the environment.",
            *(f"  {fault}" for fault in faults),
        ]
        super().__init__("\n".join([*lines, "All settings are listed with their defaults in config.py."]))


def _database_url(text: SecretStr | None) -> SecretStr | None:
    """Accept SQLite files and PostgreSQL, name the driver, refuse everything else."""
    if text is None:
        return None
    try:
        url = make_url(text.get_secret_value())
    except ArgumentError:
        message = "is not an address of a database; e.g. postgresql://user:password@host/name"
        raise ValueError(message) from None
    engine = url.get_backend_name()
    if engine == "sqlite":
        if not url.database or url.database == ":memory:":
            message = "names no file; e.g. sqlite:////var/lib/promotion/promotion.sqlite3"
            raise ValueError(message)
    elif engine in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    else:
        message = f"names {engine}; only postgresql and sqlite are supported"
        raise ValueError(message)
    return SecretStr(url.render_as_string(hide_password=False))


def _long_secret(text: SecretStr | None) -> SecretStr | None:
    """Refuse a secret that could be guessed."""
    if text is not None and len(text.get_secret_value()) < SHORTEST_SECRET:
        message = (
            f"is shorter than {SHORTEST_SECRET} characters; leave it out and one is made and kept, "
            'or make one: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
        raise ValueError(message)
    return text


def _existing_folder(path: Path | None) -> Path | None:
    """Refuse a folder that is not there."""
    if path is not None and not path.is_dir():
        message = "is not a folder on this machine"
        raise ValueError(message)
    return path


def _mail_server(text: SecretStr | None) -> SecretStr | None:
    """Accept smtp:// and smtps:// with a host."""
    if text is not None and not _is_address(text.get_secret_value(), {"smtp", "smtps"}):
        message = "is not an address of a mail server; e.g. smtp://user:password@host:587"
        raise ValueError(message)
    return text


def _site(text: str | None) -> str | None:
    """Accept the address of a site without anything behind its host."""
    if text is not None and (
        not _is_address(text, {"http", "https"}) or urlsplit(text)[2:] not in {("", "", ""), ("/", "", "")}
    ):
        message = "is not the address of a site; e.g. https://khuyencong.example.vn"
        raise ValueError(message)
    return text


def _is_address(text: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _split_names(text: object) -> object:
    """Read 'a.vn, b.vn' as two names."""
    return tuple(name.strip() for name in text.split(",") if name.strip()) if isinstance(text, str) else text


class Settings(BaseSettings):
    """All settings, read once at the start and never changed afterwards.

    The name in the environment is the name below in capitals: database_url is DATABASE_URL. An empty value
    counts as not set. Yes-or-no settings take 1 or 0.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, validate_default=False
    )

    # ---- where things are kept

    instance_path: Path = ROOT / "instance"
    """Folder of this installation's own files: SQLite databases, the secret key. Made when missing."""

    database_url: Annotated[SecretStr | None, AfterValidator(_database_url)] = None
    """Database of real work: postgresql://user:password@host/name, or sqlite:////folder/file.
    Not set: promotion.sqlite3 in INSTANCE_PATH (for a trial in one office; PostgreSQL for real work).
    A relative SQLite file stands in INSTANCE_PATH."""

    practice: bool = False
    """1: practise on invented data in a file of its own, practice.sqlite3 in INSTANCE_PATH.
    DATABASE_URL must then be left out, so that practice never reaches real data."""

    # ---- secrets

    secret_key: Annotated[SecretStr | None, AfterValidator(_long_secret)] = None
    """Signs cookies and forms; at least 32 characters. Not set: made at the first start and kept in the file
    secret_key in INSTANCE_PATH. Several servers for one database need the same one."""

    demo_password: Annotated[SecretStr | None, Field(min_length=1)] = None
    """Password of all practice sign-ins; any will do, the data are invented. Not set: one is made and printed."""

    # ---- serving

    bind_host: str = "127.0.0.1"
    """Address to listen on. 0.0.0.0: every network of this machine; then set TRUSTED_HOSTS too.
    (Not called HOST: shells and compilers use that name for other things.)"""

    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    """Port to listen on."""

    threads: Annotated[int, Field(ge=1, le=64)] = 4
    """How many requests are answered at the same time by one process."""

    trusted_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_names)] = ()
    """Names under which the program may be asked for, with commas between. Not set: any name."""

    proxy_hops: Annotated[int, Field(ge=0, le=5)] = 0
    """How many proxies of our own stand in front; their X-Forwarded headers are believed, no others."""

    tls: bool = False
    """1: people reach the program by https (through a proxy); cookies go over https only, HSTS is on."""

    max_request_mb: Annotated[int, Field(ge=1, le=200)] = 12
    """Largest request that is taken in, in MB."""

    # ---- letters (optional: without a mail server codes are handed over by people)

    smtp_url: Annotated[SecretStr | None, AfterValidator(_mail_server)] = None
    """Mail server that sends invitations: smtp://user:password@host:587 (STARTTLS, except on this machine itself)
    or smtps://user:password@host. Then PUBLIC_URL and MAIL_FROM are needed too. Not set: no letters are sent."""

    mail_from: str | None = None
    """Address that letters come from."""

    public_url: Annotated[str | None, AfterValidator(_site)] = None
    """How people reach the program, e.g. https://khuyencong.example.vn: links in letters begin with it. What a
    request says about its host never gets into a letter."""

    # ---- people

    default_language: Literal["vi", "en"] = "vi"
    """Language for those who have not chosen one. (Not called LANGUAGE: gettext uses that name.)"""

    session_hours: Annotated[int, Field(ge=1, le=24)] = 12
    """After so many hours everybody signs in again."""

    session_idle_minutes: Annotated[int, Field(ge=5, le=720)] = 30
    """After so many minutes without a request one signs in again."""

    two_people: bool = True
    """1: acts on money are proposed by one person and booked by another. 0: one person may do both."""

    # ---- operation and tests

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""

    foreign_workbooks: Annotated[Path | None, AfterValidator(_existing_folder)] = None
    """Folder with spreadsheets of other people, on which the tests try the readers. Used by tests only."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments and the environment; no .env files, no folders of secrets."""
        del settings_cls, dotenv_settings, file_secret_settings
        return init_settings, env_settings

    @property
    def database(self) -> URL:
        """The database in use, with driver; SQLite files as absolute paths."""
        if self.practice or self.database_url is None:
            file = self.instance_path / (PRACTICE_FILE if self.practice else REAL_FILE)
            return URL.create("sqlite", database=str(file.absolute()))
        url = make_url(self.database_url.get_secret_value())
        if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith("file:"):
            return url.set(database=str(self.instance_path.absolute() / url.database))
        return url


def load() -> Settings:
    """Read and check all settings, make what is missing in INSTANCE_PATH, and return them complete.

    The settings that come back always hold a secret key and an absolute instance path.

    Raises:
        SettingsError: with one line for each wrong setting.
    """
    faults = _clashes()
    try:
        settings = Settings()
    except ValidationError as refusal:
        raise SettingsError([*map(_explain, refusal.errors()), *faults]) from None
    if not faults:
        settings = settings.model_copy(update={"instance_path": settings.instance_path.absolute()})
        try:
            settings.instance_path.mkdir(parents=True, exist_ok=True)
            return settings.model_copy(update={"secret_key": _kept_secret(settings)})
        except OSError as refusal:
            cure = "name a folder in which this user may write"
            faults.append(f"INSTANCE_PATH={settings.instance_path}: {refusal.strerror}; {cure}.")
        except ValueError as refusal:
            faults.append(str(refusal))
    raise SettingsError(faults)


def flask_config(settings: Settings) -> dict[str, object]:
    """Say the settings in the words of Flask and its extensions."""
    secret = settings.secret_key.get_secret_value() if settings.secret_key else None
    return {
        "SETTINGS": settings,
        "SECRET_KEY": secret,
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "BABEL_DEFAULT_LOCALE": settings.default_language,
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "promotion" / "translations"),
        "MAX_CONTENT_LENGTH": settings.max_request_mb * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "PREFERRED_URL_SCHEME": "https" if settings.tls else "http",
        "SESSION_COOKIE_NAME": "__Host-session" if settings.tls else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.tls,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "WTF_CSRF_SSL_STRICT": settings.tls,
        "WTF_CSRF_TIME_LIMIT": settings.session_hours * 3600,
    }


_CLASH = (
    "PRACTICE and DATABASE_URL are both set: practice data has a file of its own; "
    "leave out DATABASE_URL to practise, or PRACTICE to work."
)

_LETTERS = (
    "SMTP_URL is set, PUBLIC_URL or MAIL_FROM is not: a letter needs a sender and the address of its link."
)


def _clashes() -> list[str]:
    """Return what is wrong between settings, whatever each of them holds."""
    found = []
    if os.environ.get("PRACTICE", "") not in {"", "0"} and os.environ.get("DATABASE_URL"):
        found.append(_CLASH)
    if os.environ.get("SMTP_URL") and not (os.environ.get("PUBLIC_URL") and os.environ.get("MAIL_FROM")):
        found.append(_LETTERS)
    return found


_SECRET = frozenset({"secret_key", "database_url", "demo_password", "smtp_url"})
_REASONS = {
    "bool_parsing": "is neither 1 nor 0",
    "greater_than_equal": "is below {ge}",
    "int_parsing": "is not a whole number",
    "less_than_equal": "is above {le}",
    "literal_error": "is none of {expected}",
    "too_short": "is shorter than {min_length} characters",
}


def _explain(error: ErrorDetails) -> str:
    """Say one fault as: where, what was found unless it is secret, what is wrong or how to cure it."""
    name = str(error["loc"][0])
    context = error.get("ctx", {})
    reason = _REASONS.get(error["type"], "").format_map(context) or str(context.get("error", error["msg"]))
    found = "" if name in _SECRET else f"={os.environ.get(name.upper(), '')}"
    default = Settings.model_fields[name].default
    usual = "" if name in _SECRET or default in {None, ()} else f" (default: {default})"
    return f"{name.upper()}{found}: {reason}{usual}."


def _kept_secret(settings: Settings) -> SecretStr:
    """Return the secret from the environment, else from INSTANCE_PATH, else a new one that is kept there."""
    if settings.secret_key is not None:
        return settings.secret_key
    file = settings.instance_path / "secret_key"
    with suppress(FileExistsError):
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as fresh:
            fresh.write(secrets.token_hex(SHORTEST_SECRET))
    kept = file.read_text(encoding="ascii").strip()
    if len(kept) < SHORTEST_SECRET:
        message = (
            f"SECRET_KEY: {file} is shorter than {SHORTEST_SECRET} characters; delete it and start again."
        )
        raise ValueError(message)
    return SecretStr(kept)
