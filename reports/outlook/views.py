"""Pages of forecasts: what comes of a measure as a whole, or of its largest products, categories, regions; forecasts
that were kept (R256)."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, dates, doors, pages
from reports.builder.policies import VIEW
from reports.builder.showing import file_or_404
from reports.outlook import forms, kept_showing, operations, showing


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


@require_safe
def list_kept(request: HttpRequest) -> HttpResponse:
    """Forecasts that were kept, the latest first."""
    context = kept_showing.list_page(actor=request.user, given=request.GET)  # type: ignore[arg-type]
    return pages.render(request, "reports/outlook/kept.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the forecast that the address asks for, as it stands now."""
    user: Any = request.user
    rights.require(user, VIEW)
    form = forms.KeepForm(request.POST or None, asked=request.GET.dict())
    went_to: list[str] = []

    def save() -> str:
        asked, note = form.cleaned_data["asked"], form.cleaned_data["note"]
        row = operations.keep_forecast(actor=user, asked=asked, note=note, at=clock.now())
        return reverse("reports:forecast-kept", args=[row.pk])

    if request.method == "POST" and doors.accepted(form, lambda: went_to.append(doors.once(request, save))):
        return pages.close_dialog(pages.leave(request, went_to[0], _("Forecast kept")))
    context = {"form": form, "url": request.get_full_path()}
    return pages.dialog(request, "reports/outlook/_keep.html", context, status=422 if form.is_bound else 200)


@require_safe
def show_kept(request: HttpRequest, forecast_id: int) -> HttpResponse:
    """One of them beside what came."""
    today = dates.business_day(clock.now())
    context = kept_showing.page(actor=request.user, kept_id=forecast_id, today=today)  # type: ignore[arg-type]
    return pages.render(request, "reports/outlook/kept_one.html", context)


@require_safe
def take_kept(request: HttpRequest, forecast_id: int) -> FileResponse:
    """The same as a file."""
    form = file_or_404(request.GET.get("file", ""))
    return kept_showing.download(actor=request.user, kept_id=forecast_id, form=form, at=clock.now())  # type: ignore[arg-type]


@require_POST
def drop_kept(request: HttpRequest, forecast_id: int) -> HttpResponse:
    """Keep it no more."""
    version = doors.version_of(request.POST)
    operations.drop_forecast(actor=request.user, kept_id=forecast_id, version=version, at=clock.now())
    return pages.leave(request, reverse("reports:forecasts-kept"), _("Forecast dropped"))
