"""The panel of a product's page: its risk, what makes it, and the rows behind it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, pages
from orders.voice import queries


@require_safe
def product_risk(request: HttpRequest, product_id: int) -> HttpResponse:
    """Complaints, returns and low scores of a product; of orders that the reader does not see, how many."""
    found = queries.of_product(request.user, product_id, clock.now())
    context = {"found": found, "product": found.product}
    return pages.render(request, "orders/panel/product_risk.html", context, parts=("product-risk",))
