"""Prices of single customers and their codes for our products: set, end, remove (SEMANTICS 4)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import currencies, editing, errors, events
from common.operation import operation
from common.text import fold_code
from customers import queries as customers
from customers.models import Customer
from orders.pricing import queries
from orders.pricing.models import CustomerItem, CustomerPrice
from products.pricing import writing
from products.pricing.writing import PriceEntry

SAME = ("currency_id",)  # beside product and quantity: one price per currency


@operation
def set_customer_prices(*, actor: User, customer_id: int, entries: Sequence[PriceEntry], at: datetime) -> int:
    """Let prices hold for a customer; ``more`` of an entry has ``currency_id``, ``tax_mode`` and ``reason``. What was
    agreed before comes back when an entry ends. Returns how many are new.

    Raises NotAllowed, NotFound (also a customer of others), WrongState (merged), Invalid with paths like
    ``prices.3.valid_until``.
    """
    customer = _lock(actor, customer_id)
    _require_traded(entries)
    fresh = writing.set_prices(CustomerPrice, {"customer_id": customer.pk}, entries, SAME)
    if fresh:
        events.record("customer.priced", customer, at=at, number=customer.code, rows=fresh)
    return fresh


@operation
def end_customer_price(*, actor: User, price_id: int, last_day: date, at: datetime) -> None:
    """Let a customer's price hold until ``last_day`` at the latest; one that begins later goes.

    Raises NotAllowed, NotFound.
    """
    found = queries.get_price(actor=actor, price_id=price_id)
    customer = _lock(actor, found.customer_id)
    price = editing.locked_or_new(CustomerPrice, price_id)
    writing.end_price(price, last_day)
    events.record("customer.price_ended", customer, at=at, number=customer.code, product=price.product_id)


@operation
def save_item(
    *, actor: User, customer_id: int, product_id: int, code: str, at: datetime, name: str = ""
) -> CustomerItem:
    """Say how a customer calls one of our products; the same code again points to the product named now.

    Raises NotAllowed, NotFound, Invalid.
    """
    customer = _lock(actor, customer_id)
    if not writing.hold_products([product_id]):
        raise errors.Invalid(fields={"product": [_("There is no such product.")]})
    code = fold_code(code)
    folded = code.upper()
    row = CustomerItem.objects.filter(customer=customer, code_folded=folded).first()
    row = row or CustomerItem(customer=customer, code_folded=folded)
    row.product_id, row.code, row.name = product_id, code, name.strip()
    editing.check(row, exclude=("customer", "product"))
    row.save()
    events.record("customer.item_saved", customer, at=at, number=customer.code, item=code, product=product_id)
    return row


@operation
def remove_item(*, actor: User, item_id: int, at: datetime) -> None:
    """The customer does not call the product so any more. Raises NotAllowed, NotFound."""
    found = queries.get_item(actor=actor, item_id=item_id)
    customer = _lock(actor, found.customer_id)
    events.record("customer.item_removed", customer, at=at, number=customer.code, item=found.code)
    found.delete()


def _require_traded(entries: Sequence[PriceEntry]) -> None:
    known = currencies.active_codes()
    faults: dict[str, list[errors.Text]] = {
        f"prices.{place}.currency": [_("The company does not trade in %(code)s.") % {"code": entry.more["currency_id"]}]
        for place, entry in enumerate(entries, start=1)
        if entry.more["currency_id"] not in known
    }
    if faults:
        raise errors.Invalid(fields=faults)


def _lock(actor: User, customer_id: int) -> Customer:
    """The customer, held while his prices change. Raises NotAllowed, NotFound, WrongState for a merged one."""
    policies.require(actor, "price.edit")
    return customers.lock_customer(actor=actor, customer_id=customer_id)
