"""Rows that are kept from now on, for what stood before: movements of order lines, exchange differences."""

from django.conf import settings
from django.db import migrations

# orders that took effect before; what was agreed before an approval was taken back is not known any more
MOVEMENTS = """
WITH found AS (
    SELECT o.*, coalesce(o.effective_at, o.submitted_at, o.created_at) AS since,
        coalesce(took.actor_id, o.created_by_id) AS approver
    FROM orders_order o
    LEFT JOIN LATERAL (
        SELECT s.actor_id FROM orders_orderstep s WHERE s.order_id = o.id AND s.to_status = 'EFFECTIVE'
        ORDER BY s.id DESC LIMIT 1
    ) took ON true
    WHERE NOT EXISTS (SELECT 1 FROM orders_linedelta d WHERE d.order_id = o.id) AND o.origin <> 'HISTORY'
        AND (o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') OR o.status = 'VOID' AND o.effective_at IS NOT NULL)
),
rows AS (
    SELECT o.id, l.line_no, l.product_id, 1 AS turn, 'EFFECTIVE' AS cause, o.revision, l.ordered,
        l.amount - l.reduction AS amount, 0 AS let_go, '' AS reason, o.approver AS by_id, o.since AS at
    FROM found o JOIN orders_orderline l ON l.order_id = o.id
    UNION ALL
    SELECT o.id, l.line_no, l.product_id, 2, 'CLOSED', o.revision, 0, 0, l.short_closed, left(l.close_reason, 200),
        coalesce(l.closed_by_id, o.approver), greatest(coalesce(l.closed_at, o.closed_at, o.since), o.since)
    FROM found o JOIN orders_orderline l ON l.order_id = o.id WHERE l.short_closed <> 0
    UNION ALL
    SELECT o.id, l.line_no, l.product_id, 3, 'VOID', o.revision, -l.ordered, l.reduction - l.amount,
        -l.short_closed, left(gone.reason, 200),
        coalesce(gone.actor_id, o.approver),
        greatest(coalesce(gone.at, o.updated_at), o.since)
    FROM found o JOIN orders_orderline l ON l.order_id = o.id
    LEFT JOIN LATERAL (
        SELECT s.actor_id, s.reason, s.at FROM orders_orderstep s WHERE s.order_id = o.id AND s.to_status = 'VOID'
        ORDER BY s.id DESC LIMIT 1
    ) gone ON true
    WHERE o.status = 'VOID'
)
INSERT INTO orders_linedelta
    (order_id, line_no, product_id, cause, document, revision, ordered, amount, let_go, reason, by_id, at, day)
SELECT id, line_no, product_id, cause, '', revision, ordered, amount, let_go, coalesce(reason, ''), by_id, at,
    (at AT TIME ZONE %s)::date
FROM rows ORDER BY at, turn, id, line_no
"""

# allocations that stand, of money that came at another rate than its order froze
DIFFERENCES = """
INSERT INTO orders_exchangedifference (allocation_id, day, amount)
SELECT a.id, (a.at AT TIME ZONE %s)::date, x.amount FROM orders_allocation a
JOIN orders_receipt r ON r.id = a.receipt_id JOIN orders_planrow p ON p.id = a.plan_row_id
JOIN orders_order o ON o.id = p.order_id
CROSS JOIN LATERAL (
    SELECT round(a.amount * r.exchange_rate, 2) - round(a.amount * o.exchange_rate, 2) AS amount
) x
WHERE a.revoked_at IS NULL AND x.amount <> 0
    AND NOT EXISTS (SELECT 1 FROM orders_exchangedifference d WHERE d.allocation_id = a.id)
ORDER BY a.at, a.id
"""


def fill(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in (MOVEMENTS, DIFFERENCES):
            cursor.execute(statement, [settings.BUSINESS_TIME_ZONE])


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_execution")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
