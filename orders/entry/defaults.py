"""What an order takes from master data and from the last one of its customer when nobody says otherwise (R031, R045,
R047, R052, R066)."""

from datetime import date
from typing import Any

from accounts.people.models import Department, User
from common import currencies, errors, text
from common.rows import read_rows
from customers import policies as customer_policies
from customers import queries as customers
from customers.credit import terms
from customers.models import Customer, PaymentTerm
from orders.order import loading
from orders.order.choices import Channel, DeliveryMethod, Form, InvoiceKind


def _first(names: tuple[str, ...], table: str) -> str:
    theirs = f"(SELECT * FROM {table} WHERE customer_id = c.id AND is_active ORDER BY is_default DESC, id LIMIT 1) x"
    return loading.one_row(names, theirs)


LIKE_LAST = ("transport_mode", "delivery_method", "payment_method")
_ALONG = {
    "owner_json": loading.one_row(loading.PERSON, "accounts_user x WHERE x.id = c.owner_id"),
    "department_json": loading.one_row(loading.DEPARTMENT, "accounts_department x WHERE x.id = c.department_id"),
    "term_json": loading.one_row(loading.TERM, "customers_paymentterm x WHERE x.id = c.payment_term_id"),
    # what no master data say: as he had it the last time (R066)
    "last_json": loading.one_row(
        LIKE_LAST,
        "(SELECT * FROM orders_order WHERE customer_id = c.id AND status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')"
        " ORDER BY order_date DESC, id DESC LIMIT 1) x",
    ),
    "contact_json": _first(("id", "name", "phone"), "customers_contact"),
    # of the ship-to partner where there is one
    "address_json": loading.one_row(
        ("recipient", "phone", "province", "city", "street"),
        "(SELECT * FROM customers_address WHERE customer_id IN (c.id, c.ship_to_id) AND is_active"
        " ORDER BY customer_id = c.ship_to_id DESC NULLS LAST, is_default DESC, id LIMIT 1) x",
    ),
}
_UNREAD = ("search_text", "search_grams", "name_key", "preferences")
_ENTRY = (
    f"SELECT {loading.columns(Customer, 'c', leave_out=_UNREAD)},"
    f" {', '.join(f'{sql} AS {name}' for name, sql in _ALONG.items())} FROM customers_customer c WHERE "
)


def find_customer(actor: User, *, customer_id: int | None, code: str) -> Customer:
    """The customer of an order to be entered, one that ``actor`` sees, with all that an order takes from it;
    who was merged leads to the other. Raises NotFound, and Invalid (customer) when a code named him."""
    condition, key = ("c.id = %s", customer_id) if customer_id else ("c.code = %s", text.fold_code(code))
    found = next(iter(read_rows(Customer, _ENTRY + condition, [key])), None)
    if found is not None and found.merged_into_id:
        return find_customer(actor, customer_id=found.merged_into_id, code=code)
    if found is None or not customer_policies.can(actor, "customer.view", found):
        raise customers.no_such_code(code) if code else errors.NotFound()
    for name, model, field in (
        ("owner", User, "owner"),
        ("department", Department, "department"),
        ("term", PaymentTerm, "payment_term"),
    ):
        row = loading.take(found, f"{name}_json")
        loading.hang(found, (field,), {row["id"]: loading.partial(model, row)} if row else {})
    return found


def from_customer(customer: Customer, actor: User, day: date) -> dict[str, Any]:
    """The header columns that follow the customer; it must come from ``find_customer``."""
    contact = loading.take(customer, "contact_json") or {}
    address = loading.take(customer, "address_json") or {}
    last = loading.take(customer, "last_json") or {}
    owner = customer.owner if customer.owner and customer.owner.is_active else actor
    place = " ".join(filter(None, [address.get("province"), address.get("city"), address.get("street")]))
    return {
        "contact_id": contact.get("id"),
        "contact_name": contact.get("name", ""),
        "contact_phone": contact.get("phone", ""),
        "bill_to_id": customer.bill_to_id,
        "ship_to_id": customer.ship_to_id,
        "agent_id": customer.agent_id,
        "ship_address": place,
        "ship_recipient": address.get("recipient") or contact.get("name", ""),
        "ship_phone": address.get("phone") or contact.get("phone", ""),
        "payment_term_id": terms.default_term_id(customer),
        "invoice_title": customer.invoice_title or customer.name,
        "invoice_tax_number": customer.tax_number,
        "invoice_kind": InvoiceKind.SPECIAL if customer.tax_number else InvoiceKind.ORDINARY,
        "currency_id": customer.currency_id,
        "exchange_rate": currencies.rate_on(str(customer.currency_id), day),
        "salesperson_id": owner.pk,
        "department_id": customer.department_id or owner.department_id,
        "territory": customer.territory,
        **{name: last[name] for name in LIKE_LAST if last.get(name)},
    }


def general(actor: User) -> dict[str, Any]:
    """The header columns that follow nothing but habit."""
    return {
        "executing_owner_id": actor.pk,
        "delivery_method": DeliveryMethod.DELIVER,
        "channel": Channel.SALESPERSON,
        "form": Form.ELECTRONIC,
    }
