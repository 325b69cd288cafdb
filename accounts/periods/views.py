"""Doors of the period close."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies
from accounts.periods import forms, operations, queries
from accounts.periods.rights import CLOSE, REOPEN
from common import clock, dates, doors, pages


@require_GET
def show_periods(request: HttpRequest) -> HttpResponse:
    """Which months are closed, what is left of the next one, and who closed and opened what."""
    context = {
        "standing": queries.standing(request.user, dates.business_day(clock.now())),
        "steps": queries.list_steps(request.user),
        "may_close": policies.can(request.user, CLOSE),
        "may_reopen": policies.can(request.user, REOPEN),
    }
    return pages.render(request, "accounts/periods.html", context)


@require_http_methods(["GET", "POST"])
def close_month(request: HttpRequest) -> HttpResponse:
    """Close the next month."""
    policies.require(request.user, CLOSE)
    standing = queries.standing(request.user, dates.business_day(clock.now()))
    initial = {"month": f"{standing.next_month:%Y-%m}" if standing.next_month else ""}
    form = forms.CloseForm(request.POST or None, initial=initial)
    return _ask(request, "close", form, operations.close_month, _("Month closed"), standing=standing)


@require_http_methods(["GET", "POST"])
def reopen_month(request: HttpRequest) -> HttpResponse:
    """Open a closed month and all after it again."""
    policies.require(request.user, REOPEN)
    until = queries.closed_until()
    form = forms.ReopenForm(request.POST or None, initial={"month": f"{until:%Y-%m}" if until else ""})
    return _ask(request, "reopen", form, operations.reopen_month, _("Month reopened"))


def _ask(
    request: HttpRequest, name: str, form: Any, operation: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    back = reverse("accounts:periods")

    def do() -> str:
        operation(actor=request.user, at=clock.now(), **form.cleaned_data)
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, do)):
        return pages.leave(request, back, done)
    context = {"form": form, "url": request.path, "dialog_back": back, **more}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"accounts/_period_{name}.html", context, status=status)
