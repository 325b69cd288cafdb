"""Doors of order errors: the list, and what becomes of one. Verifying itself is a verb of the order (``lifecycle``)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.checking import forms, operations, queries
from orders.checking.filters import OrderErrorFilter
from orders.order import policies
from orders.order import queries as orders
from orders.order.doors import order_of, order_url, sent

PAGE_SIZE = 50


@require_GET
def list_errors(request: HttpRequest) -> HttpResponse:
    """Errors of the orders that one sees, newest first, and the order accuracy of this month and the one before."""
    chosen = doors.filter_of(OrderErrorFilter, request.GET, queries.list_errors(request.user))
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "views": _tabs(request),
        "kept": [(name, value) for name in ("stage", "open") for value in request.GET.getlist(name)],
        "accuracy": _accuracy(request),
        "with_cost": queries.sees_cost(request.user),
        "may_correct": rights.can(request.user, "order.error"),
        "may_dismiss": rights.can(request.user, "order.error_dismiss"),
    }
    return pages.render(request, "orders/checking/list.html", context, parts=("list",))


def _accuracy(request: HttpRequest) -> list[tuple[str, Any]]:
    if pages.wants_part(request):
        return []
    today = dates.business_day(clock.now())
    first = today.replace(day=1)
    last = first - timedelta(days=1)
    rows = policies.visible_to(request.user)
    return [
        (_("This month"), queries.accuracy(rows, since=first, until=today)),
        (_("Last month"), queries.accuracy(rows, since=last.replace(day=1), until=last)),
    ]


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    base, asked = reverse("orders:error-list"), request.GET
    tabs = [
        (pgettext("order errors", "All"), ""),
        (pgettext("order errors", "Open"), "open=true"),
        (_("At verification"), "stage=VERIFICATION"),
        (_("At shipment"), "stage=SHIPMENT"),
        (_("By the customer"), "stage=CUSTOMER"),
    ]
    current = "open=true" if asked.get("open") == "true" else f"stage={asked['stage']}" if asked.get("stage") else ""
    return [
        {"label": label, "url": f"{base}?{query}" if query else base, "current": query == current, "key": str(place)}
        for place, (label, query) in enumerate(tabs, start=1)
    ]


@require_http_methods(["GET", "POST"])
def record_error(request: HttpRequest, reference: str) -> HttpResponse:
    """Record an error of an order."""
    order = order_of(request, reference)
    policies.require(request.user, "order.error", order)
    form = forms.ErrorForm(
        sent(request),
        line_nos=[line.line_no for line in orders.lines_of(order)],
        with_cost=queries.sees_cost(request.user),
    )

    def record() -> str:
        operations.record_error(actor=request.user, order_id=order.pk, at=clock.now(), **form.entries())
        return order_url(order)

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, record)):
        return pages.leave(request, order_url(order), _("Recorded"))
    context = {"form": form, "order": order, "url": request.path, "dialog_back": order_url(order)}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/checking/_record.html", context, status=status)


@require_http_methods(["GET", "POST"])
def correct_error(request: HttpRequest, error_id: int) -> HttpResponse:
    """Say how an error was corrected."""
    found = queries.get_error(actor=request.user, error_id=error_id)
    policies.require(request.user, "order.error", found.order)
    form = forms.CorrectForm(sent(request), with_cost=queries.sees_cost(request.user))
    return _settle(request, found, form, "correct", operations.correct_error, _("Corrected"))


@require_http_methods(["GET", "POST"])
def dismiss_error(request: HttpRequest, error_id: int) -> HttpResponse:
    """Say that it was none."""
    found = queries.get_error(actor=request.user, error_id=error_id)
    policies.require(request.user, "order.error_dismiss", found.order)
    return _settle(
        request, found, forms.DismissForm(sent(request)), "dismiss", operations.dismiss_error, _("Dismissed")
    )


def _settle(
    request: HttpRequest, found: Any, form: Any, name: str, operation: Callable[..., Any], done: str
) -> HttpResponse:
    back = reverse("orders:error-list")

    def call() -> None:
        version = doors.version_of(request.POST)
        operation(actor=request.user, error_id=found.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context = {
        "form": form,
        "error": found,
        "version": doors.shown_version(request, found),
        "url": request.path,
        "dialog_back": back,
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/checking/_{name}.html", context, status=status)
