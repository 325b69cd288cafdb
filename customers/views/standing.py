"""Dialogs about a customer: in charge, block, merge. Each asks, then makes one call."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock, doors, pages
from customers import forms, operations, policies, queries


def _ask(
    request: HttpRequest,
    customer: Any,
    name: str,
    form: Any,
    call: Callable[[], Any],
    done: str,
    **context: Any,
) -> HttpResponse:
    """Draw the dialog ``_<name>.html``, or make the call and go back to the customer."""
    back = reverse("customers:customer-detail", args=[customer.pk])
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    context |= {"form": form, "customer": customer, "url": request.path, "dialog_back": back}
    context["shown_version"] = doors.shown_version(request, customer)
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"customers/customer/_{name}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def assign_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Put somebody else in charge, today or from a later day on."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, "customer.assign", customer)
    now = {"territory": customer.territory, "department": customer.department_id, "owner": customer.owner_id}
    form = forms.AssignForm(request.POST or None, initial=now)

    def call() -> Any:
        return operations.assign_customer(
            actor=request.user,
            customer_id=customer_id,
            valid_from=form.cleaned_data["valid_from"],
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.columns(),
        )

    return _ask(request, customer, "assign", form, call, _("Assignment saved"))


@require_http_methods(["GET", "POST"])
def block_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Take no new orders of this customer."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, "customer.block", customer)
    form = forms.ReasonForm(request.POST or None)

    def call() -> Any:
        return operations.block_customer(
            actor=request.user,
            customer_id=customer_id,
            reason=form.cleaned_data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    return _ask(request, customer, "block", form, call, _("Customer blocked"))


@require_http_methods(["GET", "POST"])
def unblock_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Take orders of this customer again."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, "customer.block", customer)
    form = forms.NothingForm(request.POST or None)

    def call() -> Any:
        version = doors.version_of(request.POST)
        return operations.unblock_customer(actor=request.user, customer_id=customer_id, version=version, at=clock.now())

    return _ask(request, customer, "unblock", form, call, _("Block lifted"))


@require_http_methods(["GET", "POST"])
def merge_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Which customer stays; then the page that shows what the merge would do."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    policies.require(request.user, "customer.merge", customer)
    form = forms.MergeForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        args = [customer_id, form.cleaned_data["target"].pk]
        return pages.leave(request, reverse("customers:customer-merge-preview", args=args))
    back = reverse("customers:customer-detail", args=[customer_id])
    context = {"form": form, "customer": customer, "url": request.path, "dialog_back": back}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "customers/customer/_merge.html", context, status=status)
