"""What the entry page asks while people type: defaults, warnings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common.money import ONE, TaxMode
from customers.models import Customer
from orders.entry import defaults
from orders.order.models import Order, OrderLine


def defaults_for(actor: User, customer_id: int, day: date) -> dict[str, Any]:
    """What a new order of this customer starts with, as column → value. Raises NotFound."""
    customer = defaults.find_customer(actor, customer_id=customer_id, code="")
    return {"customer_id": customer.pk, **defaults.general(actor), **defaults.from_customer(customer, actor, day)}


def party_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Code and name of those who pay, receive or mediate for an order: whoever sees the order or the customer
    sees them named there."""
    rows = Customer.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "code", "name")
    return {pk: f"{code} {name}" for pk, code, name in rows}


@dataclass(frozen=True)
class Warning:
    """Something worth a look that blocks nothing: ``field`` as a path, ``text`` in words."""

    field: str
    text: str | Promise


def warnings(actor: User, order: Order, lines: Iterable[OrderLine]) -> list[Warning]:
    """Pack multiples, minimum quantities, prices below floor or cost. Each line's ``product`` must be at hand.

    Who may not see floor prices or costs gets no warning that would give them away.
    """
    found: list[Warning] = []
    sees_floor = not rights.effect(actor, "product.floor_price")
    sees_cost = not rights.effect(actor, "order.cost") and not rights.effect(actor, "product.cost")
    for line in lines:
        product, path = line.product, f"lines.{line.line_no}"
        if line.ordered % product.pack_multiple:
            text = _("Sold in multiples of %(multiple)s %(unit)s.")
            figures = {"multiple": _plain(product.pack_multiple), "unit": line.unit}
            found.append(Warning(f"{path}.quantity", text % figures))
        if line.ordered < product.minimum_quantity:
            text = _("The smallest order is %(minimum)s %(unit)s.")
            figures = {"minimum": _plain(product.minimum_quantity), "unit": line.unit}
            found.append(Warning(f"{path}.quantity", text % figures))
        if line.is_gift:
            continue
        taxed = taxed_price(order, line)
        if sees_floor and product.floor_price is not None and taxed < product.floor_price:
            found.append(Warning(f"{path}.price", _("Below the floor price.")))
        if sees_cost and taxed / (ONE + line.tax_rate) < line.unit_cost:
            found.append(Warning(f"{path}.price", _("Below cost.")))
    return found


def taxed_price(order: Order, line: OrderLine) -> Decimal:
    """The price after discount in the company's currency, tax included: what floor prices compare with."""
    price = line.price * (ONE - line.discount) * order.exchange_rate
    return price * (ONE + line.tax_rate) if order.tax_mode == TaxMode.EXCLUSIVE else price


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
