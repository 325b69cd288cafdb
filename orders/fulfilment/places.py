"""Where the goods of order lines lie: what is held for each line and what is free, by warehouse. Read only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from orders.order.models import OrderLine
from orders.promise import kits
from orders.promise import queries as promise
from products.stock.models import StockRow, Warehouse

ZERO, ANY = Decimal(0), Decimal("Infinity")
Free = dict[int, Decimal]


@dataclass(frozen=True)
class Places:
    """``warehouses`` in use, the default one first; ``held`` by (line, product, warehouse), ``free`` by (product,
    warehouse): pieces of products, of kits that count their components pieces of these."""

    warehouses: dict[int, Warehouse]
    held: dict[tuple[int, int, int], Decimal]
    free: dict[tuple[int, int], Decimal]

    def free_in(self, warehouse_id: int) -> Free:
        """What is free in a warehouse, by product: to be lowered by ``take``."""
        return {product: quantity for (product, place), quantity in self.free.items() if place == warehouse_id}

    def held_in(self, line: OrderLine, warehouse_id: int) -> Decimal:
        """How many of the line could leave the warehouse out of what is held for it."""
        return self._enough(line, warehouse_id, {})

    def there(self, line: OrderLine, warehouse_id: int, free: Free | None = None) -> Decimal:
        """How many of the line could leave the warehouse, if no other line takes of what is free."""
        return self._enough(line, warehouse_id, self.free_in(warehouse_id) if free is None else free)

    def _enough(self, line: OrderLine, warehouse_id: int, free: Mapping[int, Decimal]) -> Decimal:
        there = {
            pk: self.held.get((line.pk, pk, warehouse_id), ZERO) + max(ZERO, free.get(pk, ZERO))
            for pk, _pieces in kits.parts(line)
        }
        return kits.enough_for(line, ANY, there)

    def take(self, line: OrderLine, quantity: Decimal, warehouse_id: int, free: Free) -> None:
        """Lower ``free`` by what so many of a line need of it beyond what is held for it."""
        for pk, pieces in kits.needs(line, quantity):
            held = self.held.get((line.pk, pk, warehouse_id), ZERO)
            free[pk] = free.get(pk, ZERO) - max(ZERO, pieces - held)

    def elsewhere(self, line: OrderLine, warehouse_id: int) -> list[tuple[Warehouse, Decimal]]:
        """The other warehouses with goods for the line, and how many of it could leave there."""
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
        free, covered = self.free_in(warehouse_id), ZERO
        for line, quantity in wanted.items():
            taken = min(quantity, self.there(line, warehouse_id, free))
            self.take(line, taken, warehouse_id, free)
            covered += taken
        return covered


def of(lines: Iterable[OrderLine]) -> Places:
    """The places of the goods of these lines; two statements, three with kits that count their components."""
    lines = list(lines)
    kits.load(lines)
    rows = StockRow.objects.filter(product_id__in=kits.product_ids(lines), warehouse__is_active=True)
    found = Places({}, {}, {})
    for row in rows.select_related("warehouse").order_by("-warehouse__is_default", "warehouse_id"):
        found.warehouses[row.warehouse_id] = row.warehouse
        found.free[row.product_id, row.warehouse_id] = max(ZERO, row.available)
    for held in promise.reservations_of([line.pk for line in lines if line.reserved]):
        found.held[held.line_id, held.stock_row.product_id, held.stock_row.warehouse_id] = held.quantity
    return found
