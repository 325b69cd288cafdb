"""Invariants of deliveries (RELIABILITY 3), each as SQL whose rows are the offenders."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants
from orders.closure import tolerances

# 7; a tolerance that was lowered since shows what was delivered under the old one
_WITHIN = """
    SELECT l.id, l.order_id, l.line_no, l.ordered, l.shipped, l.reship, l.returned, l.invoiced
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    WHERE o.origin <> 'HISTORY' AND (l.shipped - l.reship < 0 OR l.shipped - l.reship > l.ordered * (1 + {over})
        OR l.returned > l.shipped OR l.invoiced > greatest(l.ordered, l.shipped)
        OR l.signed + l.transit_loss > l.shipped)
"""

# 8: a line's columns are what its documents and services say
COLUMNS = """
    WITH said AS (
        SELECT v.order_line_id AS line_id,
            sum(v.quantity) FILTER (WHERE d.status IN ('AUDITED', 'SIGNED')) AS shipped,
            sum(v.quantity) FILTER (WHERE d.status = 'DRAFT') AS drafted,
            sum(v.signed_quantity) FILTER (WHERE d.status = 'SIGNED') AS signed,
            sum(v.transit_loss) FILTER (WHERE d.status = 'SIGNED') AS lost,
            min(d.ship_date) FILTER (WHERE d.status IN ('AUDITED', 'SIGNED')) AS first,
            max(d.ship_date) FILTER (WHERE d.status IN ('AUDITED', 'SIGNED')) AS last
        FROM orders_outboundline v JOIN orders_outbounddocument d ON d.id = v.document_id GROUP BY 1
    ), served AS (
        SELECT order_line_id AS line_id, sum(quantity) AS quantity, min(performed_date) AS first,
            max(performed_date) AS last
        FROM orders_servicerecord WHERE revoked_at IS NULL GROUP BY 1
    )
    SELECT l.id, l.order_id, l.line_no, l.shipped, coalesce(s.shipped, 0) + coalesce(p.quantity, 0) AS said_shipped,
        l.drafted, s.drafted AS said_drafted, l.signed, s.signed AS said_signed
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    LEFT JOIN said s ON s.line_id = l.id LEFT JOIN served p ON p.line_id = l.id
    WHERE o.origin <> 'HISTORY' AND (l.shipped <> coalesce(s.shipped, 0) + coalesce(p.quantity, 0)
        OR l.drafted <> coalesce(s.drafted, 0) OR l.signed <> coalesce(s.signed, 0)
        OR l.transit_loss <> coalesce(s.lost, 0)
        OR l.first_ship_date IS DISTINCT FROM least(s.first, p.first)
        OR l.last_ship_date IS DISTINCT FROM greatest(s.last, p.last)
        OR l.row_closed AND coalesce(s.shipped, 0) + coalesce(p.quantity, 0) < l.ordered)
"""
MIXED = """
    SELECT d.id, d.number, o.id AS order_id FROM orders_outbounddocument d
    JOIN orders_outboundline v ON v.document_id = d.id JOIN orders_orderline l ON l.id = v.order_line_id
    JOIN orders_order o ON o.id = l.order_id
    WHERE d.status <> 'VOID' AND (o.customer_id <> d.customer_id OR o.status IN ('DRAFT', 'SUBMITTED', 'VOID'))
"""
# 3, seen from here: what audited documents issued, of kits that count their components these, is what stock movements
# say
ISSUED = """
    SELECT d.id, d.number, coalesce(g.quantity, 0) AS went, coalesce(m.moved, 0) AS moved
    FROM orders_outbounddocument d
    LEFT JOIN (
        SELECT v.document_id, sum(round(v.quantity * coalesce(c.quantity, 1), 4)) AS quantity
        FROM orders_outboundline v LEFT JOIN orders_linecomponent c ON c.line_id = v.order_line_id
        WHERE NOT v.is_direct GROUP BY 1  -- those go out of the supplier's door
    ) g ON g.document_id = d.id
    LEFT JOIN (
        SELECT document_id, -sum(quantity) AS moved FROM products_stockmovement
        WHERE document_type = 'orders.outbounddocument' AND kind IN ('ISSUE', 'ISSUE_REVERSED') GROUP BY 1
    ) m ON m.document_id = d.id
    WHERE d.moves_stock AND coalesce(m.moved, 0)
        <> CASE WHEN d.status IN ('AUDITED', 'SIGNED') THEN coalesce(g.quantity, 0) ELSE 0 END
"""


def within() -> str:
    """Invariant 7 with the company's over-delivery tolerance of this moment."""
    return _WITHIN.format(over=tolerances.over())


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register(
        "fulfilment.within",
        Invariant(7, _("0 ≤ shipped − reship ≤ ordered × (1 + tolerance); returned, signed ≤ shipped"), within),
    )
    invariants.register(
        "fulfilment.columns", Invariant(8, _("Quantities and row-close flag agree with the documents"), COLUMNS)
    )
    invariants.register(
        "fulfilment.mixed", Invariant(24, _("A delivery carries binding orders of its own customer only"), MIXED)
    )
    invariants.register("fulfilment.issued", Invariant(3, _("Stock was issued for what was audited"), ISSUED))
