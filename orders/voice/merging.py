"""Customers and products that become one: what is counted of them becomes that of the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.people.models import User
from customers.models import Customer
from orders.voice import operations
from products.catalogue.choices import Risk
from products.catalogue.models import Product, ProductRisk


def move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Notes, exceptions and orders moved before: the other one counts anew."""
    operations.settle_customer(actor=actor, customer_id=target.pk, at=at)


def move_product(
    *, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: Any, at: datetime
) -> None:
    """Lines and what came back of them moved before; the row that stays as a redirect has no risk of its own."""
    if not ProductRisk.objects.filter(product__in=(source.pk, target.pk)).exists():
        return
    ProductRisk.objects.filter(product=source.pk).delete()
    Product.objects.filter(pk=source.pk).update(risk=Risk.LOW)
    operations.settle_products(actor=actor, product_ids=[target.pk], at=at)
    target.risk = Product.objects.values_list("risk", flat=True).get(pk=target.pk)  # the merge saves it whole
