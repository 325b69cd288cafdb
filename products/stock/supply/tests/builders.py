"""Planned receipts for tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from accounts.tests.builders import AT
from common.dates import business_day
from products.catalogue.models import Product
from products.stock.supply import operations
from products.stock.supply.models import PlannedReceipt
from products.stock.supply.operations import Answer, Planned

TODAY = business_day(AT)


def in_days(count: int) -> date:
    """A day so many days from the day of the tests."""
    return TODAY + timedelta(days=count)


def entry(product: Product, quantity: int | str, days: int = 10, **more: Any) -> Planned:
    """What a planner enters."""
    return Planned(product_id=product.pk, quantity=Decimal(quantity), expected_date=in_days(days), **more)


def plan(*entries: Planned, actor: User | None = None) -> list[Answer]:
    """Enter planned receipts."""
    return operations.plan_receipts(actor=actor or people.system_user(), entries=entries, at=AT)


def make_planned(product: Product, quantity: int | str, days: int = 10, **more: Any) -> PlannedReceipt:
    """One planned receipt."""
    return plan(entry(product, quantity, days, **more))[0].receipt
