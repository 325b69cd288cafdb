"""Pages of targets: the plan as a grid, and notes on strategy beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import citations, clock, dates, doors, errors, pages
from reports.builder.files import CONTENT_TYPES, File
from reports.targets import forms, planning, showing, strategy, workbook


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The plan of a year, to look at and to type into; saved in one go."""
    at = clock.now()
    today = dates.business_day(at)
    asked = forms.asked_of(request.user, request.GET.dict(), today)
    if request.method == "GET":
        sheet = showing.planned(actor=request.user, asked=asked, today=today)
        return _page(request, showing.page(request.user, asked, sheet, today))
    draft, status, problem = forms.draft_of(request.POST), 422, ""
    try:
        done = showing.saved(actor=request.user, asked=asked, draft=draft, at=at)
        if not isinstance(done, dict):
            return pages.leave(request, asked.address(reverse(showing.PATH)), showing.said(done))
        draft = planning.with_faults(draft, done)
    except errors.Stale as error:
        draft, status = planning.with_refusal(draft, error.details["cells"], asked.plan.measure.form), 409
        problem = citations.told(error)
    sheet = planning.sheet(actor=request.user, plan=asked.plan, today=today, draft=draft)
    return _page(request, showing.page(request.user, asked, sheet, today, problem), status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return pages.render(request, "reports/targets/page.html", context, parts=("plan",), status=status)


@require_safe
def to_fill_in(request: HttpRequest) -> HttpResponse:
    """The plan as a workbook to fill in and to import."""
    today = dates.business_day(clock.now())
    asked = forms.asked_of(request.user, request.GET.dict(), today)
    content = showing.to_fill_in(actor=request.user, asked=asked, today=today, at=clock.now())
    response = HttpResponse(content, content_type=CONTENT_TYPES[File.XLSX])
    name = workbook.file_name(asked.plan.year)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, note_id: int | None = None) -> HttpResponse:
    """Write a note on strategy, or change one."""
    found = strategy.get_note(actor=request.user, note_id=note_id) if note_id else None
    strategy.require_write(request.user, found)
    today = dates.business_day(clock.now())
    first = {"year": request.GET.get("year", today.year)}
    form = forms.NoteForm(request.POST or None, actor=request.user, note=found, initial={} if found else first)
    shown = doors.shown_version(request, found) if found else ""

    def keep() -> str:
        version = doors.version_of(request.POST) if found else None
        given = {name: form.cleaned_data[name] for name in strategy.FIELDS}
        strategy.save_note(actor=request.user, note_id=note_id, version=version, at=clock.now(), **given)
        return f"{reverse(showing.PATH)}?year={given['year']}"

    url: list[str] = []
    if request.method == "POST" and doors.accepted(
        form, lambda: url.append(keep() if found else doors.once(request, keep))
    ):
        return pages.close_dialog(pages.leave(request, url[0], _("Note saved")))
    context = showing.note_page(request.user, form, found, request.get_full_path(), shown)
    return pages.dialog(request, "reports/targets/_note.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """Take a note away."""
    found = strategy.get_note(actor=request.user, note_id=note_id)
    version = doors.version_of(request.POST)
    strategy.remove_note(actor=request.user, note_id=note_id, version=version, at=clock.now())
    return pages.leave(request, f"{reverse(showing.PATH)}?year={found.year}", _("Note taken away"))
