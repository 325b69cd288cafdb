"""``migrate`` of a site that is being worked with: it lets people pass instead of queueing them up behind its locks."""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations import Migration
from psycopg2.errors import LockNotAvailable

PATIENCE = "2s"  # of a statement that waits for a lock; whoever comes after it waits as long
TRIES, PAUSE = 30, 2.0  # seconds


class Command(migrate.Command):
    """A statement that changes a table waits for who works with it, and everybody after waits for the statement. So it
    waits for a moment only, is given up with its transaction and tried again: what was applied before stays. A
    migration without a transaction (``AddIndexConcurrently``) stands in nobody's way and may wait."""

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        if action == "apply_start" and migration is not None:
            with connections[self.database].cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE if migration.atomic else "0"])
        super().migration_progress_callback(action, migration, fake)

    def handle(self, *args: Any, **options: Any) -> None:
        self.database = options["database"]
        for left in range(TRIES - 1, -1, -1):
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable) or not left:
                    raise
                self.stderr.write("A table is being worked with; trying again.")
                time.sleep(PAUSE)
            finally:
                with connections[self.database].cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
