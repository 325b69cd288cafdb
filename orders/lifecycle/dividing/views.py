"""Doors of splitting a draft and of making several one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock, doors, errors, pages
from orders.lifecycle.dividing import forms, operations, queries
from orders.order import policies
from orders.order import queries as orders
from orders.order.doors import order_of, order_url, sent


@require_http_methods(["GET", "POST"])
def split_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose what moves to a draft of its own; leads to it."""
    order = order_of(request, reference)
    policies.require(request.user, "order.edit", order)  # type: ignore[arg-type]
    form = forms.SplitForm(sent(request), lines=queries.movable_lines(order, orders.lines_of(order)))
    made: list[Any] = []

    def split() -> None:
        made.append(
            operations.split_order(
                actor=request.user,
                order_id=order.pk,
                quantities=form.quantities(),
                version=doors.version_of(request.POST),
                at=clock.now(),
            )
        )

    if request.method == "POST" and doors.accepted(form, split):
        words = _("Split off: this is the new draft")
        return pages.leave(request, reverse("orders:order-edit", args=[made[0].reference]), words)
    return _dialog(request, "orders/order/_split.html", order, form)


@require_http_methods(["GET", "POST"])
def merge_orders(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the customer's other drafts that become part of this one; where they differ, that is asked."""
    order = order_of(request, reference)
    policies.require(request.user, "order.edit", order)  # type: ignore[arg-type]
    others = queries.other_drafts(actor=request.user, order=order)  # type: ignore[arg-type]
    form = forms.MergeForm(sent(request), others=others)
    differing: dict[str, Any] = {}

    def merge() -> None:
        operations.merge_orders(
            actor=request.user,
            order_id=order.pk,
            other_ids=form.ids(),
            is_agreed=form.cleaned_data["is_agreed"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    try:
        if request.method == "POST" and doors.accepted(form, merge):
            return pages.leave(request, order_url(order), _("Merged: the others became part of this order"))
    except errors.Conflict as refusal:
        if refusal.code != "headers_differ":
            raise
        differing = refusal.details["fields"]
    context = {"others": others, "differing": queries.labelled(differing)}
    return _dialog(request, "orders/order/_merge.html", order, form, context)


def _dialog(
    request: HttpRequest, template: str, order: Any, form: Any, context: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        **(context or {}),
        "order": order,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
    }
    return pages.dialog(request, template, context, status=422 if request.method == "POST" else 200)
