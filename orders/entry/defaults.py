"""What an order takes from master data when nobody says otherwise (R031, R045, R047, R052)."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.people.models import User
from common import currencies, errors
from customers import policies as customer_policies
from customers.models import Address, Contact, Customer
from orders.order.choices import Channel, DeliveryMethod, Form, InvoiceKind

# header columns that follow the customer
FROM_CUSTOMER = (
    *("contact_id", "contact_name", "contact_phone", "bill_to_id", "agent_id", "ship_address", "ship_recipient"),
    *("ship_phone", "payment_term_id", "invoice_title", "invoice_tax_number", "invoice_kind", "currency_id"),
    *("salesperson_id", "department_id", "territory"),
)


def customers_for_entry() -> QuerySet[Customer]:
    """Customers with all that an order takes from them, in one statement."""
    contact = Contact.objects.filter(customer=OuterRef("pk"), is_active=True).order_by("-is_default", "id")
    address = Address.objects.filter(customer=OuterRef("pk"), is_active=True).order_by("-is_default", "id")
    return Customer.objects.select_related("owner", "department", "payment_term").annotate(
        first_contact=Subquery(contact.values(json=JSONObject(id="id", name="name", phone="phone"))[:1]),
        first_address=Subquery(
            address.values(
                json=JSONObject(
                    recipient="recipient", phone="phone", province="province", city="city", street="street"
                )
            )[:1]
        ),
    )


def find_customer(actor: User, *, customer_id: int | None, code: str, lock: bool = False) -> Customer:
    """The customer of an order to be entered, one that ``actor`` sees; who was merged leads to the other.

    Raises NotFound. ``lock``: as the credit holder he may be, before any order is touched (DESIGN 3).
    """
    rows = customers_for_entry()
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found = rows.filter(pk=customer_id).first() if customer_id else rows.filter(code=code).first()
    if found is not None and found.merged_into_id:
        return find_customer(actor, customer_id=found.merged_into_id, code="", lock=lock)
    if found is None or not customer_policies.can(actor, "customer.view", found):
        raise errors.NotFound()
    return found


def from_customer(customer: Customer, actor: User, day: date) -> dict[str, Any]:
    """The header columns that follow the customer; it must come from ``customers_for_entry``."""
    contact = getattr(customer, "first_contact", None) or {}
    address = getattr(customer, "first_address", None) or {}
    owner = customer.owner if customer.owner and customer.owner.is_active else actor
    place = " ".join(filter(None, [address.get("province"), address.get("city"), address.get("street")]))
    return {
        "contact_id": contact.get("id"),
        "contact_name": contact.get("name", ""),
        "contact_phone": contact.get("phone", ""),
        "bill_to_id": customer.bill_to_id,
        "agent_id": customer.agent_id,
        "ship_address": place,
        "ship_recipient": address.get("recipient") or contact.get("name", ""),
        "ship_phone": address.get("phone") or contact.get("phone", ""),
        "payment_term_id": customer.payment_term_id,
        "invoice_title": customer.invoice_title or customer.name,
        "invoice_tax_number": customer.tax_number,
        "invoice_kind": InvoiceKind.SPECIAL if customer.tax_number else InvoiceKind.ORDINARY,
        "currency_id": customer.currency_id,
        "exchange_rate": currencies.rate_on(str(customer.currency_id), day),
        "salesperson_id": owner.pk,
        "department_id": customer.department_id or owner.department_id,
        "territory": customer.territory,
    }


def general(actor: User) -> dict[str, Any]:
    """The header columns that follow nothing but habit."""
    return {
        "executing_owner_id": actor.pk,
        "delivery_method": DeliveryMethod.DELIVER,
        "channel": Channel.SALESPERSON,
        "form": Form.ELECTRONIC,
    }


def defaults_for(actor: User, customer_id: int, day: date) -> dict[str, Any]:
    """What a new order of this customer starts with, for the entry page. Raises NotFound."""
    customer = find_customer(actor, customer_id=customer_id, code="")
    return {"customer_id": customer.pk, **general(actor), **from_customer(customer, actor, day)}
