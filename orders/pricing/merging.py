"""Prices and item codes, when two customers or two products become one (docs/adr/0023): what the one that stays has
of its own stays; the other's fills its gaps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.errors import Text
from customers.models import Customer
from orders.pricing.models import CustomerItem, CustomerPrice
from products.catalogue.models import Product
from products.pricing import writing
from products.pricing.models import ListPrice

_CUSTOMER = ("customer_id", "currency_id")


def move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """His prices and item codes are the other's."""
    writing.hand_over(CustomerPrice, "customer_id", source.pk, target.pk, _CUSTOMER)
    known = CustomerItem.objects.filter(customer=target, code_folded=OuterRef("code_folded"))
    theirs = CustomerItem.objects.filter(customer=source)
    theirs.filter(Exists(known)).delete()
    theirs.update(customer=target)


def count_customer(source: Customer) -> list[tuple[Text, int]]:
    """How many there are, for the preview; nothing where there are none."""
    return _there(
        (_("Agreed prices"), CustomerPrice.objects.filter(customer=source).count()),
        (_("Item codes"), CustomerItem.objects.filter(customer=source).count()),
    )


def lock_product(product_id: int) -> None:
    """Prices are locked with the product itself."""


def move_product(
    *, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: Any, at: datetime
) -> None:
    """Prices of lists and customers, and item codes, are of the other product."""
    writing.hand_over(ListPrice, "product_id", source.pk, target.pk, ("price_list_id",))
    writing.hand_over(CustomerPrice, "product_id", source.pk, target.pk, _CUSTOMER)
    CustomerItem.objects.filter(product=source).update(product=target)


def count_product(product_id: int) -> list[tuple[Text, int]]:
    """How many there are, for the preview; nothing where there are none."""
    return _there(
        (_("Prices of lists"), ListPrice.objects.filter(product_id=product_id).count()),
        (_("Agreed prices"), CustomerPrice.objects.filter(product_id=product_id).count()),
        (_("Item codes"), CustomerItem.objects.filter(product_id=product_id).count()),
    )


def _there(*counts: tuple[Text, int]) -> list[tuple[Text, int]]:
    return [one for one in counts if one[1]]
