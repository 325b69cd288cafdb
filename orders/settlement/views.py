"""Doors of receipts: list, page, recording, allocating, taking back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, currencies, dates, doors, keyset, pages
from orders.order.doors import order_of, sent
from orders.settlement import desk, forms, operations, queries
from orders.settlement.drafts import desk as draft_desk
from orders.settlement.drafts import queries as drafts
from orders.settlement.filters import ReceiptFilter

PAGE_SIZE = 50


def url_of(receipt: Any) -> str:
    """The page of a receipt."""
    return reverse("orders:receipt-detail", args=[receipt.number])


@require_GET
def list_receipts(request: HttpRequest) -> HttpResponse:
    """Receipts, newest first."""
    chosen = ReceiptFilter(request.GET, queries.list_receipts(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {"page": page, "views": desk.views(request.GET), "may_record": desk.may_record(request.user)}
    return pages.render(request, "orders/receipt/list.html", context, parts=("list",))


@require_GET
def show_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """One receipt with what it pays."""
    receipt = queries.get_receipt(request.user, number)
    allocations = queries.allocations_of(request.user, receipt)
    context = {
        "receipt": receipt,
        "allocations": allocations,
        "difference": sum(one.difference for one in allocations),  # type: ignore[attr-defined]
        "base": currencies.base(),
        "refunds": queries.refunds_of(receipt),
        **_draft_of(request, receipt),
        "actions": desk.actions(request.user, receipt),
        "may_revoke": desk.may_allocate(request.user, receipt),
    }
    return pages.render(request, "orders/receipt/detail.html", context)


def _draft_of(request: HttpRequest, receipt: Any) -> dict[str, Any]:
    draft = drafts.draft_of(receipt)
    return {"draft": draft, "draft_actions": draft_desk.actions(request.user, draft)} if draft else {}


@require_http_methods(["GET", "POST"])
def record_receipt(request: HttpRequest) -> HttpResponse:
    """Record money that came in, and allocate it at once if wanted."""
    start = desk.start(request.user, request.GET, clock.now())
    rows = desk.open_rows(request.user, request.POST.get("customer") or start.get("customer"))
    form = forms.ReceiptForm(sent(request), initial=start, rows=rows)
    urls: list[str] = []
    if request.method == "POST" and doors.accepted(
        form,
        lambda: urls.append(doors.once(request, lambda: url_of(desk.record(request.user, form, clock.now())))),
    ):
        return pages.leave(request, urls[0], _("Receipt recorded"))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "is_empty": not form["customer"].value()}
    return pages.render(request, "orders/receipt/new.html", context, status=status)


@require_GET
def list_open_rows(request: HttpRequest) -> HttpResponse:
    """What the chosen customer owes, with a field per row: a part of the form that records a receipt."""
    rows = desk.open_rows(request.user, request.GET.get("customer"))
    form = forms.ReceiptForm(rows=rows)
    return pages.part(request, "orders/receipt/_shares.html", {"form": form, "asked": True})


@require_http_methods(["GET", "POST"])
def allocate_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Share what is left of a receipt by hand; proposed is what is due longest first."""
    receipt = queries.get_receipt_for(request.user, number, "receipt.allocate")
    rows, proposal = desk.propose(request.user, receipt)
    form = forms.AllocateForm(sent(request), rows=rows, initial=proposal)
    if request.method == "POST" and doors.accepted(
        form, lambda: _once(request, operations.allocate_receipt, receipt, allocations=form.allocations())
    ):
        return pages.leave(request, url_of(receipt), _("Allocated"))
    rest, version = receipt.amount - receipt.allocated, doors.shown_version(request, receipt)
    context = {"receipt": receipt, "form": form, "rest": rest, "version": version}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/receipt/allocate.html", context, status=status)


