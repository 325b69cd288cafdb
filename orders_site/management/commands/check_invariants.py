"""`manage.py check_invariants`: does what must hold hold? Exit code 1, and the offending rows, where not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.invariants import check_all, plain


class Command(BaseCommand):
    """Runs every invariant of RELIABILITY 3 as SQL."""

    help = "Check the invariants of the data and name the rows that break them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--number", type=int, help="only the invariants of this number")
        parser.add_argument("--rows", type=int, default=10, help="how many offending rows to show of each")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for finding in check_all(options["number"]):
            mark = self.style.ERROR("BROKEN") if finding.rows else self.style.SUCCESS("ok")
            self.stdout.write(f"{finding.invariant.number:>3} {mark:<8} {finding.invariant.title} ({finding.key})")
            for row in finding.rows[: options["rows"]]:
                self.stdout.write("      " + ", ".join(f"{name}={plain(value)}" for name, value in row.items()))
            broken += bool(finding.rows)
        if broken:
            raise CommandError(f"{broken} invariants are broken")
