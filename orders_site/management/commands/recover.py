"""`manage.py recover BASE --log FOLDER --until MOMENT --into FOLDER`"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders_site.backup import physical


class Command(BaseCommand):
    """Make a cluster ready that opens as the server stood at a moment; needs no running server."""

    help = "Prepare a data folder that PostgreSQL, once started on it, brings to a point in time."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("base", type=Path, help="a base backup made by base_backup")
        parser.add_argument("--log", type=Path, required=True, help="folder of the archived log")
        parser.add_argument("--until", required=True, help="moment with its offset, as 2026-11-21T17:30:00+08:00")
        parser.add_argument("--into", type=Path, required=True, help="new, empty data folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            until = datetime.fromisoformat(options["until"])
        except ValueError:
            raise CommandError("--until must be a moment such as 2026-11-21T17:30:00+08:00") from None
        if until.tzinfo is None:
            raise CommandError("--until needs its offset from UTC, as in 2026-11-21T17:30:00+08:00")
        physical.prepare_recovery(options["base"], options["log"].resolve(), options["into"], until)
        self.stdout.write(f"ready: start PostgreSQL on {options['into']}; it opens as it stood at {until.isoformat()}")
        self.stdout.write("then, before the site starts on it: manage.py went_back")
