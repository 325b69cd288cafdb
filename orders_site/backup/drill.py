"""A drill of a restore: a backup put into a database of its own on the same server, looked at, and dropped again
(docs/adr/0127). Nothing of the site's own database is touched."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError

from orders_site.backup import clients, logical

_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
_EMPTY = "SELECT count(*) FROM accounts_user"


def run(folder: Path) -> int:
    """Restore a backup into a database of its own and look whether all of it came: how many tables. Raises CommandError
    where it is damaged, cannot be restored, or holds something else than it says."""
    logical.verify(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with _database() as name:
        environment = clients.environment() | {"PGDATABASE": name}
        restored = subprocess.run(
            [clients.find("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}",
             str(folder / "database.dump")],
            env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        if restored.returncode:
            raise CommandError(f"pg_restore failed:\n{restored.stderr.decode(errors='replace').strip()[:1000]}")
        found = _ask(_MIGRATIONS, environment).split()
        if sorted(found) != sorted(manifest["migrations"]):
            raise CommandError("The restored database is of another version than the backup says.")
        if not int(_ask(_EMPTY, environment)):
            raise CommandError("The restored database knows no people.")
        return int(_ask(_TABLES, environment))


@contextmanager
def _database() -> Iterator[str]:
    """An empty database, dropped at the end."""
    name = f"orders_drill_{os.getpid()}"
    clients.run("psql", "--quiet", "--no-psqlrc", "--command", f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield name
    finally:
        clients.run("psql", "--quiet", "--no-psqlrc", "--command", f'DROP DATABASE "{name}" WITH (FORCE)')


def _ask(statement: str, environment: dict[str, str]) -> str:
    command = [clients.find("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--command", statement]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"psql failed:\n{done.stderr.strip()[:1000]}")
    return done.stdout.strip()
