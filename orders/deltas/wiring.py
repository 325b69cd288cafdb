"""What this room declares: what must hold, and what becomes of its rows when two products become one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from orders.deltas import invariants
from orders.deltas.models import LineDelta
from products.catalogue.models import Product
from products.cleaning import registry as goods


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    invariants.register()
    goods.mergers.register("orders.deltas", goods.Merger(_lock, _move, _counts))


def _lock(product_id: int) -> None:
    """Rows are only ever added under the lock of their order, which lines' own merging takes."""


def _move(*, actor: User, source: Product, target: Product, rows: Any, locked: Any, at: datetime) -> None:
    """What the lines were of, they now always were."""
    LineDelta.objects.filter(product=source).update(product=target)


def _counts(product_id: int) -> list[tuple[Any, int]]:
    count = LineDelta.objects.filter(product_id=product_id).count()
    return [(_("Movements of order lines"), count)] if count else []
