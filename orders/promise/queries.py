"""What is there, what is held, what is short."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from accounts.people.models import User
from orders.order import policies
from orders.order.models import OrderLine
from orders.order.states import Closure, Status
from orders.promise.models import PromiseEntry, Reservation
from products.stock.models import StockRow


@dataclass(frozen=True)
class Availability:
    """Stock of a product over all active warehouses."""

    on_hand: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)

    @property
    def available(self) -> Decimal:
        return self.on_hand - self.reserved


def availability(product_ids: Collection[int]) -> dict[int, Availability]:
    """Stock by product id, in one statement; products without a stock row have none."""
    rows = (
        StockRow.objects.filter(product_id__in=product_ids, warehouse__is_active=True)
        .values("product_id")
        .annotate(hand=Sum("on_hand"), held=Sum("reserved"))
        .order_by()
    )
    found = {row["product_id"]: Availability(row["hand"], row["held"]) for row in rows}
    return {product_id: found.get(product_id, Availability()) for product_id in product_ids}


def list_shortages(actor: User) -> QuerySet[OrderLine]:
    """Lines of effective orders that ``actor`` may see, of goods that ship, with more open than reserved."""
    uncovered = F("ordered") - F("shipped") + F("reship") - F("short_closed") - F("reserved")
    return (
        OrderLine.objects.filter(
            Q(order__in=policies.visible_to(actor)),
            order__status=Status.EFFECTIVE,
            order__order_type__ships=True,
            closure=Closure.OPEN,
            is_service=False,
        )
        .annotate(short=uncovered)
        .filter(short__gt=0)
        .select_related("order", "order__customer")
        .order_by("promised_date", "id")
    )


def reservations_of(line_ids: Collection[int]) -> list[Reservation]:
    """The live reservations of these lines, with stock row and warehouse."""
    rows = Reservation.objects.filter(line_id__in=line_ids).select_related("stock_row__warehouse")
    return list(rows.order_by("line_id", "id"))


def promises_of(order_id: int) -> list[PromiseEntry]:
    """Every date ever promised on an order, oldest first."""
    return list(PromiseEntry.objects.filter(line__order_id=order_id).select_related("line", "actor").order_by("id"))
