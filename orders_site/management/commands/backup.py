"""`manage.py backup [--to FOLDER] [--keep N]`"""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from common import clock
from orders_site.backup import logical


class Command(BaseCommand):
    """Back up the database and the uploaded files, while people work."""

    help = "Back up the database and uploaded files into a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.DATA_DIR / "backups", help="folder of the backups")
        parser.add_argument("--keep", type=int, help="afterwards remove all but the newest so many")

    def handle(self, *args: Any, **options: Any) -> None:
        made = logical.make(options["to"], clock.now())
        self.stdout.write(str(made))
        if options["keep"]:
            for old in sorted(options["to"].glob("orders-*Z"))[: -options["keep"]]:
                shutil.rmtree(old)
                self.stdout.write(f"removed {old}")
