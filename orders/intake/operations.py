"""Orders that arrive whole: entered and submitted in one transaction."""

from datetime import datetime

from accounts.people.models import User
from common import errors
from common.operation import operation
from customers.models import Customer
from orders.entry.drafts import OrderDraft
from orders.entry.starting import start_order
from orders.lifecycle.submission import submit_loaded
from orders.order import loading, policies
from orders.order.models import Order


@operation
def create_and_submit(*, actor: User, draft: OrderDraft, at: datetime) -> Order:
    """Enter an order and submit it, all or nothing. Raises what ``create_order`` and ``submit_order`` raise."""
    order, lines = start_order(actor, draft, at)
    policies.require(actor, "order.submit", order)
    order.credit_holder = _lock_holder(order.customer)
    return submit_loaded(order, lines, actor=actor, at=at)


_STANDING = ("is_blocked", "block_reason", "is_active")  # what submission asks of the customer


def _lock_holder(customer: Customer) -> Customer:
    """The new order is seen by nobody yet, so its holder may be locked after it was written. How the customer
    stands is what it is now, not what was read before we waited. Raises Stale where he is no longer that one."""
    holder = loading.lock_holder(customer.credit_holder_id)
    now = holder if holder is None or holder.pk == customer.pk else Customer.objects.filter(pk=customer.pk).first()
    if holder is None or now is None or now.group_id != customer.group_id or now.merged_into_id is not None:
        raise errors.Stale(fields={"customer": [customer.name, customer.name]})
    for name in _STANDING:
        setattr(customer, name, getattr(now, name))
    return holder
