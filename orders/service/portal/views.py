"""Doors of those who look after customers: who may open which page, give, send again, take back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, doors, pages
from customers import policies as customer_policies
from customers import queries as customers
from orders.order import policies
from orders.order.doors import order_of, sent
from orders.service.portal import forms, operations, queries
from orders.service.rights import SERVE
from orders.service.satisfaction import queries as satisfaction


@require_GET
def customer_panel(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Who may open a customer's page: a part of our page of him."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    customer_policies.require(request.user, SERVE, customer)
    context = {
        "customer": customer,
        "accesses": queries.of_customer(request.user, customer),
        "give_url": reverse("orders:page-give", args=[customer.pk]),
        "now": clock.now(),
    }
    return pages.render(request, "orders/panel/customer_page.html", context, parts=("customer-page",))


@require_GET
def order_panel(request: HttpRequest, reference: str) -> HttpResponse:
    """What an order's customer says of it, and who may follow it on his page: a part of the order's page."""
    order, now = order_of(request, reference), clock.now()
    may = policies.can(request.user, SERVE, order)
    context = {
        "order": order,
        "standing": satisfaction.standing_of(request.user, order, at=now),
        "may_ask": may and satisfaction.may_be_asked(order),
        "may_serve": may,
        "accesses": queries.of_order(request.user, order) if may else [],
        "give_url": reverse("orders:page-give-order", args=[order.reference]),
        "now": now,
    }
    return pages.render(request, "orders/panel/order_voice.html", context, parts=("order-voice",))


@require_http_methods(["GET", "POST"])
def give_to_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Give somebody of a customer the way to the page of all his orders."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    customer_policies.require(request.user, SERVE, customer)
    contacts = queries.contacts_of(request.user, customer)
    return _give(request, {"customer_id": customer.pk}, contacts, _back(customer.pk, None), customer.name)


@require_http_methods(["GET", "POST"])
def give_to_order(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for one order alone."""
    order = order_of(request, reference)
    policies.require(request.user, SERVE, order)
    contacts = queries.contacts_of(request.user, order.customer, order)
    return _give(request, {"order_id": order.pk}, contacts, _back(0, order), order.display_number)


@require_POST
def resend(request: HttpRequest, access_id: int) -> HttpResponse:
    """Send the same link once more."""
    found = queries.get_access(request.user, access_id)
    version = doors.version_of(request.POST)
    operations.resend(actor=request.user, access_id=found.pk, version=version, at=clock.now())
    return pages.leave(request, _back(found.customer_id, found.order), _("Sent again"))


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, access_id: int) -> HttpResponse:
    """Take an access back."""
    found = queries.get_access(request.user, access_id)
    form = forms.EmptyForm(sent(request))

    def call() -> None:
        version = doors.version_of(request.POST)
        operations.revoke(actor=request.user, access_id=found.pk, version=version, at=clock.now())

    context = {"access": queries.told(request.user, found), "version": doors.shown_version(request, found)}
    return _dialog(request, "revoke", form, call, _back(found.customer_id, found.order), _("Taken back"), context)


def _give(
    request: HttpRequest, place: dict[str, Any], contacts: list[tuple[str, str]], back: str, about: str
) -> HttpResponse:
    first = contacts[0][1] if contacts else ""
    form = forms.GiveForm(sent(request), initial={"recipient": first})

    def give() -> str:
        operations.give_access(actor=request.user, at=clock.now(), **place, **form.cleaned_data)
        return back

    done = _("The way to the page is sent by mail")
    context = {"contacts": contacts, "about": about}
    return _dialog(request, "give", form, lambda: doors.once(request, give), back, done, context)


def _back(customer_id: int, order: Any) -> str:
    """The part of our pages that shows the access."""
    if order is not None:
        return reverse("orders:order-aftercare", args=[order.reference])
    return f"{reverse('customers:customer-detail', args=[customer_id])}?tab=page"


def _dialog(
    request: HttpRequest, name: str, form: Any, call: Callable[[], Any], back: str, done: str, context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, done)
    status = 422 if request.method == "POST" else 200
    context = {**context, "form": form, "url": request.path, "dialog_back": back}
    return pages.dialog(request, f"orders/portal/_{name}.html", context, status=status)
