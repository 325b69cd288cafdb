"""`manage.py api_contract [--check | --renew]`"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from drf_spectacular.generators import SchemaGenerator

from common import clock, dates
from common.api import additive, contract

KEPT = Path("docs/api/v1.json")
_FEW = 20


def kept() -> dict[str, Any]:
    """What the last release promised; nothing where none did."""
    file = settings.BASE_DIR / KEPT
    return contract.read(file.read_text()) if file.exists() else {"operations": {}, "components": {}}


def present() -> dict[str, Any]:
    """What the code promises now."""
    found = contract.of_document(SchemaGenerator().get_schema(request=None, public=True))
    return contract.read(contract.write(found))  # plain data, as what was kept


class Command(BaseCommand):
    """Hold the API against what version 1 promised in the last release (docs/api.md, Versions).

    Ends with 1 where a change is not additive, and says of each which. ``--renew`` keeps the present promises as those
    of a release; it refuses where one is broken.
    """

    help = "Compare the API with docs/api/v1.json, what the last release promised; --renew at a release."

    def add_arguments(self, parser: CommandParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--check", action="store_true", help="tell breaches only")
        way.add_argument("--renew", action="store_true", help="keep the present promises, unless one is broken")

    def handle(self, *args: Any, **options: Any) -> None:
        old, new = kept(), present()
        broken = additive.breaches(old, new, dates.business_day(clock.now()))
        for sentence in broken:
            self.stdout.write(f"not additive: {sentence}")
        if broken:
            self.stdout.write("Version 1 promised this (docs/api.md, Versions): take it back, or add beside it.")
            raise SystemExit(1)
        added = additive.additions(old, new)
        if options["renew"]:
            (settings.BASE_DIR / KEPT).write_text(contract.write(new))
            self.stdout.write(f"{KEPT} is renewed: {len(added)} operations and components are new or say more.")
        elif added and not options["check"]:
            self.stdout.write("\n".join([*added[:_FEW], *(["…"] if len(added) > _FEW else [])]))
            self.stdout.write(f"{len(added)} new or saying more; at a release: manage.py api_contract --renew")
