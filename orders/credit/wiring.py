"""What this room declares: settings, invariant 11, and what it does when a customer changes its holder."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common import settings
from common.invariants import Invariant, invariants
from customers.models import Customer
from customers.operations.holders import regroup
from orders.credit import exposure, queries

DIFFERENT = f"""
    SELECT coalesce(e.holder_id, c.holder_id) AS id, e.on_order, c.on_order AS computed_on_order, e.shipped,
        c.shipped AS computed_shipped, e.invoiced, c.invoiced AS computed_invoiced, e.received,
        c.received AS computed_received
    FROM orders_creditexposure e FULL JOIN ({exposure.COMPUTED}) c ON c.holder_id = e.holder_id
    WHERE coalesce(e.on_order, 0) <> coalesce(c.on_order, 0) OR coalesce(e.shipped, 0) <> coalesce(c.shipped, 0)
        OR coalesce(e.invoiced, 0) <> coalesce(c.invoiced, 0) OR coalesce(e.received, 0) <> coalesce(c.received, 0)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        queries.DEFAULT_LIMIT,
        settings.Definition(
            "",
            _("Credit limit of customers who have none of their own; empty: no limit"),
            "credit",
            bounds=settings.Bounds(1, 1_000_000_000_000, places=2),
        ),
    )
    settings.definitions.register(
        queries.WATCH_PERCENT,
        settings.Definition(
            "80",
            _("A customer is watched from this percentage of the limit on"),
            "credit",
            bounds=settings.Bounds(1, 100, places=2),
        ),
    )
    invariants.register("credit.exposure", Invariant(11, _("Stored exposure = computed"), DIFFERENT))
    regroup.register("orders.credit", _regroup)


def _regroup(*, customer: Customer, old_holder_id: int, new_holder_id: int, at: datetime) -> None:
    exposure.rebuild({old_holder_id, new_holder_id})
