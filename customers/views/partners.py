"""Carriers and payment terms: a short list each, and a form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, pages
from customers import forms, operations, queries


@require_GET
def list_carriers(request: HttpRequest) -> HttpResponse:
    """All carriers."""
    rights.require(request.user, "customer.view")
    context = {"rows": queries.all_carriers(), "may_edit": rights.can(request.user, "carrier.edit")}
    return pages.render(request, "customers/carrier/list.html", context)


@require_http_methods(["GET", "POST"])
def edit_carrier(request: HttpRequest, carrier_id: int | None = None) -> HttpResponse:
    """Add or change a carrier."""
    rights.require(request.user, "carrier.edit")
    row = queries.get_carrier(carrier_id) if carrier_id else None
    form = forms.CarrierForm(request.POST or None, instance=row)

    def save() -> Any:
        return operations.save_carrier(actor=request.user, carrier_id=carrier_id, at=clock.now(), **form.cleaned_data)

    back = reverse("customers:carrier-list")
    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Carrier saved"))
    context = {"form": form, "row": row, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "customers/carrier/_edit.html", context, status=status)


@require_GET
def list_terms(request: HttpRequest) -> HttpResponse:
    """All payment terms with their rows."""
    rights.require(request.user, "customer.view")
    context = {"rows": queries.all_payment_terms(), "may_edit": rights.can(request.user, "payment_term.edit")}
    return pages.render(request, "customers/term/list.html", context)


@require_http_methods(["GET", "POST"])
def edit_term(request: HttpRequest, term_id: int | None = None) -> HttpResponse:
    """Add or change a payment term and its rows."""
    rights.require(request.user, "payment_term.edit")
    term = queries.get_payment_term(term_id) if term_id else None
    post = request.POST if request.method == "POST" else None
    form = forms.TermForm(post, instance=term)
    rows = forms.TermRows(post, initial=forms.rows_of(term), prefix="rows")

    def save() -> Any:
        return operations.save_payment_term(
            actor=request.user, term_id=term_id, rows=forms.filled(rows), at=clock.now(), **form.cleaned_data
        )

    if post is not None and rows.is_valid() and doors.accepted(form, save):
        return pages.leave(request, reverse("customers:term-list"), _("Payment terms saved"))
    context = {"form": form, "rows": rows, "term": term, "url": request.path}
    status = 200 if post is None else 422
    return pages.render(request, "customers/term/edit.html", context, parts=("form",), status=status)
