"""Which customers may be told of what by themselves: only where the service policy says so, and only at the mail
address of the order's own contact (R182)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from orders.order.models import Order
from orders.service.letters.models import ServicePolicy


@dataclass(frozen=True)
class Customers:
    """The answer for some orders: the address of the contact of each whose customer is told; "" where he has none."""

    addresses: dict[int, str] = field(default_factory=dict)

    def address(self, order_id: int | None) -> str | None:
        """Where to write about an order; None: its customer is not told of this."""
        return self.addresses.get(order_id) if order_id else None


def told(news: str, order_ids: Iterable[int | None]) -> Customers:
    """Who of the customers of these orders is told of ``news``; three statements at most. "" is news for nobody."""
    wanted = {one for one in order_ids if one}
    if not news or not wanted:
        return Customers()
    rows = list(
        Order.objects.filter(pk__in=wanted).values_list("pk", "customer_id", "contact__email", "contact__is_active")
    )
    tells = _who_is_told(news, {customer_id for _pk, customer_id, _mail, _active in rows})
    return Customers(
        {pk: (mail or "") if active else "" for pk, customer_id, mail, active in rows if customer_id in tells}
    )


def _who_is_told(news: str, customer_ids: Collection[int]) -> set[int]:
    policies = dict(ServicePolicy.objects.filter(customer__in=customer_ids).values_list("customer_id", "tells"))
    common = ServicePolicy.objects.filter(customer=None).values_list("tells", flat=True).first() or []
    return {one for one in customer_ids if news in policies.get(one, common)}
