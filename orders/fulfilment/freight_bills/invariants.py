"""Invariants of carriers' bills (RELIABILITY 3), each as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

# 5, for carriers' bills: their amounts are those of their lines, and a dropped bill holds no shipment
SUMS = """
    SELECT b.id, b.number, b.amount, sum(l.billed) AS lines FROM orders_freightbill b
    LEFT JOIN orders_freightbillline l ON l.bill_id = b.id GROUP BY b.id
    HAVING b.amount IS DISTINCT FROM sum(l.billed) OR b.expected IS DISTINCT FROM sum(l.expected)
        OR bool_or(l.is_live = (b.status = 'VOID'))
"""


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register("freight_bills.sums", Invariant(5, _("Carriers' bills sum to their lines"), SUMS))
