"""Bring the facts of reports up to now, compare them with the documents, or make them anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.people import queries as people
from common import clock
from reports.facts import operations


class Command(BaseCommand):
    """What the jobs do, by hand; ``--anew`` after somebody wrote into the database past the application."""

    help = "Bring the facts of reports up to now; --compare with the documents, --anew: derive all orders again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compare", action="store_true")
        parser.add_argument("--anew", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            operations.begin_anew(actor=people.system_user())
        count = 0
        while found := operations.keep_up(at=clock.now(), most=20):
            count += found
            self.stdout.write(f"{count} orders derived")
        if options["compare"]:
            compared = operations.compare(at=clock.now())
            if compared.wrong_orders or compared.wrong_sums:
                wrong = ", ".join(map(str, compared.wrong_orders[:20]))
                raise CommandError(f"put right: {compared.wrong_sums} sums, orders {wrong or '–'}")
            self.stdout.write(f"{compared.orders} orders compared: facts and sums are what the documents say")
