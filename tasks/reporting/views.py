"""Door of the progress report of an order."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import clock, dates, pages
from tasks.reporting import papers, queries


@require_GET
def show_report(request: HttpRequest, reference: str) -> HttpResponse:
    """How far an order is, on a page that prints; beside it the files, also that for the customer."""
    at = clock.now()
    report = queries.get_report(actor=request.user, reference=reference, at=at)
    paper = reverse("orders:order-paper", args=[report.order.reference])
    context = {
        "report": report,
        "order": report.order,
        "today": dates.business_day(at),
        "files": [f"{paper}?kind={kind}" for kind in (papers.KIND, papers.CUSTOMER)],
    }
    return pages.render(request, "tasks/report/page.html", context)
