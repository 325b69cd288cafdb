"""Dialogs for contacts and addresses of a customer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, pages
from customers import forms, operations, policies, queries
from customers.disclosures import looking
from customers.disclosures.forms import LookForm


def _edit(
    request: HttpRequest, customer: Any, kind: str, form: Any, save: Callable[[], Any], row: Any, done: str
) -> HttpResponse:
    """Draw the dialog of a contact or an address, or save it and go back to the tab."""
    policies.require(request.user, "customer.edit", customer)
    back = f"{reverse('customers:customer-detail', args=[customer.pk])}?tab=contacts"
    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, done)
    context = {"form": form, "customer": customer, "row": row, "url": request.path, "dialog_back": back}
    context["shown_version"] = doors.shown_version(request, customer)
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"customers/customer/_{kind}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_contact(request: HttpRequest, customer_id: int, contact_id: int | None = None) -> HttpResponse:
    """Add or change a person at the customer."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    row = queries.get_contact(customer, contact_id) if contact_id else None
    form = forms.ContactForm(request.POST or None, instance=row)

    def save() -> Any:
        return operations.save_contact(
            actor=request.user,
            customer_id=customer_id,
            contact_id=contact_id,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )

    return _edit(request, customer, "contact", form, save, row, _("Contact saved"))


@require_http_methods(["GET", "POST"])
def edit_address(request: HttpRequest, customer_id: int, address_id: int | None = None) -> HttpResponse:
    """Add or change a place of the customer."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    row = queries.get_address(customer, address_id) if address_id else None
    form = forms.AddressForm(request.POST or None, instance=row)

    def save() -> Any:
        return operations.save_address(
            actor=request.user,
            customer_id=customer_id,
            address_id=address_id,
            version=doors.version_of(request.POST),
            at=clock.now(),
            **form.cleaned_data,
        )

    return _edit(request, customer, "address", form, save, row, _("Address saved"))


@require_POST
def remove_contact(request: HttpRequest, customer_id: int, contact_id: int) -> HttpResponse:
    """Offer a person no more."""
    operations.remove_contact(
        actor=request.user,
        customer_id=customer_id,
        contact_id=contact_id,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, _contacts_url(customer_id), _("Contact removed"))


@require_POST
def remove_address(request: HttpRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Offer a place no more."""
    operations.remove_address(
        actor=request.user,
        customer_id=customer_id,
        address_id=address_id,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, _contacts_url(customer_id), _("Address removed"))


def _contacts_url(customer_id: int) -> str:
    return f"{reverse('customers:customer-detail', args=[customer_id])}?tab=contacts"


@require_http_methods(["GET", "POST"])
def reveal_contact(request: HttpRequest, customer_id: int, contact_id: int) -> HttpResponse:
    """Have a masked contact shown: why, then the contact; it is noted."""
    customer = queries.get_customer(actor=request.user, customer_id=customer_id)
    rights.require(request.user, looking.VERB)
    form = LookForm(request.POST or None)
    found: list[Any] = []

    def look() -> None:
        found.append(
            looking.reveal_contact(
                actor=request.user,
                customer_id=customer_id,
                contact_id=contact_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        )

    back = f"{reverse('customers:customer-detail', args=[customer.pk])}?tab=contacts"
    is_shown = request.method == "POST" and doors.accepted(form, look)
    context = {"form": form, "customer": customer, "contact": found[0] if is_shown else None, "url": request.path}
    status = 422 if request.method == "POST" and not is_shown else 200
    return pages.dialog(
        request, "customers/customer/_contact_shown.html", {**context, "dialog_back": back}, status=status
    )
