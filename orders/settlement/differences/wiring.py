"""What this room declares: its example, its invariant, its place in the shell."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.api import examples
from common.invariants import Invariant, invariants
from common.navigation import NavEntry, navigation
from orders.settlement.differences import exporting, queries

# 12: what stands of an allocation is what its rates make of it; of one taken back nothing
AGREES = """
    SELECT a.id, a.receipt_id, coalesce(d.amount, 0) AS noted, x.amount FROM orders_allocation a
    JOIN orders_receipt r ON r.id = a.receipt_id JOIN orders_planrow p ON p.id = a.plan_row_id
    JOIN orders_order o ON o.id = p.order_id
    LEFT JOIN (SELECT allocation_id, sum(amount) AS amount FROM orders_exchangedifference GROUP BY 1) d
        ON d.allocation_id = a.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.revoked_at IS NULL
            THEN round(a.amount * r.exchange_rate, 2) - round(a.amount * o.exchange_rate, 2) ELSE 0 END AS amount
    ) x
    WHERE coalesce(d.amount, 0) <> x.amount
"""
EXAMPLES: dict[str, Any] = {
    "ExchangeDifference": {
        "day": "2026-11-18",
        "receipt": "RC20261118-0004",
        "order": "SO20261021-0007",
        "customer": {"code": "C2003", "name": "Baltic Scales AB"},
        "currency": "USD",
        "paid": "10000.00",
        "receipt_rate": "7.12",
        "order_rate": "7.05",
        "amount": "700.00",
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
    exporting.register()
    invariants.register(
        "settlement.differences", Invariant(12, _("Exchange differences follow from the rates"), AGREES)
    )
    navigation.register(
        "exchange-differences",
        NavEntry(
            group="money",
            label=_("Exchange differences"),
            icon="currency-exchange",
            url_name="orders:difference-list",
            verb=queries.VIEW,
            order=66,
        ),
    )
