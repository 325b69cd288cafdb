"""Invariants of invoices (RELIABILITY 3), each as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

# 7: what lines of orders say was invoiced is what invoices that count say, red ones taken off
COUNTED = """
    SELECT l.id, l.order_id, l.line_no, l.invoiced, coalesce(b.pieces, 0) AS said FROM orders_orderline l
    JOIN orders_order o ON o.id = l.order_id
    LEFT JOIN (
        SELECT p.order_line_id, sum(p.quantity) AS pieces FROM orders_invoiceline p
        JOIN orders_invoice i ON i.id = p.invoice_id AND i.status IN ('ISSUED', 'RED') GROUP BY 1
    ) b ON b.order_line_id = l.id
    WHERE o.origin <> 'HISTORY' AND l.invoiced <> coalesce(b.pieces, 0)
"""
OVER = """
    SELECT l.id, l.order_id, l.line_no, l.invoiced, l.ordered FROM orders_orderline l
    WHERE l.invoiced < 0 OR l.invoiced > l.ordered
"""
# 5, for invoices: their amounts are those of their lines
SUMS = """
    SELECT i.id, i.number, i.amount, sum(p.amount) AS lines FROM orders_invoice i
    JOIN orders_invoiceline p ON p.invoice_id = i.id GROUP BY i.id
    HAVING i.amount <> sum(p.amount) OR i.tax <> sum(p.tax) OR i.net <> sum(p.net)
"""
# a red invoice never takes back more than the other says
REDS = """
    SELECT b.id, b.invoice_id, b.quantity, sum(r.quantity) AS taken FROM orders_invoiceline b
    JOIN orders_invoiceline r ON r.red_of_id = b.id JOIN orders_invoice i ON i.id = r.invoice_id AND i.status <> 'VOID'
    GROUP BY b.id HAVING b.quantity + sum(r.quantity) < 0 OR b.amount + sum(r.amount) < 0
"""


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register("invoicing.counted", Invariant(7, _("Lines show what was invoiced of them"), COUNTED))
    invariants.register("invoicing.over", Invariant(7, _("No more is invoiced than was ordered"), OVER))
    invariants.register("invoicing.sums", Invariant(5, _("Invoices sum to their lines"), SUMS))
    invariants.register("invoicing.reds", Invariant(7, _("Nothing is reversed twice"), REDS))
