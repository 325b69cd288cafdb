"""Doors of what was owed as of a past moment: order by order, and by customer."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from common import clock, pages
from orders.listing.past import queries as past
from orders.listing.past.owed import figures, queries
from orders.listing.past.views import context_of
from orders.templatetags import order_parts


@require_GET
def list_owed(request: HttpRequest) -> HttpResponse:
    """The orders for which something was owed, or paid ahead."""
    user: Any = request.user
    chosen = queries.found(user, request.GET, clock.now())
    found = past.page_of(queries.orders_of(user, chosen), queries.SORTS, request.GET, queries.DEFAULT)
    rows = [(row, order_parts.order_url(row.order)) for row in queries.rows(chosen, found[0].items)]
    context = context_of(request, chosen, found) | {"rows": rows, "edges": figures.edges()}
    return pages.render(request, "orders/past_owed/orders.html", context, parts=("list",))


@require_GET
def list_customers(request: HttpRequest) -> HttpResponse:
    """The same by customer, with money of theirs that stood on no order."""
    user: Any = request.user
    chosen = queries.found(user, request.GET, clock.now())
    rows, refused = [], ""
    try:
        rows = queries.by_customer(user, chosen)
    except past.TooMuch as too_much:
        refused = str(too_much.message)
    whole = SimpleNamespace(items=rows, next_cursor=None, previous_cursor=None)
    context = context_of(request, chosen, (whole, len(rows), False))
    context |= {"rows": rows, "refused": refused, "edges": figures.edges()}
    return pages.render(request, "orders/past_owed/customers.html", context, parts=("list",))


@require_GET
def sum_owed(request: HttpRequest) -> HttpResponse:
    """What all of them owed then, by currency."""
    user: Any = request.user
    chosen = queries.found(user, request.GET, clock.now())
    try:
        context: dict[str, Any] = {"sums": queries.sums(user, chosen)}
    except past.TooMuch as too_much:
        context = {"refused": too_much.message}
    return pages.part(request, "orders/past_owed/_sums.html", context)
