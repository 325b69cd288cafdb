"""`manage.py restore_drill [FOLDER]`"""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from common import clock
from orders_site.backup import drill, noting


class Command(BaseCommand):
    """See whether a backup can be restored: into a database of its own, which is dropped again. The console's state
    page tells when that was done last."""

    help = "Restore the newest backup, or FOLDER, into a database of its own, look at it and drop it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="a backup; else the newest of this installation")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, began = options["folder"] or _newest(), clock.now()
        try:
            tables = drill.run(folder)
        except Exception as error:
            with suppress(DatabaseError):
                noting.drilled(folder, tables=0, why=str(error), began=began, at=clock.now())
            raise
        job = noting.drilled(folder, tables=tables, began=began, at=clock.now())
        seconds = round((clock.now() - job.created_at).total_seconds())
        self.stdout.write(f"{folder}: restored into a database of its own, {tables} tables, {seconds} s")


def _newest() -> Path:
    found = sorted((settings.DATA_DIR / "backups").glob("orders-*Z"))
    if not found:
        raise CommandError("There is no backup in this installation's folder: name one.")
    return Path(found[-1])
