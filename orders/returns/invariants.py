"""Invariants of returns (RELIABILITY 3), each as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

# 8: what lines say of goods that come back and go out again is what returns and losses say
COLUMNS = """
    WITH back AS (
        SELECT r.order_line_id AS line_id,
            sum(r.received) FILTER (WHERE d.status IN ('RECEIVED', 'SETTLED')) AS returned,
            sum(r.quantity) FILTER (WHERE d.status IN ('DRAFT', 'APPROVED')) AS returning,
            sum(r.reship) FILTER (WHERE d.status = 'SETTLED') AS again
        FROM orders_returnline r JOIN orders_returndocument d ON d.id = r.document_id GROUP BY 1
    ), lost AS (
        SELECT v.order_line_id AS line_id, sum(v.reship) AS again
        FROM orders_outboundline v JOIN orders_outbounddocument d ON d.id = v.document_id
        WHERE d.status = 'SIGNED' GROUP BY 1
    )
    SELECT l.id, l.order_id, l.line_no, l.returned, b.returned AS said_returned, l.returning,
        b.returning AS said_returning, l.reship, coalesce(b.again, 0) + coalesce(g.again, 0) AS said_reship
    FROM orders_orderline l LEFT JOIN back b ON b.line_id = l.id LEFT JOIN lost g ON g.line_id = l.id
    WHERE l.returned <> coalesce(b.returned, 0) OR l.returning <> coalesce(b.returning, 0)
        OR l.reship <> coalesce(b.again, 0) + coalesce(g.again, 0)
"""
# 7: nothing comes back that was not sent
WITHIN = """
    SELECT l.id, l.order_id, l.line_no, l.shipped, l.returned, l.returning FROM orders_orderline l
    WHERE l.returning < 0 OR l.returned < 0 OR l.returned + l.returning > l.shipped
"""
# 3, seen from here: what was found fit, of kits that count their components these, is what stock movements say
STOCKED = """
    SELECT d.id, d.number, coalesce(g.quantity, 0) AS fit, coalesce(m.moved, 0) AS moved
    FROM orders_returndocument d
    LEFT JOIN (
        SELECT r.document_id, sum(round(r.to_stock * coalesce(c.quantity, 1), 4)) AS quantity
        FROM orders_returnline r LEFT JOIN orders_linecomponent c ON c.line_id = r.order_line_id GROUP BY 1
    ) g ON g.document_id = d.id
    LEFT JOIN (
        SELECT document_id, sum(quantity) AS moved FROM products_stockmovement
        WHERE document_type = 'orders.returndocument' GROUP BY 1
    ) m ON m.document_id = d.id
    WHERE coalesce(m.moved, 0) <> coalesce(g.quantity, 0)
"""
# 7, 8: what lines say came back for money, and what of them need not be paid, is what settled returns say, and red
# invoices of an amount alone
CREDITED = """
    SELECT l.id, l.order_id, l.line_no, l.refunded, l.credited, coalesce(r.pieces, 0) AS said_refunded,
        coalesce(r.amount, 0) + coalesce(a.amount, 0) AS said_credited
    FROM orders_orderline l
    LEFT JOIN (
        SELECT r.order_line_id, sum(r.refund) AS pieces, sum(r.refund_amount) AS amount
        FROM orders_returnline r JOIN orders_returndocument d ON d.id = r.document_id AND d.status = 'SETTLED'
        GROUP BY 1
    ) r ON r.order_line_id = l.id
    LEFT JOIN (
        SELECT p.order_line_id, -sum(p.amount) AS amount FROM orders_invoiceline p
        JOIN orders_invoice i ON i.id = p.invoice_id AND i.status = 'ISSUED' WHERE p.quantity = 0 GROUP BY 1
    ) a ON a.order_line_id = l.id
    WHERE l.refunded <> coalesce(r.pieces, 0) OR l.credited <> coalesce(r.amount, 0) + coalesce(a.amount, 0)
"""
# 12: no more is given back than is due, what is settled is given or set off, and the receipts below zero agree
REFUNDED = """
    SELECT d.id, d.number, l.due, l.open, coalesce(f.done, 0) AS done FROM orders_returndocument d
    JOIN (
        SELECT document_id, sum(refund_amount) AS due,
            coalesce(sum(refund_amount) FILTER (WHERE refund_settled_at IS NULL), 0) AS open
        FROM orders_returnline GROUP BY 1
    ) l ON l.document_id = d.id
    LEFT JOIN (
        SELECT document_id, sum(amount) AS done FROM orders_returnrefund WHERE revoked_at IS NULL GROUP BY 1
    ) f ON f.document_id = d.id
    WHERE CASE WHEN d.status <> 'SETTLED' THEN f.done IS NOT NULL
        ELSE coalesce(f.done, 0) > l.due OR (l.open = 0) <> (coalesce(f.done, 0) = l.due) END
    UNION ALL
    SELECT d.id, r.number, -r.amount, f.amount, 0 FROM orders_receipt r
    LEFT JOIN orders_returnrefund f ON f.receipt_id = r.id AND f.revoked_at IS NULL
    LEFT JOIN orders_returndocument d ON d.id = f.document_id
    WHERE r.kind = 'REFUND' AND (r.refund_for <> '' OR f.id IS NOT NULL)
        AND (r.refund_for IS DISTINCT FROM d.number OR -r.amount <> f.amount) = NOT r.is_void
"""


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register(
        "returns.columns", Invariant(8, _("Returned and re-shipped pieces agree with returns"), COLUMNS)
    )
    invariants.register("returns.within", Invariant(7, _("No more comes back than was sent"), WITHIN))
    invariants.register("returns.stocked", Invariant(3, _("Stock holds what returns found fit"), STOCKED))
    invariants.register("returns.credited", Invariant(8, _("What was credited of lines is what returns say"), CREDITED))
    invariants.register("returns.refunded", Invariant(12, _("Returns are refunded once, by receipts"), REFUNDED))
