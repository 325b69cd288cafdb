"""What could stand in a plan: the year spread like last year's months, or last year and so many per cent (R085). Pure.

Proposals are shown in the cells and saved only with them.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from reports.targets.spreading import by_weights

LOWEST, HIGHEST = Decimal(-99), Decimal(1000)  # per cent
USUAL = Decimal(10)


class Way(StrEnum):
    """How a plan is proposed."""

    SEASONS = "seasons"
    GROWTH = "growth"


LABELS = {
    Way.SEASONS: _("Spread the year like last year's months"),
    Way.GROWTH: _("Last year and so many per cent"),
}


def propose(
    way: Way, year: Decimal | None, last: Sequence[Decimal | None], percent: Decimal
) -> tuple[Decimal, list[Decimal | None]] | None:
    """Year and months of one row: ``last`` are last year's months. Whole amounts. None where nothing can be proposed:
    no target of the year to spread, no figures of last year. A month without figures gets nothing of its own."""
    months = [max(value or Decimal(0), Decimal(0)) for value in last]
    if way is Way.GROWTH:
        year = (sum(months, Decimal(0)) * (100 + percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    if not year or year <= 0:
        return None
    parts = by_weights(year, months, Decimal(1))
    return None if parts is None else (year, [part if part > 0 else None for part in parts])
