"""Doors of closing and reopening, of a line or a whole order; closing shows first what it does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock, currencies, doors, pages
from orders.closure import forms, operations, queries
from orders.order.doors import order_of, order_url, sent


@require_http_methods(["GET", "POST"])
def close_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Short-close everything that is open, after the preview."""
    order = order_of(request, reference)
    form = forms.CloseForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.close_order(
            actor=request.user,
            order_id=order.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, order_url(order), _("Closed: %(number)s") % {"number": order.number})
    preview = queries.preview_close(request.user, order.pk)
    return _dialog(request, "orders/order/_close.html", order, form, {"preview": preview})


@require_http_methods(["GET", "POST"])
def close_line(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """Short-close one line, after the preview."""
    order = order_of(request, reference)
    form = forms.CloseForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.close_line(
            actor=request.user,
            order_id=order.pk,
            line_no=line_no,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, order_url(order), _("Line %(line)s is closed") % {"line": line_no})
    preview = queries.preview_close(request.user, order.pk, [line_no])
    return _dialog(request, "orders/order/_close.html", order, form, {"preview": preview, "line_no": line_no})


@require_http_methods(["GET", "POST"])
def reopen_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the closing of an order back, with a reason."""
    order = order_of(request, reference)
    form = forms.ReopenForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.reopen_order(
            actor=request.user,
            order_id=order.pk,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, order_url(order), _("Open again: %(number)s") % {"number": order.number})
    return _dialog(request, "orders/order/_reopen.html", order, form, {})


@require_http_methods(["GET", "POST"])
def reopen_line(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """Open a line again that was closed by hand, with a reason."""
    order = order_of(request, reference)
    form = forms.ReopenForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.reopen_line(
            actor=request.user,
            order_id=order.pk,
            line_no=line_no,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, order_url(order), _("Line %(line)s is open again") % {"line": line_no})
    return _dialog(request, "orders/order/_reopen.html", order, form, {"line_no": line_no})


def _dialog(request: HttpRequest, template: str, order: Any, form: Any, more: dict[str, Any]) -> HttpResponse:
    context = {
        "order": order,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
        "base": currencies.base(),
        **more,
    }
    return pages.dialog(request, template, context, status=422 if request.method == "POST" else 200)
