"""What was invoiced, fell due and came in, in the company's currency."""

from reports.facts.choices import Kind

INVOICED = f"""
    SELECT i.order_id, coalesce(l.line_no, 0), {Kind.INVOICED}, d.invoice_date, coalesce(l.product_id, 0), 0, 1, 0,
        i.quantity, round(i.amount * o.rate, 2), round(i.net * o.rate, 2), 0
    FROM orders_invoiceline i JOIN orders_invoice d ON d.id = i.invoice_id JOIN o ON o.id = i.order_id
    LEFT JOIN orders_orderline l ON l.id = i.order_line_id
    WHERE i.order_id = ANY(%(orders)s::bigint[]) AND d.status IN ('ISSUED', 'RED')
"""

# what was delivered (rows of ``base``) of orders for which no invoice is made here (``orders.invoicing.billing``)
UNBILLED = f"""
    SELECT b.order_id, b.line_no, {Kind.UNBILLED}, b.day, b.product_id, 0, 1, 0, b.quantity * s.sign, b.amount * s.sign,
        b.net * s.sign, b.cost * s.sign
    FROM base b JOIN o ON o.id = b.order_id AND o.is_unbilled
    JOIN (VALUES ({Kind.SHIPPED}, 1), ({Kind.RETURNED}, -1)) s (kind, sign) ON s.kind = b.kind
"""

# what settles an order without money (charges, discounts, small differences) is no money that came in
RECEIVED = f"""
    SELECT p.order_id, 0, {Kind.RECEIVED}, r.received_date, 0, 0, 1, 0, 0, round(a.amount * r.exchange_rate, 2), 0, 0
    FROM orders_planrow p JOIN o ON o.id = p.order_id JOIN orders_allocation a ON a.plan_row_id = p.id
    JOIN orders_receipt r ON r.id = a.receipt_id
    WHERE p.order_id = ANY(%(orders)s::bigint[]) AND a.revoked_at IS NULL AND NOT r.is_void
        AND r.kind IN ('MONEY', 'REFUND', 'DISHONOUR')
"""

DUE = f"""
    SELECT p.order_id, 0, {Kind.DUE}, p.due_date, 0, 0, 1, CASE WHEN p.received >= p.amount THEN 1 ELSE 0 END, 0,
        round(p.amount * o.rate, 2), 0, 0
    FROM orders_planrow p JOIN o ON o.id = p.order_id
    WHERE p.order_id = ANY(%(orders)s::bigint[]) AND o.stands AND p.due_date IS NOT NULL
"""
