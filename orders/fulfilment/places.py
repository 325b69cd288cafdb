"""Where the goods of order lines lie: what is held for each line and what is free, by warehouse. Read only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from orders.order.models import OrderLine
from orders.promise import queries as promise
from products.stock.models import StockRow, Warehouse

ZERO = Decimal(0)


@dataclass(frozen=True)
class Places:
    """``warehouses`` in use, the default one first; ``held`` by (line, warehouse), ``free`` by (product, warehouse)."""

    warehouses: dict[int, Warehouse]
    held: dict[tuple[int, int], Decimal]
    free: dict[tuple[int, int], Decimal]

    def there(self, line: OrderLine, warehouse_id: int) -> Decimal:
        """What could leave the warehouse for the line, if no other line takes of what is free."""
        return self.held.get((line.pk, warehouse_id), ZERO) + self.free.get((line.product_id, warehouse_id), ZERO)

    def elsewhere(self, line: OrderLine, warehouse_id: int) -> list[tuple[Warehouse, Decimal]]:
        """The other warehouses with goods for the line, and how many pieces."""
        found = [(one, self.there(line, pk)) for pk, one in self.warehouses.items() if pk != warehouse_id]
        return [(one, quantity) for one, quantity in found if quantity]

    def fullest(self, wanted: Mapping[OrderLine, Decimal]) -> int | None:
        """The warehouse from which most of what is wanted could leave, of equals the first; None while there is
        nothing anywhere."""
        best, most = None, ZERO
        for pk in self.warehouses:
            covered = self._covered(wanted, pk)
            if covered > most:
                best, most = pk, covered
        return best

    def _covered(self, wanted: Mapping[OrderLine, Decimal], warehouse_id: int) -> Decimal:
        free = {product: quantity for (product, place), quantity in self.free.items() if place == warehouse_id}
        covered = ZERO
        for line, quantity in wanted.items():
            held = min(quantity, self.held.get((line.pk, warehouse_id), ZERO))
            taken = min(quantity - held, free.get(line.product_id, ZERO))
            free[line.product_id] = free.get(line.product_id, ZERO) - taken
            covered += held + taken
        return covered


def of(lines: Iterable[OrderLine]) -> Places:
    """The places of the goods of these lines; two statements."""
    lines = list(lines)
    rows = StockRow.objects.filter(product_id__in={line.product_id for line in lines}, warehouse__is_active=True)
    found = Places({}, {}, {})
    for row in rows.select_related("warehouse").order_by("-warehouse__is_default", "warehouse_id"):
        found.warehouses[row.warehouse_id] = row.warehouse
        found.free[row.product_id, row.warehouse_id] = max(ZERO, row.available)
    for held in promise.reservations_of([line.pk for line in lines if line.reserved]):
        found.held[held.line_id, held.stock_row.warehouse_id] = held.quantity
    return found
