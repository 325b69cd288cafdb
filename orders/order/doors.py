"""What the pages of all rooms share: the order behind an address, and what a form is bound to."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from orders.order import queries
from orders.order.states import Status


def order_of(request: HttpRequest, reference: str) -> Any:
    """The order an address names. Raises NotFound, also for "not yours"."""
    return queries.get_order(actor=request.user, reference=reference)  # type: ignore[arg-type]


def order_url(order: Any) -> str:
    """The page of an order."""
    return reverse("orders:order-detail", args=[order.reference])


def undo_submission(order: Any) -> tuple[str, int] | None:
    """How a toast takes a submission back: where, and as it stands now; None once it took effect."""
    if order.status != Status.SUBMITTED:
        return None
    return reverse("orders:order-withdraw", args=[order.reference]), order.version


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the entries of a POST, even when there are none."""
    return request.POST if request.method == "POST" else None
