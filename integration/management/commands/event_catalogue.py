"""Write docs/integration/events.md from the catalogue of events."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from integration.catalogue import document


class Command(BaseCommand):
    """Prints the page, or writes it."""

    help = "Print the catalogue of events; --write puts it into docs/integration/events.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/integration/events.md instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(None):
            page = document.render()
        if options["write"]:
            path = settings.BASE_DIR / "docs" / "integration" / "events.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(page, encoding="utf-8")
        else:
            self.stdout.write(page, ending="")
