"""Print a new API token for a person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.people import queries as people
from accounts.tokens import operations
from common import clock, errors


class Command(BaseCommand):
    """The secret goes to stdout and nowhere else; who may run commands may do this."""

    help = "Issue an API token for USER and print its secret, which cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="sign-in name")
        parser.add_argument("--name", default="command line", help="which system uses it")
        parser.add_argument("--days", type=int, default=operations.DEFAULT_DAYS, help="how long it lives")
        parser.add_argument(
            "--scope", action="append", default=[], help="a right like order.view or order.*; may come several times"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = people.by_usernames([options["user"]]).first()
        if person is None:
            raise CommandError(f"Nobody works here under the name {options['user']!r}.")
        try:
            _token, secret = operations.issue_token(
                actor=people.system_user(),
                user_id=person.pk,
                name=options["name"],
                days=options["days"],
                scopes=options["scope"],
                at=clock.now(),
            )
        except errors.DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
