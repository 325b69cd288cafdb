"""Dialogs of special approvals on an order's page: ask, decide, take back."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, currencies, dates, doors, errors, pages
from customers.credit.forms import DecisionForm
from orders.credit import verdicts
from orders.credit.special import forms, operations, policies, queries
from orders.order.doors import order_of, order_url, sent

USUAL = timedelta(days=14)


@require_http_methods(["GET", "POST"])
def request_special(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask that this order may pass the limit."""
    order = order_of(request, reference)
    if not policies.may_request(request.user, order):
        raise errors.NotAllowed()
    today = dates.business_day(clock.now())
    verdict = verdicts.told(request.user, order, today)
    over = verdict.over(today) if verdict else None
    form = forms.RequestForm(sent(request), initial={"amount": over or None, "valid_until": today + USUAL})

    def call() -> str:
        operations.request_special(actor=request.user, order_id=order.pk, at=clock.now(), **form.cleaned_data)
        return order_url(order)

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, order_url(order), _("Special approval asked for"))
    return _dialog(request, "request", order, form, over=over)


@require_http_methods(["GET", "POST"])
def decide_special(request: HttpRequest, special_id: int) -> HttpResponse:
    """Grant or refuse it."""
    special = queries.get_special(actor=request.user, special_id=special_id)
    form = DecisionForm(sent(request))

    def call() -> None:
        operations.decide_special(
            actor=request.user,
            special_id=special_id,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.said(),
        )

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, order_url(special.order), _("Decided"))
    more = {"special": special, "version": doors.shown_version(request, special)}
    return _dialog(request, "decide", special.order, form, **more)


@require_POST
def withdraw_special(request: HttpRequest, special_id: int) -> HttpResponse:
    """Take it back."""
    special = operations.withdraw_special(
        actor=request.user, special_id=special_id, version=doors.version_of(request.POST), at=clock.now()
    )
    return pages.leave(request, order_url(special.order), _("Withdrawn"))


def _dialog(request: HttpRequest, name: str, order: Any, form: Any, **more: Any) -> HttpResponse:
    context = {"order": order, "form": form, "url": request.path, "base": currencies.base(), **more}
    context["dialog_back"] = order_url(order)
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/special/_{name}.html", context, status=status)
