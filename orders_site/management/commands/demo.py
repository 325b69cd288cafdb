"""`manage.py demo`: fill an empty database with the demo company; `--print-logins` shows who may sign in."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock, heartbeat
from orders_site.demo import load, logins


class Command(BaseCommand):
    help = "Fill an empty database with the demo company. Does nothing where customers are there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--print-logins", action="store_true", help="only show who may sign in, and how")
        parser.add_argument("--scale", type=float, default=1.0, help="share of the orders to make (default: 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["print_logins"]:
            for line in logins.table():
                self.stdout.write(line)
        else:
            self._load(options["scale"])

    def _load(self, scale: float) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Not in production: the demo's password is known to everybody.")
        reached = load.state()
        if reached is load.State.OTHERS:
            raise CommandError("There are customers already; the demo company goes into an empty database only.")
        if reached is load.State.FILLED:
            self._tell("The demo company is there already.")
            return
        if reached is not load.State.NONE:
            self._tell("An earlier run was interrupted; going on where it stopped.")
        began = time.monotonic()
        load.load(now=clock.now(), tell=self._tell, scale=scale)
        heartbeat.beat(at=clock.now())  # the worker could not start before: it is waited for from now on
        self._tell(f"The demo company is there ({time.monotonic() - began:.0f} s); --print-logins shows who signs in.")

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