@require_POST
def allocate_oldest(request: HttpRequest, number: str) -> HttpResponse:
    """Pay what is due longest with what is left of a receipt."""
    receipt = queries.get_receipt(request.user, number)
    _once(request, operations.allocate_oldest_first, receipt)
    return pages.leave(request, url_of(receipt), _("Allocated, what was due longest first"))


def _once(request: HttpRequest, operation: Callable[..., Any], receipt: Any, **data: Any) -> None:
    """Money is moved once however often the form comes, and only on the receipt as the person saw it."""

    def call() -> str:
        version = doors.version_of(request.POST)
        operation(actor=request.user, receipt_id=receipt.pk, version=version, at=clock.now(), **data)
        return url_of(receipt)

    doors.once(request, call)


@require_http_methods(["GET", "POST"])
def revoke_allocation(request: HttpRequest, number: str, allocation_id: int) -> HttpResponse:
    """Take one allocation back, with a reason."""
    receipt = queries.get_receipt_for(request.user, number, "receipt.allocate")
    allocation = queries.allocation_of(request.user, receipt, allocation_id)
    form = forms.ReasonForm(sent(request))
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operations.revoke_allocation(
            actor=request.user,
            allocation_id=allocation.pk,
            reason=form.cleaned_data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, url_of(receipt), _("Taken back; the money is unallocated again"))
    return _dialog(request, "orders/receipt/_revoke.html", receipt, form)


@require_http_methods(["GET", "POST"])
def write_off(request: HttpRequest, reference: str, sequence: int) -> HttpResponse:
    """Let a part of what is owed go: a small difference, a bank's charge, a discount."""
    order = order_of(request, reference)
    row = desk.row_to_write_off(request.user, order, sequence)
    form = forms.WriteOffForm(sent(request), initial={"amount": row.amount - row.received, "kind": "DIFFERENCE"})
    back = reverse("orders:order-money", args=[order.reference])

    def do() -> str:
        operations.write_off(actor=request.user, plan_row_id=row.pk, at=clock.now(), **form.cleaned_data)
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, do)):
        return pages.leave(request, back, _("Written off"))
    context = {"order": order, "row": row, "form": form, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/receipt/_write_off.html", context, status=status)


@require_http_methods(["GET", "POST"])
def pay_back(request: HttpRequest, number: str) -> HttpResponse:
    """Pay some of what is left of a receipt back to its customer."""
    receipt = queries.get_receipt_for(request.user, number, "receipt.pay_back")
    initial = {"amount": receipt.amount - receipt.allocated, "paid_date": dates.business_day(clock.now())}
    form = forms.PayBackForm(sent(request), initial=initial)
    urls: list[str] = []

    def pay() -> str:
        version = doors.version_of(request.POST)
        done = operations.pay_back(
            actor=request.user, receipt_id=receipt.pk, version=version, at=clock.now(), **form.cleaned_data
        )
        return url_of(done)

    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, pay))):
        return pages.leave(request, urls[0], _("Paid back"))
    return _dialog(request, "orders/receipt/_pay_back.html", receipt, form)


@require_http_methods(["GET", "POST"])
def take_back_receipt(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Say that the money never was, or that it did come after all: with a reason."""
    receipt = queries.get_receipt_for(request.user, number, f"receipt.{verb}")
    form = forms.ReasonForm(sent(request))
    operation, done = desk.TAKING_BACK[verb]
    if request.method == "POST" and doors.accepted(
        form,
        lambda: operation(
            actor=request.user,
            receipt_id=receipt.pk,
            reason=form.cleaned_data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        ),
    ):
        return pages.leave(request, url_of(receipt), done())
    return _dialog(request, f"orders/receipt/_{verb}.html", receipt, form)


def _dialog(request: HttpRequest, template: str, receipt: Any, form: Any) -> HttpResponse:
    context = {
        "receipt": receipt,
        "version": doors.shown_version(request, receipt),
        "form": form,
        "url": request.path,
        "dialog_back": url_of(receipt),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, template, context, status=status)
