"""Doors of invoices: what is to be invoiced, the list, drafting, issuing, taking back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.invoicing import desk, forms, operations, policies, queries
from orders.invoicing.filters import InvoiceFilter
from orders.invoicing.rights import CREDIT, DRAFT, ISSUE, TAKE_BACK
from orders.order.doors import sent

PAGE_SIZE = 50


@require_GET
def list_open(request: HttpRequest) -> HttpResponse:
    """Whose deliveries wait for an invoice, the most first."""
    context = {
        "accounts": queries.accounts_waiting(request.user),
        "views": desk.tabs({"open": "1"}),
        "may_draft": rights.can(request.user, DRAFT),
    }
    return pages.render(request, "orders/invoice/open.html", context)


@require_GET
def list_credits(request: HttpRequest) -> HttpResponse:
    """What is invoiced and not to be paid: red invoices are wanted."""
    context = {
        "credits": queries.credits_due(request.user),
        "views": desk.tabs({"credit": "1"}),
        "may_reverse": rights.can(request.user, TAKE_BACK),
    }
    return pages.render(request, "orders/invoice/credit.html", context)


@require_GET
def list_invoices(request: HttpRequest) -> HttpResponse:
    """Invoices, newest first."""
    chosen = InvoiceFilter(request.GET, queries.list_invoices(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    kept = [(name, request.GET[name]) for name in ("status", "tax_state", "is_red") if request.GET.get(name)]
    context = {"page": page, "views": desk.tabs(request.GET), "kept": kept}
    return pages.render(request, "orders/invoice/list.html", context, parts=("list",))


@require_GET
def show_invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """One invoice with its lines, and those that take it back."""
    invoice = queries.get_invoice(request.user, reference)
    context = {
        "invoice": invoice,
        "lines": queries.lines_of(invoice),
        "reds": list(invoice.reds.order_by("pk")),
        "actions": desk.actions(request.user, invoice),
    }
    return pages.render(request, "orders/invoice/detail.html", context)


@require_http_methods(["GET", "POST"])
def draft_invoice(request: HttpRequest) -> HttpResponse:
    """Choose what a customer is invoiced of what was delivered."""
    customer, currency, parts = desk.to_invoice(request.user, request.GET)
    waits = queries.waiting_parts(customer.pk, parts)
    form = forms.DraftForm(sent(request), parts=parts, waits=waits, initial=desk.buyer(customer, parts))

    def draft() -> str:
        made = operations.draft_invoice(
            actor=request.user,
            lines=form.lines(),
            freight_of=form.freight(),
            at=clock.now(),
            **form.header(),
        )
        return desk.url_of(made)

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, draft))):
        return pages.leave(request, urls[0], _("Invoice drafted"))
    context = {"form": form, "customer": customer, "currency": currency}
    return pages.render(request, "orders/invoice/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def edit_invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what a draft says of its buyer."""
    invoice = _for(request, reference, DRAFT)
    form = forms.HeaderForm(sent(request), initial={name: getattr(invoice, name) for name in operations.HEADER})
    return _ask(
        request,
        "edit",
        invoice,
        form,
        lambda: operations.update_invoice(changes=form.header(), **_entries(request, invoice)),
        _("Saved"),
    )


@require_http_methods(["GET", "POST"])
def issue_invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """Issue a draft."""
    invoice = _for(request, reference, ISSUE)
    form = forms.IssueForm(sent(request), initial={"invoice_date": dates.business_day(clock.now())})
    return _ask(
        request,
        "issue",
        invoice,
        form,
        lambda: operations.issue_invoice(**form.cleaned_data, **_entries(request, invoice)),
        _("Invoice issued"),
    )


@require_http_methods(["GET", "POST"])
def note_tax_state(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep what the tax platform says."""
    invoice = _for(request, reference, ISSUE)
    names = ("tax_state", "tax_code", "tax_serial")
    form = forms.TaxForm(sent(request), initial={name: getattr(invoice, name) for name in names})
    return _ask(
        request,
        "tax",
        invoice,
        form,
        lambda: operations.note_tax_state(**form.cleaned_data, **_entries(request, invoice)),
        _("Saved"),
    )


@require_http_methods(["GET", "POST"])
def void_invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """Drop a draft, or an issued invoice without a tax number."""
    invoice = _for(request, reference, TAKE_BACK)
    form = forms.ReasonForm(sent(request))
    return _ask(
        request,
        "void",
        invoice,
        form,
        lambda: operations.void_invoice(reason=form.cleaned_data["reason"], **_entries(request, invoice)),
        _("The invoice is void"),
    )


@require_http_methods(["GET", "POST"])
def reverse_invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an invoice back by a red one, in whole or in part."""
    invoice = _for(request, reference, TAKE_BACK)
    initial = {"invoice_date": dates.business_day(clock.now())}
    form = forms.ReverseForm(sent(request), left=desk.left_of(invoice), initial=initial)

    def reverse_it() -> str:
        red = operations.reverse_invoice(
            reason=form.cleaned_data["reason"],
            lines=form.lines(),
            invoice_date=form.cleaned_data["invoice_date"],
            **_entries(request, invoice),
        )
        return desk.url_of(red)

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, reverse_it))):
        return pages.leave(request, urls[0], _("Red invoice issued"))
    return _dialog(request, "reverse", invoice, form)


@require_http_methods(["GET", "POST"])
def credit_invoice(request: HttpRequest, reference: str) -> HttpResponse:
    """Credit an amount of an invoice, without goods."""
    invoice = _for(request, reference, CREDIT)
    form = forms.CreditForm(sent(request), initial={"invoice_date": dates.business_day(clock.now())})

    def credit() -> str:
        red = operations.credit_invoice(**form.cleaned_data, **_entries(request, invoice))
        return desk.url_of(red)

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, credit))):
        return pages.leave(request, urls[0], _("Red invoice issued"))
    return _dialog(request, "allow", invoice, form)


def _for(request: HttpRequest, reference: str, verb: str) -> Any:
    """The invoice for somebody who may do this to it: before a form of it is drawn."""
    invoice = queries.get_invoice(request.user, reference)
    policies.require(request.user, verb, invoice.customer)
    return invoice


def _entries(request: HttpRequest, invoice: Any) -> dict[str, Any]:
    version = doors.version_of(request.POST)
    return {"actor": request.user, "invoice_id": invoice.pk, "version": version, "at": clock.now()}


def _ask(request: HttpRequest, name: str, invoice: Any, form: Any, call: Callable[[], Any], done: str) -> HttpResponse:
    """Draw the dialog, or do it and go to the invoice as it stands now."""
    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(desk.url_of(call()))):
        return pages.leave(request, urls[0], done)
    return _dialog(request, name, invoice, form)


def _dialog(request: HttpRequest, name: str, invoice: Any, form: Any) -> HttpResponse:
    context = {
        "invoice": invoice,
        "form": form,
        "url": request.path,
        "version": doors.shown_version(request, invoice),
        "dialog_back": desk.url_of(invoice),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"orders/invoice/_{name}.html", context, status=status)
