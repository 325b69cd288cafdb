"""What happens to the check that waits for an order when the order ends (docs/adr/0068)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from accounts.people.models import User
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from tasks.checks.models import ProgressCheck


def follow(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """No check waits for an order that is void, a draft again, or closed. One statement. The job makes one again for
    an order that is opened anew."""
    waiting(order.pk).update(state=ProgressCheck.State.CANCELLED, version=F("version") + 1)


def waiting(order_id: int) -> QuerySet[ProgressCheck]:
    """The check that waits for an order."""
    return ProgressCheck.objects.filter(order=order_id, state=ProgressCheck.State.DUE)


HEARS = dict.fromkeys((Happening.VOIDED, Happening.UNAPPROVED, Happening.CLOSED), waiting)
