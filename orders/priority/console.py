"""The console's page of bands, weights and points, with its versions."""

from dataclasses import asdict
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies
from common import clock, dates, doors, errors, pages
from orders.priority import forms, operations, queries


@require_http_methods(["GET", "HEAD", "POST"])
def edit_rules(request: HttpRequest) -> HttpResponse:
    """The bands that were saved last; sent, they are the next version."""
    policies.require(request.user, operations.EDIT)
    newest = queries.newest()
    initial = asdict(newest) | {"valid_from": dates.business_day(clock.now())}
    form = forms.RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(request, form):
        words = _("Saved. Orders follow in the background once the day has come.")
        return pages.leave(request, resolve_url("admin:priority"), words)
    context = {
        **admin.site.each_context(request),
        "title": _("Classes and priority"),
        "form": form,
        "version": request.POST.get("version", newest.number),
        "versions": queries.versions(),
    }
    return pages.render(request, "admin/priority.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: Any) -> bool:
    def save() -> None:
        operations.save_rules(
            actor=request.user, values=form.values(), number=doors.version_of(request.POST), at=clock.now()
        )

    try:
        return doors.accepted(form, save)
    except errors.Stale as error:
        doors.explain_conflict(form, error)
        return False
