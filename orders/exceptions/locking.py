"""An exception with its order, locked in the one order of DESIGN 3: credit holder, order, exception; and what the order
keeps of its exceptions."""

from django.db.models import Count, Sum

from accounts.people.models import User
from common import editing, errors
from orders.exceptions import policies
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import LIVE
from orders.order import together
from orders.order.models import Order


def lock_order(order_id: int) -> Order:
    """The order alone, after its credit holder."""
    return together.lock_orders([order_id])[order_id]


def lock_case(actor: User, case_id: int, verb: str, version: int | None) -> ExceptionCase:
    """The exception for somebody who may do ``verb`` to it, with its order locked. Raises NotFound (also "not yours"),
    NotAllowed, and Stale when it is no longer at ``version``."""
    row = policies.visible_to(actor).filter(pk=case_id).values_list("order_id").first()
    if row is None:
        raise errors.NotFound()
    order = lock_order(row[0]) if row[0] is not None else None
    rows = ExceptionCase.objects.select_for_update(no_key=True, of=("self",))
    case = rows.select_related("customer", "owner", "executing_owner", "document", "returned").get(pk=case_id)
    case.order = order
    policies.require(actor, verb, case)
    editing.require_seen(case, version)
    return case


def save(case: ExceptionCase) -> None:
    """Save an exception with its next version, and let its locked order count it."""
    case.version += 1
    case.save()
    count(case.order)


def count(order: Order | None) -> None:
    """Let a locked order say how many of its exceptions are not closed, and what amount they dispute."""
    if order is None:
        return
    found = ExceptionCase.objects.filter(order=order, status__in=LIVE).aggregate(
        n=Count("pk"), sum=Sum("disputed_amount")
    )
    order.open_exceptions, order.disputed_amount = found["n"], found["sum"] or 0
    Order.objects.filter(pk=order.pk).update(
        open_exceptions=order.open_exceptions, disputed_amount=order.disputed_amount
    )
