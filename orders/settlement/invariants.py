"""Invariants of money received (RELIABILITY 3), each as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

# 12
RECEIPTS = """
    SELECT r.id, r.number, r.amount, r.allocated, coalesce(a.amount, 0) AS allocations FROM orders_receipt r
    LEFT JOIN (SELECT receipt_id, sum(amount) AS amount FROM orders_allocation WHERE revoked_at IS NULL GROUP BY 1) a
        ON a.receipt_id = r.id
    LEFT JOIN (
        SELECT refund_of_id, -sum(amount) AS amount FROM orders_receipt WHERE NOT is_void GROUP BY 1
    ) b ON b.refund_of_id = r.id
    WHERE (r.is_void AND r.allocated <> 0) OR NOT r.is_void AND CASE WHEN r.amount < 0
        THEN r.allocated <> r.amount
        ELSE r.allocated <> coalesce(a.amount, 0) + coalesce(b.amount, 0) OR r.allocated > r.amount END
"""
ROWS = """
    SELECT p.id, p.order_id, p.sequence, p.amount, p.received, coalesce(a.amount, 0) AS allocations
    FROM orders_planrow p
    LEFT JOIN (SELECT plan_row_id, sum(amount) AS amount FROM orders_allocation WHERE revoked_at IS NULL GROUP BY 1) a
        ON a.plan_row_id = p.id
    WHERE p.received <> coalesce(a.amount, 0) OR p.received > p.amount
"""
MISPLACED = """
    SELECT a.id, a.receipt_id, o.id AS order_id, o.status, o.currency_id, r.currency_id AS receipt_currency
    FROM orders_allocation a JOIN orders_receipt r ON r.id = a.receipt_id
    JOIN orders_planrow p ON p.id = a.plan_row_id JOIN orders_order o ON o.id = p.order_id
    WHERE a.revoked_at IS NULL
        AND (o.status NOT IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') OR o.currency_id <> r.currency_id)
"""
# 8: what the plan says stands on the order
NOTED = """
    SELECT o.id, o.number, o.received_amount, coalesce(p.received, 0) AS plan_received, o.next_due_date, p.next_due
    FROM orders_order o
    LEFT JOIN (
        SELECT order_id, sum(received) AS received, min(due_date) FILTER (WHERE received < amount) AS next_due
        FROM orders_planrow GROUP BY 1
    ) p ON p.order_id = o.id
    WHERE o.origin <> 'HISTORY'
        AND (o.received_amount <> coalesce(p.received, 0) OR o.next_due_date IS DISTINCT FROM p.next_due)
"""
_DUE = """
        SELECT l.order_id, CASE WHEN NOT bool_and(t.invoices) THEN 0
            WHEN bool_and(l.due = l.ordered AND l.credited = 0) THEN min(o.total_amount)
            WHEN bool_and(l.due = 0) THEN 0
            ELSE sum(greatest(0, CASE WHEN l.due = l.ordered THEN l.charged
                ELSE round(l.charged * l.due / l.ordered, 2) END - l.credited)) + min(o.freight) END AS due
        FROM (
            SELECT order_id, ordered, credited, amount - reduction AS charged,
                CASE closure WHEN 'AUTO' THEN least(ordered, greatest(shipped - reship, 0))
                    ELSE greatest(ordered - short_closed, 0) END AS due
            FROM orders_orderline
        ) l JOIN orders_order o ON o.id = l.order_id JOIN orders_ordertype t ON t.id = o.order_type_id
        GROUP BY l.order_id
"""
# 5, for the plan: it sums to what is due, or to what was received where that is more
PLANNED = f"""
    SELECT o.id, o.number, p.planned, p.received, d.due FROM orders_order o
    JOIN (SELECT order_id, sum(amount) AS planned, sum(received) AS received FROM orders_planrow GROUP BY 1) p
        ON p.order_id = o.id
    JOIN ({_DUE}) d ON d.order_id = o.id
    WHERE o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AND o.origin <> 'HISTORY'
        AND p.planned <> greatest(d.due, p.received)
"""
# 8: what is owed for an order stands on it, as ``order.due`` says
OWED = f"""
    SELECT o.id, o.number, o.due_amount, d.due FROM orders_order o JOIN ({_DUE}) d ON d.order_id = o.id
    WHERE o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AND o.origin <> 'HISTORY' AND o.due_amount <> d.due
"""
# 13
TWICE = """
    SELECT min(id) AS id, provider, external_id, count(*) AS times FROM orders_receipt
    WHERE external_id <> '' AND NOT is_void GROUP BY provider, external_id HAVING count(*) > 1
"""


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register("settlement.receipts", Invariant(12, _("Allocations of a receipt ≤ its amount"), RECEIPTS))
    invariants.register("settlement.rows", Invariant(12, _("Received on a plan row = its allocations"), ROWS))
    invariants.register(
        "settlement.misplaced", Invariant(12, _("No money on void orders or in another currency"), MISPLACED)
    )
    invariants.register("settlement.owed", Invariant(8, _("Orders show what is owed for them"), OWED))
    invariants.register("settlement.noted", Invariant(8, _("Orders show what their plan says"), NOTED))
    invariants.register("settlement.planned", Invariant(5, _("The payment plan sums to what is due"), PLANNED))
    invariants.register("settlement.once", Invariant(13, _("One payment per external number"), TWICE))
