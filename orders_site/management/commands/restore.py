"""`manage.py restore FOLDER [--replace]`"""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from orders_site.backup import logical


class Command(BaseCommand):
    """Put a backup into the database, all or nothing; then migrate it to this version of the code, and
    let events go on beyond those that are lost."""

    help = "Restore a backup made by `backup`; --replace destroys what the database holds now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="the database is not empty, and may be destroyed")

    def handle(self, *args: Any, **options: Any) -> None:
        if logical.is_in_use() and not options["replace"]:
            raise CommandError(
                "The database is not empty. Stop the site, then give --replace to destroy what it holds."
            )
        logical.restore(options["folder"], clock.now())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("grant_app_role")
        call_command("went_back", stdout=self.stdout)
        self.stdout.write(f"restored from {options['folder']}")
