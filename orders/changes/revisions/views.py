"""Door of the revisions of an order."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from common import pages
from orders.changes.revisions import queries
from orders.changes.revisions.forms import read_pair
from orders.order.doors import order_of


@require_GET
def show_revisions(request: HttpRequest, reference: str) -> HttpResponse:
    """The revisions of an order with who and why, and two of them beside each other; alone for the order's page."""
    order = order_of(request, reference)
    rows = queries.list_revisions(request.user, order)  # type: ignore[arg-type]
    former, later = queries.chosen(order, *read_pair(request.GET))
    context = {
        "order": order,
        "rows": rows,
        "former": former,
        "later": later,
        "diff": queries.compare(request.user, order, former, later) if former != later else None,  # type: ignore[arg-type]
        "with_money": rows[0].amount is not None,
        "change": SimpleNamespace(base_revision=former),
        "next_revision": later,
        "compares": True,
    }
    return pages.render(request, "orders/revision/list.html", context, parts=("revisions",))
