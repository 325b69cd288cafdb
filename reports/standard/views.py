"""Pages of standard reports: the catalogue, and one page for all of them."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, dates, pages
from reports.builder.long_views import long_page
from reports.builder.showing import file_or_404
from reports.builder.waiting import Long
from reports.standard import showing


@require_safe
def list_reports(request: HttpRequest) -> HttpResponse:
    """The catalogue: the reports by subject, each with its question and those that are kept of it."""
    context = showing.catalogue(actor=request.user, typed=request.GET.get("q", "").strip()[:80])
    return pages.render(request, "reports/standard/list.html", context, parts=("catalogue",))


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """A report as the address sets it, with everything by which it may be set."""
    today = dates.business_day(clock.now())
    asked: dict[str, Any] = {"actor": request.user, "code": code, "given": request.GET.dict()}
    try:
        with showing.shortly(**asked, today=today):
            context = showing.page(**asked, today=today)
    except Long as long:
        return long_page(request, long, "standard")
    response = pages.render(request, "reports/standard/page.html", context, parts=("standard",))
    if pages.wants_part(request):
        response.headers["HX-Push-Url"] = context["address"]  # without what was left empty or typed as a name
    return response


@require_safe
def take(request: HttpRequest, code: str) -> FileResponse:
    """The report as a file."""
    form = file_or_404(request.GET.get("file", ""))
    return showing.download(actor=request.user, code=code, given=request.GET.dict(), form=form, at=clock.now())
