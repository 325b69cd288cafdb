"""Pages of reports sent by mail: all of them, one with what was sent, setting it up, what somebody would get."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, doors, pages
from reports.builder import queries as reports
from reports.deliveries import forms, operations, policies, previewing, queries, showing

LIST = "reports:schedules"


def _page(schedule_id: int) -> str:
    return reverse("reports:schedule", args=[schedule_id])


def _saved(**given: Any) -> str:
    return _page(operations.save_schedule(**given).pk)


@require_safe
def list_schedules(request: HttpRequest) -> HttpResponse:
    """The reports that one has sent, and those that one gets."""
    context = showing.listed(request.user, request.GET.get("cursor"))  # type: ignore[arg-type]
    return pages.render(request, "reports/deliveries/list.html", context, parts=("list",))


@require_safe
def show(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """One: when, to whom, what was sent."""
    context = showing.detail(request.user, schedule_id)  # type: ignore[arg-type]
    return pages.render(request, "reports/deliveries/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, report_id: int | None = None, schedule_id: int | None = None) -> HttpResponse:
    """Have a kept report sent, or change how."""
    rights.require(request.user, policies.EXPORT)
    row = queries.get_schedule(actor=request.user, schedule_id=schedule_id) if schedule_id else None
    report = row.report if row else reports.get_report(actor=request.user, report_id=report_id or 0)
    form = forms.ScheduleForm(request.POST or None, actor=request.user, row=row)  # type: ignore[arg-type]
    went_to: list[str] = []

    def save() -> None:
        given = {"actor": request.user, "at": clock.now(), **form.given()}
        if row:
            given |= {"schedule_id": row.pk, "version": doors.version_of(request.POST)}
            went_to.append(_saved(**given))
        else:
            went_to.append(doors.once(request, partial(_saved, **given, report_id=report_id)))

    if request.method == "POST" and doors.accepted(form, save):
        return pages.close_dialog(pages.leave(request, went_to[0], _("It is sent from now on")))
    version = doors.shown_version(request, row) if row else ""
    context = {"form": form, "row": row, "report": report, "url": request.path, "version": version}
    return pages.dialog(request, "reports/deliveries/_edit.html", context, status=422 if form.is_bound else 200)


@require_safe
def preview(request: HttpRequest, schedule_id: int, person_id: int) -> HttpResponse:
    """What somebody would get now."""
    found = previewing.preview(actor=request.user, schedule_id=schedule_id, person_id=person_id, at=clock.now())
    context = {"found": found, "schedule_id": schedule_id}
    return pages.render(request, "reports/deliveries/preview.html", context)


@require_POST
def switch(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Pause it, or go on."""
    is_on = request.POST.get("is_on") == "1"
    do = operations.resume if is_on else operations.pause
    do(actor=request.user, schedule_id=schedule_id, version=doors.version_of(request.POST), at=clock.now())
    return pages.leave(request, _page(schedule_id), _("It is sent again") if is_on else _("Paused"))


@require_POST
def send_now(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Send it to oneself, as a trial."""

    def send() -> str:
        operations.send_now(actor=request.user, schedule_id=schedule_id, at=clock.now())
        return _page(schedule_id)

    return pages.leave(request, doors.once(request, send), _("It goes to you in a moment"))


@require_POST
def leave(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Get it no more."""
    operations.leave(actor=request.user, schedule_id=schedule_id, at=clock.now())
    return pages.leave(request, reverse(LIST), _("It does not come to you any more"))


@require_POST
def remove(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Send it no more."""
    version = doors.version_of(request.POST)
    operations.remove(actor=request.user, schedule_id=schedule_id, version=version, at=clock.now())
    return pages.leave(request, reverse(LIST), _("It is sent no more"))
