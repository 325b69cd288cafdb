"""Doors of what can be done about a line that lacks goods, of where its goods come from, of telling the customer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, dates, doors, pages
from orders.order.doors import order_of, order_url, sent
from orders.promise.remedies import forms, operations, options


@require_http_methods(["GET", "POST"])
def choose_remedy(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """The dated options for a line and what each costs others; one is chosen and done."""
    order = order_of(request, reference)
    found = options.situation(request.user, order, line_no, dates.business_day(clock.now()))
    form = forms.RemedyForm(sent(request), found=found)
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.choose(
            actor=request.user,
            order_id=order.pk,
            line_no=line_no,
            version=doors.version_of(request.POST),
            option=form.cleaned_data["option"],
            token=request.POST.get(f"token-{form.cleaned_data['option']}", ""),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, order_url(order), _("Line %(line)s: done as chosen") % {"line": line_no})
    possible = [one.key for one in found.options if not one.why_not]
    chosen = form["option"].value() or next(iter(possible), "")
    return _dialog(request, "orders/remedy/_choose.html", order, form, {"found": found, "chosen": chosen})


@require_http_methods(["GET", "POST"])
def set_supply(request: HttpRequest, reference: str, line_no: int) -> HttpResponse:
    """Where the goods of a line come from."""
    order = order_of(request, reference)
    found = options.situation(request.user, order, line_no, dates.business_day(clock.now()))
    form = forms.SupplyForm(sent(request), initial={"mode": found.line.supply_mode})
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.set_supply(
            actor=request.user,
            order_id=order.pk,
            line_no=line_no,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        ),
    ):
        return pages.leave(request, order_url(order), _("Line %(line)s: saved") % {"line": line_no})
    return _dialog(request, "orders/remedy/_supply.html", order, form, {"found": found})


@require_POST
def note_told(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer was told the days in force."""
    order = order_of(request, reference)
    count = operations.note_told(
        actor=request.user, order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
    )
    words = _("Noted for %(count)s lines: the customer knows the day") % {"count": count}
    return pages.leave(request, order_url(order), words)


def _dialog(request: HttpRequest, template: str, order: Any, form: Any, more: dict[str, Any]) -> HttpResponse:
    context = {
        "order": order,
        "form": form,
        "version": doors.shown_version(request, order),
        "url": request.path,
        "dialog_back": order_url(order),
        **more,
    }
    return pages.dialog(request, template, context, status=422 if request.method == "POST" else 200)
