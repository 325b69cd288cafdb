"""Write docs/permissions.md from the registries of verbs and sensitive fields."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from accounts.roles import matrix_page


class Command(BaseCommand):
    """Prints the page, or writes it."""

    help = "Print the default matrix of rights; --write puts it into docs/permissions.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/permissions.md instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(None):
            page = matrix_page.render()
        if options["write"]:
            (settings.BASE_DIR / "docs" / "permissions.md").write_text(page, encoding="utf-8")
        else:
            self.stdout.write(page, ending="")
