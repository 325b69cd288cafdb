"""`manage.py backup [--to FOLDER] [--keep N]`"""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from accounts.trail import journal
from common import clock
from orders_site.backup import logical, noting


class Command(BaseCommand):
    """Back up the database and the uploaded files, while people work."""

    help = "Back up the database and uploaded files into a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.DATA_DIR / "backups", help="folder of the backups")
        parser.add_argument("--keep", type=int, help="afterwards remove all but the newest so many")

    def handle(self, *args: Any, **options: Any) -> None:
        began = clock.now()
        try:
            made = logical.make(options["to"], began)
            logical.verify(made)  # what stands on the disk, not what was meant to
        except Exception as error:
            with suppress(DatabaseError):
                noting.failed(f"{type(error).__name__}: {error}", began=began, at=clock.now())
            raise
        noting.made(made, began=began, at=clock.now())
        for folder in {options["to"], journal.default_file().parent}:
            journal.write(folder / journal.NAME)  # what a restore of an older one must do again
        self.stdout.write(str(made))
        if options["keep"]:
            for old in sorted(options["to"].glob("orders-*Z"))[: -options["keep"]]:
                shutil.rmtree(old)
                self.stdout.write(f"removed {old}")
