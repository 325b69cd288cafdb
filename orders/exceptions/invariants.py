"""What must hold of exceptions, as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

COUNTED = """
    SELECT o.id, o.number, o.open_exceptions, c.n, o.disputed_amount, c.disputed FROM orders_order o
    LEFT JOIN (
        SELECT order_id, count(*) AS n, sum(disputed_amount) AS disputed FROM orders_exceptioncase
        WHERE status <> 'CLOSED' GROUP BY 1
    ) c ON c.order_id = o.id
    WHERE o.open_exceptions <> coalesce(c.n, 0) OR o.disputed_amount <> coalesce(c.disputed, 0)
"""
STEPPED = """
    SELECT c.id, c.number, c.status, s.to_status FROM orders_exceptioncase c LEFT JOIN LATERAL (
        SELECT to_status FROM orders_exceptionstep WHERE case_id = c.id ORDER BY id DESC LIMIT 1
    ) s ON true
    WHERE s.to_status IS DISTINCT FROM c.status
"""
CUSTOMERS = """
    SELECT c.id, c.number, c.customer_id, o.customer_id AS of_order FROM orders_exceptioncase c
    JOIN orders_order o ON o.id = c.order_id WHERE o.customer_id <> c.customer_id
"""


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register("exceptions.counted", Invariant(8, _("Orders count their open exceptions"), COUNTED))
    invariants.register("exceptions.stepped", Invariant(15, _("Exceptions stand where their history ends"), STEPPED))
    invariants.register("exceptions.customers", Invariant(24, _("Exceptions are of their order's customer"), CUSTOMERS))
