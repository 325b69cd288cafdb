"""PostgreSQL's own programs (pg_dump, psql, pg_basebackup): which ones, and how they reach the database.

The password travels by environment, never on a command line that others can read.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import IO, Any

from django.core.management.base import CommandError
from django.db import connection

from orders_site.supervisor import postgres
from orders_site.supervisor.process import StartError

_VARIABLES = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}


def find(program: str) -> str:
    """The path of a client program that is not older than the server. Raises CommandError.

    PG_BIN first, then PATH, then what the embedded server would use (its wheel has no TLS).
    """
    wanted = server_major()
    for candidate in _candidates(program):
        if _major(candidate) >= wanted:
            return candidate
    raise CommandError(f"No {program} for PostgreSQL {wanted}: install its client programs, or set PG_BIN.")


def server_major() -> int:
    """The major version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def run(program: str, *arguments: str, stdin: IO[bytes] | None = None) -> None:
    """Run a client program against this site's database. Raises CommandError with what it said."""
    command = [find(program), *arguments]
    done = subprocess.run(command, env=environment(), stdin=stdin or subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        raise CommandError(f"{program} failed:\n{done.stderr.decode(errors='replace').strip()}")


def environment() -> dict[str, str]:
    """The environment in which a client program finds this site's database, and nothing else."""
    database: dict[str, Any] = connection.settings_dict
    result = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    result |= {variable: str(database[key]) for key, variable in _VARIABLES.items() if database[key]}
    for option, value in database["OPTIONS"].items():
        if option.startswith("ssl"):
            result[f"PG{option.upper()}"] = str(value)
    return result


def _candidates(program: str) -> Iterator[str]:
    if not os.environ.get("PG_BIN") and (on_path := shutil.which(program)):
        yield on_path
    try:
        found = postgres.find_binaries() / program
    except StartError:
        return
    if found.exists():
        yield str(found)


def _major(program: str) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)", answer.rpartition(")")[2])
    return int(found[1]) if found else 0
