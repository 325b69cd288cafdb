"""How a process reaches the database: as which role, and with which limits (RELIABILITY 2.2)."""

from typing import Any

from orders_site import environment as env

_NOWHERE = "postgresql://orders_app@/orders?host=/nonexistent"
# milliseconds; a command or a migration may take the time it takes
_LIMITS = {
    "web": {"lock_timeout": 3_000, "statement_timeout": 15_000, "idle_in_transaction_session_timeout": 10_000},
    "worker": {"lock_timeout": 3_000, "statement_timeout": 900_000, "idle_in_transaction_session_timeout": 60_000},
    "command": {},
    "owner": {},
}
# the server ends the session of a machine that vanished after a minute, and with it the locks that others wait for
_ALIVE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


def configure(process: str) -> dict[str, Any]:
    """Django's DATABASES entry for a process of this kind. `owner` migrates, everybody else works."""
    url = env.server_url("DATABASE_URL", _NOWHERE)
    if process == "owner":
        url = env.server_url("DATABASE_OWNER_URL", url)
    return _reached(url, process)


def replica(process: str) -> dict[str, dict[str, Any]]:
    """The entry of a copy of the database that answers questions of reports; none where the environment names none."""
    url = env.given("DATABASE_REPLICA_URL")
    if not url:
        return {}
    found = _reached(url, process, default_transaction_read_only="on")
    found["OPTIONS"]["connect_timeout"] = 3  # its questions can be asked elsewhere
    return {"replica": found}


def _reached(url: str, process: str, **more: str) -> dict[str, Any]:
    database = env.parse_database_url(url)
    session = {"timezone": "UTC", "application_name": f"orders-{process}", **_ALIVE, **_LIMITS[process], **more}
    database["OPTIONS"]["options"] = " ".join(f"-c {key}={value}" for key, value in session.items())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600 if process == "web" else 0,
        "CONN_HEALTH_CHECKS": True,
        **database,
    }
