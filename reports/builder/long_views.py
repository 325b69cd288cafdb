"""The page of a report that takes longer than a page waits."""

from django.http import HttpRequest, HttpResponse

from common import pages
from reports.builder.waiting import Long


def long_page(request: HttpRequest, found: Long, target: str) -> HttpResponse:
    """What is said instead of the report, in place of ``target`` where only that was asked for."""
    context = {"long": found, "target": target}
    if pages.wants_part(request) and getattr(request, "htmx", None) and request.htmx.target == target:  # type: ignore[attr-defined]
        return pages.part(request, "reports/builder/_long.html", context)
    return pages.render(request, "reports/builder/long.html", context)
