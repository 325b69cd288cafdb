"""Doors of those who have orders confirmed: ask, send again, take back, record what came in another way."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, doors, pages
from orders.order import policies
from orders.order.doors import order_of, sent
from orders.service import forms, operations, queries

CONFIRM = "order.confirm"


def _back(order: Any) -> str:
    return reverse("orders:order-review", args=[order.reference])


@require_http_methods(["GET", "POST"])
def ask_customer(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the customer of an order to confirm it."""
    order = order_of(request, reference)
    policies.require(request.user, CONFIRM, order)
    form = forms.AskForm(sent(request), contacts=queries.contacts_shown(request.user, order))

    def ask() -> str:
        version = doors.version_of(request.POST)
        data = form.cleaned_data
        operations.ask_customer(actor=request.user, order_id=order.pk, version=version, at=clock.now(), **data)
        return _back(order)

    done = _("The customer is asked by mail")
    return _dialog(request, "ask", order, form, lambda: doors.once(request, ask), done, row=order)


@require_http_methods(["GET", "POST"])
def record_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what the customer said in another way."""
    order = order_of(request, reference)
    policies.require(request.user, CONFIRM, order)
    files = request.FILES if request.method == "POST" else None
    form = forms.RecordForm(sent(request), files, file_required=queries.asks_for_file())

    def record() -> str:
        version = doors.version_of(request.POST)
        data = form.entries()
        operations.record_answer(actor=request.user, order_id=order.pk, version=version, at=clock.now(), **data)
        return _back(order)

    return _dialog(request, "record", order, form, lambda: doors.once(request, record), _("Recorded"), row=order)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """Take a question back."""
    found = queries.get_confirmation(actor=request.user, confirmation_id=confirmation_id)
    policies.require(request.user, CONFIRM, found.order)
    form = forms.RevokeForm(sent(request))

    def take_back() -> None:
        _do(request, operations.revoke, found, **form.cleaned_data)

    return _dialog(request, "revoke", found.order, form, take_back, _("Taken back"), row=found)


@require_POST
def resend(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """Send the mail once more."""
    found = queries.get_confirmation(actor=request.user, confirmation_id=confirmation_id)
    _do(request, operations.resend, found)
    return pages.leave(request, _back(found.order), _("Sent again"))


@require_POST
def carry_over(request: HttpRequest, confirmation_id: int) -> HttpResponse:
    """Let the approval go on with the answer that is there."""
    found = queries.get_confirmation(actor=request.user, confirmation_id=confirmation_id)
    _do(request, operations.carry_over, found)
    return pages.leave(request, _back(found.order), _("The approval goes on"))


def _do(request: HttpRequest, operation: Callable[..., Any], found: Any, **data: Any) -> None:
    version = doors.version_of(request.POST)
    operation(actor=request.user, confirmation_id=found.pk, version=version, at=clock.now(), **data)


def _dialog(
    request: HttpRequest, name: str, order: Any, form: Any, call: Callable[[], Any], done: str, *, row: Any
) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, _back(order), done)
    context = {
        "order": order,
        "form": form,
        "version": doors.shown_version(request, row),
        "url": request.path,
        "dialog_back": _back(order),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/confirmation/_{name}.html", context, status=status)
