"""Several orders at once: locked in the one order of DESIGN 3 (credit holders, orders, both by pk), read and
saved in a constant number of statements.

These are rule-level: who may see or touch the rows is asked by the caller.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common import errors, operation
from common.rows import update_rows
from customers.models import Customer
from orders.order.models import Order, OrderLine


def lock_holders(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """Lock the credit holders of these customers by pk; gives customer id → its holder.

    Raises Stale when a customer joined or left a group while we waited.
    """
    operation.current()
    wanted = Customer.objects.filter(pk__in=set(customer_ids)).annotate(holder=Coalesce("group_id", "pk"))
    holder_ids = dict(wanted.values_list("pk", "holder"))
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=set(holder_ids.values())).order_by("pk")
    holders = {row.pk: row for row in rows}
    if dict(wanted.values_list("pk", "holder")) != holder_ids:
        raise errors.Stale(_("The customer joined or left a group meanwhile."), fields={})
    return {pk: holders[holder_id] for pk, holder_id in holder_ids.items()}


def lock_orders(order_ids: Collection[int], *, also_holders_of: Iterable[int] = ()) -> dict[int, Order]:
    """The orders by pk, locked after their credit holders (and those of ``also_holders_of`` customers); each
    holder hangs on its order as ``credit_holder``, as with ``queries.lock_order``.

    Raises NotFound when one does not exist and Stale when one got another customer or holder meanwhile.
    """
    customers = dict(Order.objects.filter(pk__in=order_ids).values_list("pk", "customer_id"))
    if len(customers) != len(set(order_ids)):
        raise errors.NotFound()
    holders = lock_holders([*customers.values(), *also_holders_of])
    rows = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("customer", "order_type")
    orders = {order.pk: order for order in rows.filter(pk__in=order_ids).order_by("pk")}
    for order in orders.values():
        holder = holders.get(order.customer_id)
        if holder is None or holder.pk != order.customer.credit_holder_id:
            raise errors.Stale(_("The order was given to another customer meanwhile."), fields={})
        order.credit_holder = holder
    return orders


def lines_by_order(order_ids: Collection[int]) -> dict[int, list[OrderLine]]:
    """All lines of orders that the caller has locked, by order, in the order of their numbers."""
    lines: dict[int, list[OrderLine]] = {order_id: [] for order_id in order_ids}
    found = OrderLine.objects.filter(order_id__in=lines).order_by()  # sorted here: dear with so many columns
    for line in sorted(found, key=lambda line: line.line_no):
        lines[line.order_id].append(line)
    return lines


# what execution and money may change on an order: derived columns and the state they lead to
EXECUTION_COLUMNS = (
    *("lines_amount", "total_amount", "tax_amount", "net_amount", "cost_amount", "reserved_amount"),
    *("due_amount", "credited_amount"),
    *("shipped_amount", "unshipped_amount", "signed_amount", "invoiced_amount", "received_amount"),
    *("line_count", "fulfilment", "signing", "invoicing", "settlement", "stage", "promised_date", "next_due_date"),
    *("status", "closed_at", "version", "updated_at"),
)


def save_orders(orders: Collection[Order], at: datetime) -> None:
    """Save what execution changed on locked orders, with the next version, in one statement."""
    for order in orders:
        order.version += 1
        order.updated_at = at
    update_rows(orders, EXECUTION_COLUMNS)
