"""Planned receipts: the list, one with its moves, and the dialogs that plan, change, receive and cancel."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, masters, pages
from products.stock.supply import forms, keepers, operations, queries
from products.stock.supply.filters import PlannedReceiptFilter

PAGE_SIZE = 50


@require_GET
def list_receipts(request: HttpRequest) -> HttpResponse:
    """What is to come, filtered, a page at a time; as long as nobody says otherwise only what did not come yet."""
    rights.require(request.user, "stock.view")
    asked = request.GET.copy()
    if "state" not in asked:
        asked["state"] = "OPEN"
    rows = doors.filtered(PlannedReceiptFilter, asked, queries.receipts(request.user))
    page = keyset.paginate(
        rows,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or "expected",
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    count, is_estimate = keyset.count(rows)
    context = {
        "page": page,
        "rows": page.items,
        "count": count,
        "is_estimate": is_estimate,
        "today": dates.business_day(clock.now()),
        "is_narrowed": doors.is_narrowed(request.GET),
        "filter": forms.PlannedReceiptListForm(asked),
        "may_plan": rights.can(request.user, "supply.plan"),
        "export_query": asked.urlencode(),
    }
    return pages.render(request, "products/supply/list.html", context, parts=("list",))


@require_GET
def show_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """A planned receipt with the moves of its day."""
    receipt = queries.get_receipt(actor=request.user, receipt_id=receipt_id)
    context = {
        "receipt": receipt,
        "moves": queries.moves_of(receipt_id),
        "is_late": queries.is_late(receipt, dates.business_day(clock.now())),
        "kept_by": keepers.document_of(receipt),
        "may_plan": rights.can(request.user, "supply.plan"),
        "may_receive": rights.can(request.user, _receiving(receipt)),
        "may_audit": rights.can(request.user, "audit.view"),
    }
    return pages.render(request, "products/supply/detail.html", context)


def _receiving(receipt: Any) -> str:
    return "stock.transfer" if receipt.kind == "TRANSFER" else "stock.receive"


def _url(receipt_id: int) -> str:
    return reverse("products:planned-detail", args=[receipt_id])


@require_http_methods(["GET", "POST"])
def plan_receipt(request: HttpRequest) -> HttpResponse:
    """Plan a receipt."""
    rights.require(request.user, "supply.plan")
    form = forms.PlannedReceiptForm(
        request.POST or None, user=request.user, initial=forms.first_plan(request.user, request.GET)
    )
    back = reverse("products:planned-list")

    def call() -> str:
        entries = [form.entry()]
        doors.of_row("rows.1", lambda: operations.plan_receipts(actor=request.user, entries=entries, at=clock.now()))
        return back

    return masters.edit(
        request,
        form,
        None,
        lambda _version: doors.once(request, call),
        title=_("Plan a receipt"),
        saved=_("Receipt planned"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def change_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Change what is still to come."""
    rights.require(request.user, "supply.plan")
    receipt = queries.get_receipt(actor=request.user, receipt_id=receipt_id)
    form = forms.PlannedChangeForm(request.POST or None, receipt=receipt)

    def save(version: int | None) -> Any:
        return operations.change_receipt(
            actor=request.user, receipt_id=receipt_id, version=version, at=clock.now(), **form.cleaned_data
        )

    title = _("Change what is to come of %(product)s") % {"product": receipt.product.code}
    return masters.edit(
        request, form, receipt, save, title=title, saved=_("Planned receipt changed"), back=_url(receipt_id)
    )


@require_http_methods(["GET", "POST"])
def receive_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Goods of it came, all or a part."""
    receipt = queries.get_receipt(actor=request.user, receipt_id=receipt_id)
    rights.require(request.user, _receiving(receipt))
    form = forms.ReceiveForm(request.POST or None, receipt=receipt)

    def save(version: int | None) -> Any:
        return operations.receive_planned(
            actor=request.user, receipt_id=receipt_id, version=version, at=clock.now(), **form.cleaned_data
        )

    title = _("What came of %(product)s") % {"product": receipt.product.code}
    return masters.edit(
        request, form, receipt, save, title=title, saved=_("Goods arrival recorded"), back=_url(receipt_id)
    )


@require_http_methods(["GET", "POST"])
def cancel_receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Give up what is still to come."""
    rights.require(request.user, "supply.plan")
    receipt = queries.get_receipt(actor=request.user, receipt_id=receipt_id)
    form = forms.CancelForm(request.POST or None)

    def save(version: int | None) -> Any:
        return operations.cancel_receipt(
            actor=request.user, receipt_id=receipt_id, version=version, at=clock.now(), **form.cleaned_data
        )

    title = _("Give up what is to come of %(product)s") % {"product": receipt.product.code}
    return masters.edit(
        request, form, receipt, save, title=title, saved=_("Planned receipt cancelled"), back=_url(receipt_id)
    )
