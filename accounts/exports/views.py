"""Doors of exports: the button of a list and what becomes of it, one's exports, their files."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import policies
from accounts.exports import forms, operations, permitting, queries, sending, sheet
from common import clock, doors, errors, keyset, pages

PAGE_SIZE = 50


@require_safe
def list_exports(request: HttpRequest) -> HttpResponse:
    """One's exports, newest first."""
    policies.require(request.user, permitting.RUN)
    rows = queries.list_exports(actor=request.user)
    page = keyset.paginate(rows, sorts=queries.SORTS, sort="created", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": [sheet.shown(export) for export in page.items],
        "is_working": any(export.state in sheet.WAITING for export in page.items),
        "pager_target": "exports",
    }
    return pages.render(request, "accounts/exports.html", context, parts=("exports",))


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Take a list away as its page shows it: the button becomes the progress, or the file at once."""
    form = forms.StartForm(request.POST)
    if not form.is_valid():
        raise errors.Invalid(fields={name: [str(text) for text in texts] for name, texts in form.errors.items()})
    address = doors.once(request, lambda: _start(request, form.cleaned_data))
    return HttpResponseRedirect(address, status=303)  # htmx follows it too: the part is drawn there


def _start(request: HttpRequest, asked: dict[str, Any]) -> str:
    export = operations.start_export(
        actor=request.user, list_key=asked["list"], form=asked["format"], query=asked["query"], at=clock.now()
    )
    now = "?now=1" if export.state == sheet.State.DONE else ""
    return reverse("accounts:export", args=[export.pk]) + now


@require_safe
def show(request: HttpRequest, export_id: int) -> HttpResponse:
    """What became of an export: the part in its list, or the page of all."""
    export = queries.get_export(actor=request.user, export_id=export_id)
    if not pages.wants_part(request):
        return pages.leave(request, reverse("accounts:exports"))
    return _part(request, export, is_new=request.GET.get("now") == "1")


@require_safe
def download(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """The file, as a download only."""
    return sending.send_file(actor=request.user, export_id=export_id, at=clock.now())


@require_POST
def cancel(request: HttpRequest, export_id: int) -> HttpResponse:
    """Leave an export that is being written."""
    export = operations.cancel_export(actor=request.user, export_id=export_id, at=clock.now())
    if request.headers.get("HX-Target") == "export":
        return _part(request, export)
    return pages.leave(request, reverse("accounts:exports"), _("Export cancelled"))


@require_POST
def delete(request: HttpRequest, export_id: int) -> HttpResponse:
    """Drop an export with its file."""
    operations.delete_export(actor=request.user, export_id=export_id, at=clock.now())
    return pages.leave(request, reverse("accounts:exports"), _("Export deleted"))


def _part(request: HttpRequest, export: Any, *, is_new: bool = False) -> HttpResponse:
    context = {**sheet.shown(export), "is_new": is_new, "list_key": export.list_key, "query": export.query}
    return pages.part(request, "accounts/_export.html", context)
