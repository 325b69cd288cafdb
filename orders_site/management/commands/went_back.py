"""`manage.py went_back [--redactions FILE …]`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.people.queries import system_user
from accounts.trail import journal
from common import clock, going_back


class Command(BaseCommand):
    """Say that the database went back in time by other ways than `restore`: recovery, or a copy of its machine; and
    redact again what it does not know to be redacted."""

    help = "After a recovery, before the site starts: other systems take what happens from now on as new."

    def add_arguments(self, parser: CommandParser) -> None:
        words = "another list of redactions than the one in this site's folder of backups"
        parser.add_argument("--redactions", type=Path, action="append", default=[], help=words)

    def handle(self, *args: Any, **options: Any) -> None:
        going_back.go_on(actor=system_user(), at=clock.now())
        self.stdout.write("numbers and places of events go on beyond those of the time that is lost")
        self._redact_again([journal.default_file(), *options["redactions"]])

    def _redact_again(self, files: list[Path]) -> None:
        lists = sorted({file.resolve() for file in files if file.exists()})
        if not lists:
            self.stdout.write(f"no list of redactions is there ({files[0]}): if any were made since, they are undone")
            return
        done = journal.repeat(lists, actor=system_user(), at=clock.now())
        for one in done:
            self.stdout.write(f"{'redacted again' if one.is_done else 'NOT redacted again'}: {one.key} {one.words}")
        journal.write()
        failed = sum(1 for one in done if not one.is_done)
        if failed:
            raise CommandError(
                f"{failed} of {len(done)} redactions could not be done again: personal data is back. See above and the"
                " log; run went_back again once the cause is gone."
            )
        self.stdout.write(f"{len(done)} redactions since then were done again")
