"""`manage.py went_back`"""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.people.queries import system_user
from common import clock, going_back


class Command(BaseCommand):
    """Say that the database went back in time by other ways than `restore`: recovery, or a copy of its machine."""

    help = "After a recovery, before the site starts: other systems take what happens from now on as new."

    def handle(self, *args: Any, **options: Any) -> None:
        going_back.go_on(actor=system_user(), at=clock.now())
        self.stdout.write("numbers and places of events go on beyond those of the time that is lost")
