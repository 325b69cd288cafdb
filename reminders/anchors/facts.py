"""What may be said of orders and their goods in letters: by the field rules of the reader, in his language."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import policies as rights
from accounts.people.models import User
from common.templatetags import fmt
from orders.order.models import Order
from reminders.anchors.source import Text

AMOUNT = "order.amount"
NAMED = 5  # goods that a letter names
ORDER_WORDS: dict[str, Text] = {
    "order": gettext_lazy("Order number"),
    "customer": gettext_lazy("Customer"),
    "customer_order": gettext_lazy("The customer's own order number"),
    "salesperson": gettext_lazy("Salesperson"),
    "amount": gettext_lazy("Amount of the order"),
}
# what is not said where many read it, as in a group chat: who may know it is asked of each reader
NOT_FOR_ALL = ("amount", "open", "contact")
GOODS = {"goods": gettext_lazy("The goods with their quantities")}


def sees_amounts(reader: User | None) -> bool:
    """Whether amounts may be named: a customer knows those of his own orders."""
    return reader is None or not rights.effect(reader, AMOUNT)


class Orders:
    """Some orders, read in one statement, and what may be said of them."""

    def __init__(self, ids: Iterable[int | None], reader: User | None):
        rows = Order.objects.filter(pk__in={one for one in ids if one is not None})
        self.reader = reader
        self._rows = {one.pk: one for one in rows.select_related("customer", "salesperson").defer("unfinished")}
        self._amounts = sees_amounts(reader)

    def get(self, order_id: int | None) -> Order | None:
        """One of them."""
        return self._rows.get(order_id) if order_id is not None else None

    def words(self, order_id: int | None) -> dict[str, str]:
        """What may be said of it; nothing where there is none."""
        order = self.get(order_id)
        if order is None:
            return {}
        found = {
            "order": str(order),
            "customer": order.customer.name,
            "customer_order": order.customer_po_number,
            "salesperson": order.salesperson.name if order.salesperson else "",
        }
        if self._amounts:
            found["amount"] = fmt.money(order.total_amount, order.currency_id)
        return {name: text for name, text in found.items() if text}

    def title(self, order_id: int | None) -> str:
        """Number and customer; a customer knows who he is."""
        order = self.get(order_id)
        if order is None:
            return ""
        return str(order) if self.reader is None else f"{order} · {order.customer.name}"

    def url(self, order_id: int | None, page: str = "orders:order-detail") -> str:
        """Its page; "" for a customer."""
        order = self.get(order_id)
        return reverse(page, args=[order.reference]) if order is not None and self.reader is not None else ""


def goods(pieces: Collection[tuple[Any, Decimal]]) -> str:
    """Lines with quantities in one text: the first few by name, then how many more."""
    named = [
        " ".join(filter(None, [line.product_name, line.specification, f"× {fmt.qty(quantity)}", line.unit]))
        for line, quantity in list(pieces)[:NAMED]
    ]
    more = len(pieces) - NAMED
    if more > 0:
        named.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return _(", ").join(named)


def without_empty(words: Mapping[str, str]) -> dict[str, str]:
    """What has something to say."""
    return {name: text for name, text in words.items() if text}
