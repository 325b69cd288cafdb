"""What the entry page asks while people type: defaults, warnings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.functional import Promise

from accounts.people.models import User
from customers.models import Customer
from orders.entry import defaults
from orders.order.models import Order, OrderLine
from orders.validity import queries as validity
from products.catalogue.models import Product


def defaults_for(actor: User, customer_id: int, day: date) -> dict[str, Any]:
    """What a new order of this customer starts with, as column → value. Raises NotFound."""
    customer = defaults.find_customer(actor, customer_id=customer_id, code="")
    return {"customer_id": customer.pk, **defaults.general(actor), **defaults.from_customer(customer, actor, day)}


def customer_id(actor: User, code: str) -> int:
    """The key of the customer whom a code names, one that ``actor`` sees. Raises Invalid."""
    return defaults.find_customer(actor, customer_id=None, code=code).pk


def party_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Code and name of those who pay, receive or mediate for an order: whoever sees the order or the customer
    sees them named there."""
    rows = Customer.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "code", "name")
    return {pk: f"{code} {name}" for pk, code, name in rows}


def known_codes(codes: Iterable[str]) -> set[str]:
    """Those of ``codes`` that are products."""
    wanted = {code for code in codes if code}
    return set(Product.objects.filter(code__in=wanted).values_list("code", flat=True)) if wanted else set()


def last_number(order: Order | None) -> int:
    """The highest number that a line of a stored order has, its gifts' too, which no form sends; 0 for none."""
    if order is None:
        return 0
    return OrderLine.objects.filter(order=order).aggregate(last=Max("line_no"))["last"] or 0


@dataclass(frozen=True)
class Warning:
    """Something worth a look: ``field`` as a path, ``text`` in words, and whether it will refuse submission."""

    field: str
    text: str | Promise
    is_error: bool = False


def warnings(actor: User, order: Order, lines: Sequence[OrderLine], on: date) -> list[Warning]:
    """What the checks find that submission on the day ``on`` would refuse, or keep with the order as risks. Each line's
    ``product`` must be at hand. Who may not see floor prices or costs gets no warning that would give them away."""
    found = validity.told(actor, validity.findings(order, lines, on), order)
    return [Warning(one.risk.path, one.risk.text, one.is_error) for one in found]
