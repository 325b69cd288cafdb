"""`manage.py restore FOLDER [--replace]`"""

from pathlib import Path
from typing import Any

import structlog
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from accounts.trail import journal
from common import clock
from orders_site.backup import logical

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Put a backup into the database, all or nothing; then migrate it to this version of the code, let events go on
    beyond those that are lost, and redact again what was redacted since the backup."""

    help = "Restore a backup made by `backup`; --replace destroys what the database holds now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="the database is not empty, and may be destroyed")
        words = "another list of redactions than those beside the backup and in this site's folder"
        parser.add_argument("--redactions", type=Path, action="append", default=[], help=words)

    def handle(self, *args: Any, **options: Any) -> None:
        if logical.is_in_use() and not options["replace"]:
            raise CommandError(
                "The database is not empty. Stop the site, then give --replace to destroy what it holds."
            )
        beside = options["folder"].resolve().parent / journal.NAME
        _note_what_stands()
        logical.restore(options["folder"], clock.now())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("grant_app_role")
        call_command("went_back", redactions=[beside, *options["redactions"]], stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"restored from {options['folder']}")


def _note_what_stands() -> None:
    """Add to the list what the database that will be replaced knows, where it can still be asked."""
    try:
        noted = journal.write()
    except (DatabaseError, OSError) as error:
        log.warning("redactions_not_noted", why=f"{type(error).__name__}: {error}"[:300])
    else:
        log.info("redactions_noted", lines=noted)
