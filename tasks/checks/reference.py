"""How often orders are checked, as the software ships it: urgent ones daily, complex ones every second day, all others
weekly (R141). The company changes it in the console."""

from datetime import datetime

from django.utils.translation import gettext_noop

from common.reference import seeders, ship_names
from tasks.checks.models import CheckCadence

# name: (urgent only, complex only, days of work, rank)
CADENCES = {
    gettext_noop("Urgent orders daily"): (True, False, 1, 10),
    gettext_noop("Complex orders every second day"): (False, True, 2, 20),
    gettext_noop("All others weekly"): (False, False, 5, 90),
}


def seed(at: datetime) -> None:
    """Add them where the table is empty; what the company keeps stays."""
    if CheckCadence.objects.exists():
        return
    CheckCadence.objects.bulk_create(
        [
            CheckCadence(name=name, for_urgent=urgent, for_complex=is_complex, every_days=days, rank=rank)
            for name, (urgent, is_complex, days, rank) in CADENCES.items()
        ]
    )


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("tasks.check_cadences", seed)
    ship_names(list(CADENCES))
