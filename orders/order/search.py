"""Finding orders by what people type (bench rules): customers and products are found first, by their own
search indexes, then their orders by id. Never LIKE on the order table, but for numbers by prefix."""

import re
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from common import clock, dates, numbering, text
from customers.models import Customer
from orders.order.models import Order, OrderLine
from products.catalogue.models import Product

_NUMBER = re.compile(r"[A-Z]{2}\d{1,8}(-\d*)?")
_TAIL = re.compile(r"-?\d{4,6}", re.ASCII)  # 0007, as people say a number to each other
NARROW = 5_000  # so many orders of the products found are named one by one


def search_orders(queryset: QuerySet[Order], typed: str) -> QuerySet[Order]:
    """The orders of ``queryset`` that ``typed`` finds: number (prefix), number in the source, customer's
    order number, draft (#12), customer or product by code, name or pinyin; the end of a number, as people say it
    to each other, finds those of the last year. Full width is plain."""
    wanted = text.fold_code(typed)
    if not wanted:
        return queryset
    numbered = by_number(wanted)
    return queryset.filter(_found(wanted) if numbered is None else numbered)


def by_number(wanted: str) -> Q | None:
    """The condition of a number's beginning, or of a draft (#12); None for what is neither. ``wanted`` is folded."""
    number = wanted.upper()
    if _NUMBER.fullmatch(number):
        return Q(number__startswith=number)
    draft = re.fullmatch(r"(?:#|DRAFT-)(\d{1,15})", number)
    return Q(pk=int(draft[1])) if draft else None


def keys_named(wanted: str) -> set[int]:
    """The orders of that number in the source or at the customer, or whose own number ends so (in the last year)."""
    orders = Order.objects.filter(_named(source_number=wanted) | _named(customer_po_number=wanted))
    keys = set(orders.values_list("pk", flat=True))
    if _TAIL.fullmatch(wanted):
        keys |= set(Order.objects.filter(number__in=_ending_in(int(wanted.lstrip("-")))).values_list("pk", flat=True))
    return keys


def _found(wanted: str) -> Q:
    """The condition on orders. A single kind of find stays a bare condition, for which the planner chooses
    between the kind's index and a walk along the list's order; few orders of products are named by key."""
    keys = keys_named(wanted)
    products = text.find_ids(Product, wanted)
    lines = OrderLine.objects.filter(text.among("product_id", products)).order_by()
    few = list(lines.values_list("order_id", flat=True)[: NARROW + 1]) if products else []
    customers = text.find_ids(Customer, wanted)
    if len(few) <= NARROW:
        return text.condition(keys | set(few), customer_id=customers)
    if not keys and not customers:
        return Q(pk__in=lines.values("order_id"))
    return text.condition(keys, customer_id=customers) | Q(Exists(lines.filter(order_id=OuterRef("pk"))))


def _ending_in(count: int) -> list[str]:
    """The numbers that the orders of the last year would have with this count of their day: the index of numbers
    finds whole ones only."""
    today = dates.business_day(clock.now())
    return [numbering.format_number(numbering.Series.ORDER, today - timedelta(days=back), count) for back in range(366)]


def _named(**number: str) -> Q:
    """Equal, and in the words of the partial index."""
    return Q(**number) & ~Q(**dict.fromkeys(number, ""))
