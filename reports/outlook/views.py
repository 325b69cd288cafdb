"""Pages of forecasts: what comes of a measure as a whole, or of its largest products, categories, regions (R256)."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, dates, pages
from reports.builder.showing import file_or_404
from reports.outlook import showing


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What the address wants to be forecast, with everything that may be wanted instead."""
    today = dates.business_day(clock.now())
    context = showing.page(actor=request.user, given=request.GET.dict(), today=today)
    return pages.render(request, "reports/outlook/page.html", context, parts=("outlook",))


@require_safe
def take(request: HttpRequest) -> FileResponse:
    """The forecast as a file."""
    form = file_or_404(request.GET.get("file", ""))
    return showing.download(actor=request.user, given=request.GET.dict(), form=form, at=clock.now())
