"""Reads of purchase prices."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from products import policies
from products.buying.models import PurchasePrice

EDIT, COST = "supplier.edit", "product.cost"
SORTS = {
    "product": Sort("product__code", descending=False),
    "supplier": Sort("supplier__code", descending=False),
    "valid_from": Sort("valid_from"),
    "id": Sort("pk"),
}
DEFAULT_SORT = "product"


def list_prices(actor: User) -> QuerySet[PurchasePrice]:
    """All purchase prices, nothing for who may not see products. What they are is shown by ``may_see`` alone."""
    rows = policies.visible(PurchasePrice.objects.all(), actor, "product.view")
    return rows.select_related("product", "supplier")


def may_see(actor: User) -> bool:
    """Whether the actor may know what we pay."""
    return not rights.effect(actor, COST)


def may_edit(actor: User) -> bool:
    """Whether the actor keeps purchase prices: who keeps suppliers, and may know what we pay."""
    return rights.can(actor, EDIT) and may_see(actor)


def get_price(actor: User, price_id: int) -> PurchasePrice:
    """One of them. Raises NotFound."""
    found = list_prices(actor).filter(pk=price_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def of_product(actor: User, product_id: int, day: date) -> list[PurchasePrice]:
    """Those of a product that hold on a day or later, by supplier and quantity."""
    rows = list_prices(actor).filter(Q(valid_until=None) | Q(valid_until__gte=day), product=product_id)
    return list(rows.order_by("supplier__code", "min_quantity", "-valid_from"))


def holding_on(rows: QuerySet[PurchasePrice], day: date) -> QuerySet[PurchasePrice]:
    """Those that hold on a day."""
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


def offers(product_id: int, quantity: Decimal, day: date) -> dict[int, PurchasePrice]:
    """Supplier → his price for so many units on a day, of suppliers in use. For rules: who may see what we pay is asked
    by who shows it."""
    rows = PurchasePrice.objects.filter(product=product_id, supplier__is_active=True, min_quantity__lte=quantity)
    return best(holding_on(rows, day).select_related("supplier"))


def best(rows: Iterable[PurchasePrice]) -> dict[int, PurchasePrice]:
    """Of several prices of a supplier the one that counts."""
    found: dict[int, PurchasePrice] = {}
    for one in sorted(rows, key=lambda row: (row.min_quantity, row.valid_from)):
        found[one.supplier_id] = one
    return found
