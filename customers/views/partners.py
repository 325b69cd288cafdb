"""Carriers and payment terms: a list each, and a form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, masters, pages
from common.templatetags import fmt
from customers import forms, operations, queries

CARRIERS = masters.Master(
    title=gettext_lazy("Carriers"),
    note=gettext_lazy("Who takes our goods to customers"),
    new=gettext_lazy("New carrier"),
    change=gettext_lazy("Change the carrier"),
    saved=gettext_lazy("Carrier saved"),
    nowhere=gettext_lazy("Outbound documents name the carrier and its waybill."),
    list_url="customers:carrier-list",
    new_url="customers:carrier-new",
    edit_url="customers:carrier-edit",
    columns=(
        masters.Column(gettext_lazy("Code"), lambda row: row.code, "so-num"),
        masters.Column(gettext_lazy("Name"), lambda row: row.name),
        masters.Column(gettext_lazy("Contact"), lambda row: fmt.dash(row.contact)),
        masters.Column(gettext_lazy("Tracking address"), lambda row: fmt.dash(row.tracking_url), "clip"),
    ),
    subject="customers.carrier",
    icon="truck",
)


@require_GET
def list_carriers(request: HttpRequest) -> HttpResponse:
    """All carriers."""
    rights.require(request.user, "customer.view")
    may_edit = rights.can(request.user, "carrier.edit")
    return masters.show(request, CARRIERS, queries.all_carriers(), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def edit_carrier(request: HttpRequest, carrier_id: int | None = None) -> HttpResponse:
    """Add or change a carrier."""
    rights.require(request.user, "carrier.edit")
    row = queries.get_carrier(carrier_id) if carrier_id else None
    form = forms.CarrierForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        return operations.save_carrier(
            actor=request.user, carrier_id=carrier_id, version=version, at=clock.now(), **form.cleaned_data
        )

    return masters.edit(request, form, row, save, **CARRIERS.words(row))


def _plan(term: Any) -> Any:
    """The rows of a payment term in words."""
    return render_to_string("customers/term/_plan.html", {"rows": term.rows.all()})


TERMS = masters.Master(
    title=gettext_lazy("Payment terms"),
    note=gettext_lazy("They make the payment plan of an order"),
    new=gettext_lazy("New payment term"),
    change=gettext_lazy("Change the payment term"),
    saved=gettext_lazy("Payment terms saved"),
    nowhere=gettext_lazy("Without payment terms an order has no plan of what is due when."),
    list_url="customers:term-list",
    new_url="customers:term-new",
    edit_url="customers:term-edit",
    columns=(
        masters.Column(gettext_lazy("Code"), lambda row: row.code, "so-num"),
        masters.Column(gettext_lazy("Name"), str),
        masters.Column(gettext_lazy("Plan"), _plan, "t2"),
    ),
    subject="customers.paymentterm",
    icon="calendar-event",
    has_page=True,
)


@require_GET
def list_terms(request: HttpRequest) -> HttpResponse:
    """All payment terms with their rows."""
    rights.require(request.user, "customer.view")
    may_edit = rights.can(request.user, "payment_term.edit")
    return masters.show(request, TERMS, queries.all_payment_terms(), may_edit=may_edit)


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
            actor=request.user,
            term_id=term_id,
            version=doors.version_of(request.POST) if term else None,
            rows=forms.filled(rows),
            at=clock.now(),
            **form.cleaned_data,
        )

    if post is not None and rows.is_valid() and doors.accepted(form, save):
        return pages.leave(request, reverse("customers:term-list"), _("Payment terms saved"))
    shown = doors.shown_version(request, term) if term else ""
    context = {"form": form, "rows": rows, "term": term, "shown_version": shown, "url": request.path}
    status = 200 if post is None else 422
    return pages.render(request, "customers/term/edit.html", context, parts=("form",), status=status)
