"""Doors of reservation by hand: for one order, and for all that wait for a product."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock, doors, pages
from orders.order.doors import order_of, order_url
from orders.promise import operations, queries


@require_POST
def reserve_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Hold what there is now for everything of an order that is open."""
    order = order_of(request, reference)
    order = operations.reserve_order(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    if short := queries.short_numbers(order):
        numbers = ", ".join(map(str, short))
        words = _("Reserved as far as there is stock; still short: lines %(lines)s") % {"lines": numbers}
        return pages.leave(request, order_url(order), words, "wrn")
    return pages.leave(request, order_url(order), _("Everything that is open is reserved"))


@require_POST
def settle_kit(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """What a kit on a line is put together from is read anew."""
    order = order_of(request, reference)
    order = operations.settle_kit(
        actor=request.user,
        order_id=order.pk,
        line_no=line_no,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, order_url(order), _("Line %(line)s: components read anew") % {"line": line_no})


@require_POST
def reserve_waiting(request: HttpRequest, product_id: int) -> HttpResponse:
    """Give what is free of a product to the orders that were ticked on its page."""
    chosen = {int(one) for one in request.POST.getlist("orders") if one.isdecimal() and len(one) < 19}
    served = operations.reserve_waiting(actor=request.user, product_id=product_id, order_ids=chosen, at=clock.now())
    back = reverse("products:product-detail", args=[product_id])
    if not served:
        return pages.leave(request, back, _("Nothing was reserved: none of it is free any more"), "wrn")
    orders = ", ".join(str(order) for order in served)
    return pages.leave(request, back, _("Reserved for %(orders)s") % {"orders": orders})
