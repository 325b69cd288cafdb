"""`manage.py base_backup --to FOLDER`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common import clock
from orders_site.backup import physical


class Command(BaseCommand):
    """Copy the whole running server, as the start of every recovery to a point in time."""

    help = "Make a base backup of the server (its role needs REPLICATION)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="folder of the base backups")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(physical.make_base(options["to"], clock.now())))
