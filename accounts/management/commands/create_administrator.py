"""Make the first administrator of an installation."""

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.people import operations, queries
from accounts.roles.verbs import RoleCode
from common import clock, errors


class Command(BaseCommand):
    """The password is asked for, or read from ORDERS_ADMIN_PASSWORD; it must be changed at the first sign-in."""

    help = "Create a person with the role administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", help="default: the sign-in name")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("ORDERS_ADMIN_PASSWORD") or getpass.getpass("Password: ")
        try:
            user = operations.create_user(
                actor=queries.system_user(),
                username=options["username"],
                name=options["name"] or options["username"],
                email=options["email"],
                password=password,
                roles=[RoleCode.ADMINISTRATOR],
                at=clock.now(),
            )
        except errors.DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.username} may sign in as administrator and must change the password then.")
