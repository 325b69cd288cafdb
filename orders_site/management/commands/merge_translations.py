"""Bring translations from fragments into the Chinese catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from orders_site.translations import catalog, review


class Command(BaseCommand):
    """`merge_translations [FRAGMENT.po …]`: merge, drop what is no longer used, sort; then tell what is missing."""

    requires_system_checks: list[str] = []
    help = "Merge po fragments into locale/zh_Hans, drop unused texts, list those still untranslated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fragments", nargs="*", type=Path)
        parser.add_argument("--check", action="store_true", help="change nothing; fail when something is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self._merge(options["fragments"])
        gaps = review.find_gaps()
        self.stdout.write("\n".join([*gaps, f"{len(gaps)} texts to do"]))
        if gaps and options["check"]:
            raise SystemExit(1)

    def _merge(self, fragments: list[Path]) -> None:
        entries, disputes = review.merge(fragments)
        catalog.save(entries)
        catalog.compile_changed()
        for dispute in disputes:
            self.stderr.write(f"disputed: {dispute}")
        self.stdout.write(f"{len(entries)} texts translated")
