"""`manage.py check_invariants [--number N]`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common import invariants


class Command(BaseCommand):
    """Check what must hold at any moment (RELIABILITY 3) and name the rows that break it.

    Ends with 1 when something is broken. The nightly job does the same and keeps the result for the console.
    """

    help = "Run every invariant as SQL; print the offending rows, end with 1 when there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--number", type=int, help="only the invariants of this number")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for finding in invariants.check_all(options["number"]):
            broken += finding.is_broken
            state = "BROKEN" if finding.is_broken else "ok"
            self.stdout.write(f"{state:6} {finding.invariant.number:2} {finding.key}: {finding.invariant.title}")
            if finding.error:
                self.stdout.write(f"          could not be checked: {finding.error}")
            for row in finding.rows:
                self.stdout.write("          " + ", ".join(f"{name}={value}" for name, value in row.items()))
        if broken:
            raise SystemExit(1)
