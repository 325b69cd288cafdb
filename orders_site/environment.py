"""Every setting that the environment may give, in one table.

The table is the truth: `read()` refuses a name that is not in it, and a test compares it with
`docs/operations.md`. A secret may also come from a file: `NAME_FILE=/path` is read where `NAME`
is not set. Standard library only, so that the supervisor and the pytest plugin can use it too.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
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
    Variable("ORDERS_DATA_DIR", "var/", "Folder of this installation's data: embedded servers, uploads, logs"),
    Variable("DATABASE_URL", "", "PostgreSQL: `postgresql://user:password@host:port/name`; empty: embedded", True),
    Variable("DATABASE_REPLICA_URL", "", "A streaming replica of it: reports read there while it keeps up", True),
    Variable("DATABASE_OWNER_URL", "", "The same database as its owner, for `prepare` and `restore`", True),
    Variable("ORDERS_WAL_ARCHIVE", "", "Folder to which the embedded PostgreSQL copies its log, for recovery"),
    Variable("REDIS_URL", "", "Redis or Valkey: `redis://:password@host:port/0`; empty: embedded", True),
    Variable("EMAIL_URL", "", "`smtp://user:password@host:587/?tls=1` or `smtps://…`; empty: local mailbox", True),
    Variable("IMAP_URL", "", "Intake mailbox: `imaps://user:password@host:993/INBOX` or `imap://…?tls=1`", True),
    Variable("ORDERS_MAIL_FROM", "", "Sender of mail; default: orders@ and the host of ORDERS_SITE_URL"),
    Variable("ORDERS_SECRET_KEY", "", "Key that signs sessions and links, at least 50 random characters", True),
    Variable("ORDERS_SITE_URL", "", "Address people use, for links in mail; default: http://127.0.0.1 and PORT"),
    Variable("ORDERS_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this site answers to, by commas"),
    Variable("ORDERS_TRUSTED_PROXY", "0", "`1`: a TLS proxy sets X-Forwarded-Proto and X-Forwarded-For"),
    Variable("ORDERS_QUEUE_SECONDS", "10", "A request that waited longer for a free thread is refused with 503"),
    Variable("ORDERS_METRICS_TOKEN", "", "Token that /metrics asks of another machine; empty: this one only", True),
    Variable("ORDERS_OUTGOING_PRIVATE", "", "Private hosts and networks that the site itself may call, by commas"),
    Variable("ORDERS_BUSINESS_TIME_ZONE", "Asia/Shanghai", "Time zone of the company's business day"),
    Variable("ORDERS_LANGUAGE", "zh-hans", "Language of people who have not chosen one: `zh-hans` or `en`"),
    Variable("ORDERS_SESSION_IDLE_MINUTES", "120", "A session ends after so many minutes without a request"),
    Variable("ORDERS_SESSION_HOURS", "12", "A session ends so many hours after signing in, used or not"),
    Variable("ORDERS_API_RATE", "1200/min", "API calls a person or client may make: `number/sec|min|hour|day`"),
    Variable("ORDERS_DEMO_PASSWORD", "weigh-it-right", "Password that the demo people are made with", True),
    Variable("ORDERS_OIDC_ISSUER", "", "Single sign-on: address of the provider (its `issuer`); empty: none"),
    Variable("ORDERS_OIDC_CLIENT_ID", "", "Single sign-on: what the provider calls this site"),
    Variable(
        "ORDERS_OIDC_CLIENT_SECRET", "", "Single sign-on: this site's secret at the provider; empty: PKCE alone", True
    ),
    Variable("ORDERS_LOG_LEVEL", "INFO", "Lowest level that is logged: DEBUG, INFO, WARNING or ERROR"),
    Variable("ORDERS_PROCESS", "command", "`web`, `worker`, `command` or `owner`: decides database limits and role"),
    Variable("ORDERS_INSTANCE", "", "Name of this run, shown by /healthz; the supervisor sets it"),
    Variable("ORDERS_PREPARE", "1", "`0`: no prepared statements, for a pooler that shares database sessions"),
    Variable("WEB_CONCURRENCY", "2", "Worker processes of the web server, of four threads each"),
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
    value = given(name) or VARIABLES[name].default
    if name == "ORDERS_SITE_URL" and not value:
        return f"http://127.0.0.1:{read('PORT')}"
    return value


def read_flag(name: str) -> bool:
    """A yes-or-no variable. Raises Unsafe for any other word."""
    value = read(name).lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise Unsafe(f"{name} must be 0 or 1, not {value!r}")
    return value in {"1", "true", "yes"}


def read_number(name: str) -> int:
    """A variable that is a positive whole number. Raises Unsafe for anything else."""
    value = read(name)
    if not value.isdecimal() or int(value) < 1:
        raise Unsafe(f"{name} must be a positive whole number, not {value!r}")
    return int(value)


def read_list(name: str) -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in read(name).split(",") if part.strip()]


def data_dir() -> Path:
    """The folder of this installation's data, absolute; not created here."""
    path = Path(read("ORDERS_DATA_DIR")).expanduser()
    return path if path.is_absolute() else BASE_DIR / path


def server_url(name: str, placeholder: str) -> str:
    """URL of a server: from the environment, else as the running supervisor wrote it down, else a placeholder.

    The placeholder lets settings be imported (makemigrations, mypy) where no server is up.
    """
    return given(name) or note(name.lower()) or placeholder


def note(name: str) -> str:
    """What the supervisor wrote down under a name in this installation's run folder, or ""."""
    try:
        return (data_dir() / "run" / name).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def parse_database_url(url: str) -> dict[str, Any]:
    """The parts of `postgresql://user:password@host:port/name?key=value` as Django names them.

    `?host=/folder` names a unix socket; other query keys (`sslmode=require`) go to OPTIONS.
    Raises Unsafe for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Unsafe("DATABASE_URL must begin with postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }
