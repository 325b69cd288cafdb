"""Doors of carriers' bills: what is on none, the list, entering, approving, paying, taking back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.fulfilment.freight_bills import desk, forms, operations, queries, tolerance
from orders.fulfilment.freight_bills.filters import FreightBillFilter
from orders.fulfilment.freight_bills.rights import APPROVE, PAY, RECORD
from orders.order.doors import sent

PAGE_SIZE = 50


@require_GET
def list_open(request: HttpRequest) -> HttpResponse:
    """What left with carriers and is on no bill yet, by carrier and month."""
    context = {
        "months": queries.months_unbilled(request.user),
        "views": desk.tabs({}, is_open=True),
        "may_record": rights.can(request.user, RECORD),
    }
    return pages.render(request, "orders/freight/open.html", context)


@require_GET
def list_bills(request: HttpRequest) -> HttpResponse:
    """Bills, newest first."""
    chosen = FreightBillFilter(request.GET, queries.list_bills(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    kept = [(name, request.GET[name]) for name in ("status",) if request.GET.get(name)]
    context = {"page": page, "views": desk.tabs(request.GET), "kept": kept}
    return pages.render(request, "orders/freight/list.html", context, parts=("list",))


@require_GET
def show_bill(request: HttpRequest, number: str) -> HttpResponse:
    """One bill, its shipments held against their own freight."""
    bill = queries.get_bill(request.user, number)
    context = {
        "bill": bill,
        "lines": queries.lines_of(bill),
        "percent": tolerance.percent(),
        "actions": desk.actions(request.user, bill),
    }
    return pages.render(request, "orders/freight/detail.html", context)


@require_http_methods(["GET", "POST"])
def record_bill(request: HttpRequest) -> HttpResponse:
    """Enter a carrier's bill for a month."""
    carrier, first, last = desk.begin(request.user, request.GET)
    shipments, billed = desk.parts(None, carrier.pk, first, last)
    today = dates.business_day(clock.now())
    initial = {"bill_date": today, "period_from": first, "period_to": last}
    form = forms.BillForm(sent(request), carrier_id=carrier.pk, parts=shipments, billed=billed, initial=initial)

    def record() -> str:
        head = operations.Head(**form.head())
        made = operations.record_bill(actor=request.user, head=head, lines=form.lines(), at=clock.now())
        return desk.url_of(made)

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, record))):
        return pages.leave(request, urls[0], _("Bill entered"))
    return _sheet(request, form, carrier, None)


@require_http_methods(["GET", "POST"])
def edit_bill(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a bill anew that is not approved."""
    bill = _for(request, number, RECORD)
    shipments, billed = desk.parts(bill, bill.carrier_id, bill.period_from, bill.period_to)
    names = ("carrier_number", "bill_date", "period_from", "period_to", "notes")
    initial = {name: getattr(bill, name) for name in names}
    form = forms.BillForm(sent(request), carrier_id=bill.carrier_id, parts=shipments, billed=billed, initial=initial)
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.update_bill(
            head=operations.Head(**form.head()), lines=form.lines(), **_entries(request, bill)
        ),
    ):
        return pages.leave(request, desk.url_of(bill), _("Saved"))
    return _sheet(request, form, bill.carrier, bill)


@require_http_methods(["GET", "POST"])
def approve_bill(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to pay a bill that somebody else entered."""
    bill = _for(request, number, APPROVE)
    form = forms.ApproveForm(sent(request))
    return _ask(
        request,
        "approve",
        bill,
        form,
        lambda: operations.approve_bill(reason=form.cleaned_data["reason"], **_entries(request, bill)),
        _("Bill approved"),
    )


@require_http_methods(["GET", "POST"])
def pay_bill(request: HttpRequest, number: str) -> HttpResponse:
    """Note that a bill was paid."""
    bill = _for(request, number, PAY)
    form = forms.PayForm(sent(request), initial={"paid_date": dates.business_day(clock.now())})
    return _ask(
        request,
        "pay",
        bill,
        form,
        lambda: operations.pay_bill(**form.cleaned_data, **_entries(request, bill)),
        _("Payment noted"),
    )


@require_http_methods(["GET", "POST"])
def take_back_bill(request: HttpRequest, number: str) -> HttpResponse:
    """One step back: a payment or an approval that was none."""
    bill = queries.get_bill(request.user, number)
    rights.require(request.user, PAY if bill.status == "PAID" else APPROVE)
    return _with_reason(request, bill, "take_back", operations.take_back_bill, _("Taken back"))


@require_http_methods(["GET", "POST"])
def void_bill(request: HttpRequest, number: str) -> HttpResponse:
    """Drop a bill that is not approved."""
    bill = _for(request, number, RECORD)
    return _with_reason(request, bill, "void", operations.void_bill, _("The bill is void"))


def _for(request: HttpRequest, number: str, verb: str) -> Any:
    """The bill for somebody who may do this to bills: before a form of it is drawn."""
    rights.require(request.user, verb)
    return queries.get_bill(request.user, number)


def _with_reason(request: HttpRequest, bill: Any, name: str, call: Callable[..., Any], done: str) -> HttpResponse:
    form = forms.ReasonForm(sent(request))
    return _ask(
        request, name, bill, form, lambda: call(reason=form.cleaned_data["reason"], **_entries(request, bill)), done
    )


def _entries(request: HttpRequest, bill: Any) -> dict[str, Any]:
    version = doors.version_of(request.POST)
    return {"actor": request.user, "bill_id": bill.pk, "version": version, "at": clock.now()}


def _ask(request: HttpRequest, name: str, bill: Any, form: Any, call: Callable[[], Any], done: str) -> HttpResponse:
    """Draw the dialog, or do it and go to the bill as it stands now."""
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, desk.url_of(bill), done)
    context = {
        "bill": bill,
        "form": form,
        "url": request.path,
        "percent": tolerance.percent(),
        "beyond": [one for one in queries.lines_of(bill) if one.beyond],
        "version": doors.shown_version(request, bill),
        "dialog_back": desk.url_of(bill),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/freight/_{name}.html", context, status=status)


def _sheet(request: HttpRequest, form: Any, carrier: Any, bill: Any) -> HttpResponse:
    context = {
        "form": form,
        "carrier": carrier,
        "bill": bill,
        "version": doors.shown_version(request, bill) if bill else None,
        "is_cut": len(form.parts) >= desk.SHOWN,
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/freight/edit.html", context, status=status)
