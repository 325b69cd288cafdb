"""Panels that the pages of customers and products fetch by address."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, dates, pages
from reports.clientele import panels


@require_safe
def show_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """A customer's analysis in a few figures."""
    today = dates.business_day(clock.now())
    context = panels.of_customer(actor=request.user, customer_id=customer_id, today=today)
    return pages.render(request, "reports/clientele/customer.html", context, parts=("customer-analysis",))


@require_safe
def show_product(request: HttpRequest, product_id: int) -> HttpResponse:
    """What is bought together with a product."""
    today = dates.business_day(clock.now())
    report, url = panels.of_product(actor=request.user, product_id=product_id, today=today)
    context = {"report": report, "report_url": url}
    return pages.render(request, "reports/clientele/product.html", context, parts=("product-related",))
