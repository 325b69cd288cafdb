"""What the pages of all rooms share: the order behind an address, and the version that a button was drawn with."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from common import doors
from orders.order import queries


def order_of(request: HttpRequest, reference: str) -> Any:
    """The order an address names. Raises NotFound, also for "not yours"."""
    return queries.get_order(actor=request.user, reference=reference)  # type: ignore[arg-type]


def order_url(order: Any) -> str:
    """The page of an order."""
    return reverse("orders:order-detail", args=[order.reference])


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the entries of a POST, even when there are none."""
    return request.POST if request.method == "POST" else None


def version_sent(data: QueryDict) -> int | None:
    """The version that the page showed, if it says so. Raises Invalid for a damaged one."""
    return doors.version_of(data) if data.get("version") else None
