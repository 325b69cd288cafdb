"""Pages of the report builder: figures by anything, kept under a name, taken away, opened to what they count."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, dates, doors, pages
from reports.builder import desk, forms, kinds, looks, making, operations, policies, queries, showing, waiting
from reports.builder.files import File
from reports.builder.long_views import long_page

BUILDER = "reports:builder"
_UNSAVED = gettext_lazy("Statistics")


def _at(request: HttpRequest) -> dict[str, Any]:
    """What every page of the builder is worked out of."""
    at = clock.now()
    return {"actor": request.user, "given": request.GET.dict(), "today": dates.business_day(at)}


@require_safe
def build(request: HttpRequest, report_id: int | None = None) -> HttpResponse:
    """The figures that the address asks for, or a kept report's, with everything that may be put in or taken out."""
    kept = queries.get_report(actor=request.user, report_id=report_id) if report_id else None
    if kept and kept.standard:
        return redirect(kinds.address(kept))
    asked = _at(request)
    given = {**(kept.asked if kept and not request.GET else {}), **asked["given"]} or desk.FIRST
    shape = looks.shape_of(request.GET.get("chart", kept.shape if kept else ""))
    path, title = request.path, desk.title_of(kept, _UNSAVED)
    asked["given"] = given
    try:
        with waiting.shortly(title, given, lambda: waiting.narrower(given, asked["today"], path)):
            found = desk.laid_out(**asked, path=path, title=title, shape=shape)
    except waiting.Long as long:
        return long_page(request, long, "builder")
    context = showing.page(request.user, found, kept)
    return pages.render(request, "reports/builder/page.html", context, parts=("builder",))


@require_safe
def members(request: HttpRequest, axis: str) -> HttpResponse:
    """By whom or what the figures can be narrowed, the largest first."""
    context = showing.members(**_at(request), axis=showing.axis_or_404(axis))
    return pages.render(request, "reports/builder/members.html", context, parts=("list",))


@require_safe
def show_facts(request: HttpRequest) -> HttpResponse:
    """What a figure counts, the latest first."""
    found = showing.facts(**_at(request))
    return pages.render(request, "reports/facts/page.html", {"found": found}, parts=("list",))


@require_safe
def take(request: HttpRequest) -> FileResponse:
    """The figures as a file."""
    form = showing.file_or_404(request.GET.get("file", ""))
    title = request.GET.get("name", "").strip()[:80] or str(_UNSAVED)
    asked = _at(request)
    given = {name: value for name, value in asked["given"].items() if name not in ("file", "name")}
    return making.download(actor=asked["actor"], given=given, title=title, form=File(form), at=clock.now())


@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, report_id: int | None = None) -> HttpResponse:
    """Keep the figures under a name."""
    rights.require(request.user, policies.VIEW)
    kept = queries.get_report(actor=request.user, report_id=report_id) if report_id else None
    form = forms.SaveForm(request.POST or None, kept=kept, actor=request.user, asked=request.GET.dict())
    saved: list[Any] = []

    def keep() -> None:
        version = doors.version_of(request.POST) if kept else None
        given = form.given()
        saved.append(
            operations.save_report(actor=request.user, report_id=report_id, version=version, at=clock.now(), **given)
        )

    if request.method == "POST" and doors.accepted(form, keep):
        return pages.close_dialog(pages.leave(request, reverse("reports:kept", args=[saved[0].pk]), _("Report kept")))
    context = {"form": form, "kept": kept, "url": request.get_full_path(), "version": getattr(kept, "version", "")}
    return pages.dialog(request, "reports/builder/_save.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep a report no more."""
    version = doors.version_of(request.POST)
    operations.drop_report(actor=request.user, report_id=report_id, version=version, at=clock.now())
    return pages.leave(request, reverse(BUILDER), _("Report dropped"))
