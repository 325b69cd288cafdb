"""Finding orders by what people type (bench rules): customers and products are found first, by their own
search indexes, then their orders by id. Never LIKE on the order table, but for numbers by prefix."""

import re

from django.db.models import Q, QuerySet

from common import text
from customers.models import Customer
from orders.order.models import Order, OrderLine
from products.catalogue.models import Product

_NUMBER = re.compile(r"[A-Z]{2}\d{1,8}(-\d*)?")
MOST = 300  # customers or products that one search looks through


def search_orders(queryset: QuerySet[Order], typed: str) -> QuerySet[Order]:
    """The orders of ``queryset`` that ``typed`` finds: number (prefix), number in the source, customer's
    order number, draft (#12), customer or product by code, name or pinyin."""
    wanted = " ".join(typed.split())
    if not wanted:
        return queryset
    number = wanted.upper()
    if _NUMBER.fullmatch(number):
        return queryset.filter(number__startswith=number)
    draft = re.fullmatch(r"(?:#|DRAFT-)(\d{1,15})", number)
    if draft:
        return queryset.filter(pk=int(draft[1]))
    customers = list(text.search(Customer.objects.all(), wanted).values_list("pk", flat=True)[:MOST])
    products = list(text.search(Product.objects.all(), wanted).values_list("pk", flat=True)[:MOST])
    return queryset.filter(_by_ids(wanted, customers, products))


def _by_ids(wanted: str, customers: list[int], products: list[int]) -> Q:
    """One list of order ids from several indexes: an OR over subqueries would read the whole table."""
    ids = Order.objects.filter(source_number=wanted).values("pk")
    parts: list[QuerySet] = [Order.objects.filter(customer_po_number=wanted).values("pk")]
    if customers:
        parts.append(Order.objects.filter(customer_id__in=customers).values("pk"))
    if products:
        parts.append(OrderLine.objects.filter(product_id__in=products).order_by().values("order_id"))
    return Q(pk__in=ids.union(*parts))
