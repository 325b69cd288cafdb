"""Every read of customers' prices and item codes that a door or another room makes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.people.models import User
from common import errors, keyset
from common.text import fold_code
from customers import policies as customers
from orders.pricing.models import CustomerItem, CustomerPrice
from products.catalogue.models import Product
from products.pricing import queries as lists

SORTS: dict[str, keyset.Sort] = {
    "product": keyset.Sort("product__code", descending=False),
    "valid_from": keyset.Sort("valid_from"),
    "id": keyset.Sort("pk"),
}
ITEM_SORTS: dict[str, keyset.Sort] = {"code": keyset.Sort("code_folded", descending=False), "id": keyset.Sort("pk")}


def prices(actor: User) -> QuerySet[CustomerPrice]:
    """Prices of the customers that ``actor`` may see, with customer and product; none for who may not see prices."""
    rows = CustomerPrice.objects.filter(customer__in=customers.visible_to(actor))
    return lists.seen(rows, actor).select_related("customer", "product")


def get_price(*, actor: User, price_id: int) -> CustomerPrice:
    """A customer's price. Raises NotFound, also for "not yours"."""
    found = prices(actor).filter(pk=price_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def items(actor: User) -> QuerySet[CustomerItem]:
    """Item codes of the customers that ``actor`` may see, with their products."""
    rows = CustomerItem.objects.filter(customer__in=customers.visible_to(actor))
    return rows.select_related("customer", "product")


def get_item(*, actor: User, item_id: int) -> CustomerItem:
    """A customer's item code. Raises NotFound, also for "not yours"."""
    found = items(actor).filter(pk=item_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def products_called(customer_id: int, codes: Collection[str]) -> dict[str, int]:
    """Item code of a customer, as it was typed → key of our product."""
    folded = {fold_code(code).upper(): code for code in codes}
    if not folded:
        return {}
    rows = CustomerItem.objects.filter(customer_id=customer_id, code_folded__in=folded)
    return {folded[one]: product for one, product in rows.values_list("code_folded", "product_id")}


def called_like(actor: User, customer_id: int, typed: str, limit: int = 8) -> dict[Product, str]:
    """Products in use whose code at a customer begins with what was typed, or whose name there contains it → that
    code. Nothing for a customer of others."""
    wanted = fold_code(typed).upper()
    rows = items(actor).filter(customer_id=customer_id, product__is_active=True)
    found = rows.filter(Q(code_folded__startswith=wanted) | Q(name__icontains=fold_code(typed))).order_by("code_folded")
    return {item.product: item.code for item in found[:limit]} if wanted else {}


@dataclass(frozen=True)
class LastPrice:
    """What a customer paid for a product the last time, in that order's currency and tax mode."""

    price: Decimal
    discount: Decimal
    currency: str
    tax_mode: str
    order_number: str
    order_date: date


def last_prices(customer_id: int, product_ids: Collection[int], *, apart_from: int = 0) -> dict[int, LastPrice]:
    """Product → what the customer paid last, among his newest orders that took effect, whoever sold them: for a hint
    and for rules. ``apart_from``: the order that is being entered. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [customer_id, apart_from, _NEWEST, list(product_ids)])
        return {row[0]: LastPrice(*row[1:]) for row in cursor.fetchall()}


def products_bought(customer_id: int) -> frozenset[int]:
    """The products of a customer's newest orders that took effect. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BOUGHT, [customer_id, _NEWEST])
        return frozenset(row[0] for row in cursor.fetchall())


_NEWEST = 300  # orders that are looked through
_LAST = """
WITH newest AS MATERIALIZED (
    SELECT id, number, order_date, currency_id, tax_mode FROM orders_order
    WHERE customer_id = %s AND id <> %s AND status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
    ORDER BY order_date DESC, id DESC LIMIT %s
)
SELECT DISTINCT ON (l.product_id) l.product_id, l.price, l.discount, o.currency_id, o.tax_mode, o.number, o.order_date
FROM newest o JOIN orders_orderline l ON l.order_id = o.id
WHERE l.product_id = ANY(%s) AND NOT l.is_gift AND l.price > 0
ORDER BY l.product_id, o.order_date DESC, o.id DESC
"""
_BOUGHT = """
SELECT DISTINCT product_id FROM orders_orderline WHERE order_id IN (
    SELECT id FROM orders_order WHERE customer_id = %s AND status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
    ORDER BY order_date DESC, id DESC LIMIT %s
)
"""
