"""The order lines behind a figure of the sensor demand, as far as their reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import errors
from orders.lines import queries, sensors
from orders.lines.sensors import KitPart
from orders.order.models import OrderLine

ZERO = Decimal(0)
COLUMNS = ("total", "overdue", *(str(number) for number in range(sensors.WEEKS)), "later", "undated")


@dataclass(frozen=True)
class Behind:
    """What makes up a figure: the parts that the reader sees, and the sum of what belongs to orders that he does not.
    ``shown`` + ``others`` is the figure."""

    attribute: str
    column: str
    rows: Sequence[tuple[KitPart, OrderLine]]
    others: Decimal

    @property
    def shown(self) -> Decimal:
        """Sensors of the parts that are shown."""
        return sum((part.sensors for part, _line in self.rows), ZERO)

    @property
    def total(self) -> Decimal:
        """The figure."""
        return self.shown + self.others

    @property
    def monday(self) -> int | None:
        """Which of the coming weeks it is."""
        return int(self.column) if self.column.isdigit() else None


def behind(actor: Any, attribute: str, column: str, today: date) -> Behind:
    """The lines behind a figure of ``sensors.demand``. Raises Invalid for a column that there is not."""
    if column not in COLUMNS:
        raise errors.Invalid(fields={"in": [_("Choose one of: %(names)s.") % {"names": ", ".join(COLUMNS)}]})
    parts = sensors.behind(attribute, column, today)
    seen = queries.list_lines(actor).filter(pk__in={part.line_id for part in parts})
    lines = {line.pk: line for line in seen.select_related("order__customer", "order__order_type", "text")}
    rows = [(part, lines[part.line_id]) for part in parts if part.line_id in lines]
    others = sum((part.sensors for part in parts if part.line_id not in lines), ZERO)
    return Behind(attribute, column, rows, others)
