"""Every setting that the environment may give, in one table.

The table is the truth: `read()` refuses a name that is not in it, and a test compares it with
`docs/operations.md`. A secret may also come from a file: `NAME_FILE=/path` is read where `NAME`
is not set. Standard library only, so that the supervisor and the pytest plugin can use it too.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


class Unsafe(SystemExit):
    """The settings are not fit to start with; the message says which and how to mend them."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its default as text, what it means, whether it is a secret."""

    name: str
    default: str
    meaning: str
    secret: bool = False


_TABLE = (
    Variable("ORDERS_ENV", "development", "`development`, `test` or `production`"),
    Variable("ORDERS_DEBUG", "0", "`1` shows Django's debug pages; refused in production"),
    Variable("ORDERS_DATA_DIR", "var/", "Folder of all data of this installation: embedded servers, uploads, logs"),
    Variable("DATABASE_URL", "embedded", "PostgreSQL the application works with: `postgresql://user:password@host:port/name`", secret=True),
    Variable("DATABASE_OWNER_URL", "DATABASE_URL", "The same database as its owner, for migrations and restore only", secret=True),
    Variable("REDIS_URL", "embedded", "Redis or Valkey for job messages and the cache: `redis://:password@host:port/0`", secret=True),
    Variable("EMAIL_URL", "", "Outgoing mail: `smtp://user:password@host:587/?tls=1`; empty keeps mail in the outbox page", secret=True),
    Variable("ORDERS_SECRET_KEY", "", "Key that signs sessions and links, at least 50 characters; required in production", secret=True),
    Variable("ORDERS_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this site answers to, separated by commas; required in production"),
    Variable("ORDERS_TRUSTED_PROXY", "0", "`1` when a TLS proxy in front sets X-Forwarded-Proto and X-Forwarded-For; required in production"),
    Variable("ORDERS_BUSINESS_TIME_ZONE", "Asia/Shanghai", "Time zone of the company's business day"),
    Variable("ORDERS_LANGUAGE", "zh-hans", "Language of people who have not chosen one: `zh-hans` or `en`"),
    Variable("ORDERS_PROCESS", "command", "What this process is: `web`, `worker`, `command` or `owner`; decides database limits and role"),
    Variable("ORDERS_INSTANCE", "", "Name of this installation's run, shown by /healthz; the supervisor sets it"),
    Variable("ORDERS_LOG_LEVEL", "INFO", "Lowest level that is logged"),
    Variable("PORT", "8000", "Port of the web server on 127.0.0.1"),
)
VARIABLES = {variable.name: variable for variable in _TABLE}


def given(name: str) -> str:
    """What the environment says for a variable, or "" where it says nothing.

    Raises KeyError for a name that is not in the table, Unsafe where a named file cannot be read.
    """
    variable = VARIABLES[name]
    value = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "") if variable.secret else ""
    if value or not path:
        return value.strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Unsafe(f"{name}_FILE: cannot read {path}: {error.strerror}") from error


def read(name: str) -> str:
    """The value of a variable, from the environment or by default."""
    return given(name) or VARIABLES[name].default


def read_flag(name: str) -> bool:
    """A yes-or-no variable. Raises Unsafe for any other word."""
    value = read(name).lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise Unsafe(f"{name} must be 0 or 1, not {value!r}")
    return value in {"1", "true", "yes"}


def read_list(name: str) -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in read(name).split(",") if part.strip()]


def data_dir() -> Path:
    """The folder of this installation's data, absolute; not created here."""
    path = Path(os.path.expanduser(read("ORDERS_DATA_DIR")))
    return path if path.is_absolute() else BASE_DIR / path


def server_url(name: str, placeholder: str) -> str:
    """URL of a server: from the environment, else as the running supervisor wrote it down, else a placeholder.

    The placeholder lets settings be imported (makemigrations, mypy) where no server is up.
    """
    if url := given(name):
        return url
    note = data_dir() / "run" / name.lower()
    try:
        return note.read_text(encoding="utf-8").strip() or placeholder
    except OSError:
        return placeholder


def parse_database_url(url: str) -> dict[str, str]:
    """The parts of `postgresql://user:password@host:port/name?key=value` as Django names them.

    `?host=/folder` names a unix socket. Raises Unsafe for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Unsafe("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": query.pop("port", "") or str(parts.port or ""),
        **{f"OPTION_{key}": value for key, value in query.items()},
    }
