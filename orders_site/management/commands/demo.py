"""`manage.py demo`: fill an empty database with the demo company; `--print-logins` shows who may sign in."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from orders_site.demo import load, logins


class Command(BaseCommand):
    help = "Fill an empty database with the demo company. Does nothing where customers are there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--print-logins", action="store_true", help="only show who may sign in, and how")
        parser.add_argument("--orders", type=int, default=load.ORDERS, help="how many orders (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["print_logins"]:
            self._print_logins()
            return
        if settings.IS_PRODUCTION:
            raise CommandError("Not in production: the demo's password is known to everybody.")
        if load.exists():
            self.stdout.write("There are customers already; the demo company goes into an empty database only.")
            return
        began = time.monotonic()
        load.load(now=clock.now(), tell=self._tell, orders=options["orders"])
        self._tell(f"the demo company is there ({time.monotonic() - began:.0f} s)")
        self._print_logins()

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _print_logins(self) -> None:
        for line in logins.table():
            self.stdout.write(line)
