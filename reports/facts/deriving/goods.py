"""What was ordered, moved and let go: flows with pieces. Each is a SELECT of ``assembling.COLUMNS``."""

from reports.facts.choices import Kind

ORDERED = f"""
    SELECT order_id, line_no, {Kind.ORDERED}, booked, product_id, 0, 1, 0, ordered, amount, net, cost FROM l
    UNION ALL
    SELECT o.id, 0, {Kind.ORDERED}, o.booked, 0, 1, 0, 0, 0, o.amount - coalesce(s.amount, 0),
        o.net - coalesce(s.net, 0), o.cost - coalesce(s.cost, 0)
    FROM o LEFT JOIN (
        SELECT order_id, sum(amount) AS amount, sum(net) AS net, sum(cost) AS cost FROM l GROUP BY order_id
    ) s ON s.order_id = o.id
    WHERE o.stands
"""

# parts of a line are rounded as they add up, so that all of them are worth the line to the cent
_PARTS = """
    SELECT order_id, line_no, {kind}, day, product_id, 0, 1, 0, quantity,
        round(amount * reached / nullif(ordered, 0), 2) - round(amount * (reached - quantity) / nullif(ordered, 0), 2),
        round(net * reached / nullif(ordered, 0), 2) - round(net * (reached - quantity) / nullif(ordered, 0), 2),
        round(cost * reached / nullif(ordered, 0), 2) - round(cost * (reached - quantity) / nullif(ordered, 0), 2)
    FROM (
        SELECT l.*, x.day, x.quantity,
            sum(x.quantity) OVER (PARTITION BY l.id ORDER BY x.day, x.source, x.id) AS reached
        FROM l JOIN ({rows}) x ON x.order_line_id = l.id
    ) parts WHERE ordered <> 0
"""

SHIPPED = _PARTS.format(
    kind=Kind.SHIPPED,
    rows="""
        SELECT b.order_line_id, d.ship_date AS day, b.quantity, 1 AS source, b.id
        FROM orders_outboundline b JOIN orders_outbounddocument d ON d.id = b.document_id
        WHERE b.order_id = ANY(%(orders)s::bigint[]) AND d.status IN ('AUDITED', 'SIGNED') AND d.ship_date IS NOT NULL
        UNION ALL
        SELECT s.order_line_id, s.performed_date, s.quantity, 2, s.id FROM orders_servicerecord s
        WHERE s.order_id = ANY(%(orders)s::bigint[]) AND s.revoked_at IS NULL
    """,
)

SIGNED = _PARTS.format(
    kind=Kind.SIGNED,
    rows="""
        SELECT b.order_line_id, d.signed_date AS day, coalesce(b.signed_quantity, b.quantity) AS quantity, 1 AS source,
            b.id
        FROM orders_outboundline b JOIN orders_outbounddocument d ON d.id = b.document_id
        WHERE b.order_id = ANY(%(orders)s::bigint[]) AND d.status = 'SIGNED' AND d.signed_date IS NOT NULL
        UNION ALL
        SELECT s.order_line_id, s.performed_date, s.quantity, 2, s.id FROM orders_servicerecord s
        WHERE s.order_id = ANY(%(orders)s::bigint[]) AND s.revoked_at IS NULL
    """,
)

RETURNED = _PARTS.format(
    kind=Kind.RETURNED,
    rows="""
        SELECT r.order_line_id, d.received_date AS day, r.received AS quantity, 1 AS source, r.id
        FROM orders_returnline r JOIN orders_returndocument d ON d.id = r.document_id
        WHERE r.order_id = ANY(%(orders)s::bigint[]) AND d.status IN ('RECEIVED', 'SETTLED')
            AND d.received_date IS NOT NULL AND r.received <> 0
    """,
)

RESHIPPED = _PARTS.format(
    kind=Kind.RESHIPPED,
    rows="""
        SELECT r.order_line_id, (d.settled_at AT TIME ZONE %(zone)s)::date AS day, r.reship AS quantity, 1 AS source,
            r.id
        FROM orders_returnline r JOIN orders_returndocument d ON d.id = r.document_id
        WHERE r.order_id = ANY(%(orders)s::bigint[]) AND d.status = 'SETTLED' AND r.reship <> 0
            AND d.settled_at IS NOT NULL
        UNION ALL
        SELECT b.order_line_id, d.signed_date, b.reship, 2, b.id
        FROM orders_outboundline b JOIN orders_outbounddocument d ON d.id = b.document_id
        WHERE b.order_id = ANY(%(orders)s::bigint[]) AND d.status = 'SIGNED' AND b.reship <> 0
            AND d.signed_date IS NOT NULL
    """,
)

# what was agreed of a line up to one of its movements, in the company's currency: to the cent what it says now
_AGREED = """
    CASE WHEN l.product_id = d.product_id AND {sum} = x.amount - x.reduction THEN l.amount
        ELSE round({sum} * o.rate * CASE o.tax_mode WHEN 'EXCLUSIVE' THEN 1 + coalesce(x.tax_rate, 0) ELSE 1 END, 2) END
"""
# how the backlog moved (SEMANTICS 8): also of orders that are not in force any more. History has no movements: it came
# as it is.
BACKLOG = f"""
    SELECT d.order_id, d.line_no,
        CASE WHEN d.cause = 'EFFECTIVE' THEN {Kind.NEW} WHEN d.cause IN ('CLOSED', 'REOPENED') THEN {Kind.LET_GO}
            ELSE {Kind.CHANGED} END,
        d.day, d.product_id, 0, 1, 0,
        CASE WHEN d.cause IN ('CLOSED', 'REOPENED') THEN -d.let_go ELSE d.ordered END,
        CASE WHEN d.cause IN ('CLOSED', 'REOPENED')
            THEN -round(coalesce(l.amount * d.let_go / nullif(l.ordered, 0), 0), 2)
            ELSE {_AGREED.format(sum="d.agreed")} - {_AGREED.format(sum="(d.agreed - d.amount)")} END,
        0, 0
    FROM (
        SELECT d.*, sum(d.amount) OVER (PARTITION BY d.order_id, d.line_no, d.product_id ORDER BY d.id) AS agreed
        FROM orders_linedelta d WHERE d.order_id = ANY(%(orders)s::bigint[])
    ) d JOIN o ON o.id = d.order_id
    LEFT JOIN orders_orderline x ON x.order_id = d.order_id AND x.line_no = d.line_no
    LEFT JOIN l ON l.id = x.id
    UNION ALL
    SELECT l.order_id, l.line_no, {Kind.NEW}, l.booked, l.product_id, 0, 1, 0, l.ordered, l.amount, 0, 0
    FROM l JOIN o ON o.id = l.order_id WHERE o.origin = 'HISTORY'
    UNION ALL
    SELECT l.order_id, l.line_no, {Kind.LET_GO}, coalesce((x.closed_at AT TIME ZONE %(zone)s)::date, l.booked),
        l.product_id, 0, 1, 0, -l.short_closed, -round(l.amount * l.short_closed / nullif(l.ordered, 0), 2), 0, 0
    FROM l JOIN o ON o.id = l.order_id JOIN orders_orderline x ON x.id = l.id
    WHERE o.origin = 'HISTORY' AND l.short_closed <> 0 AND l.ordered <> 0
"""

# What makes the other movements of the backlog (rows of ``base``) add up, day by day, to what is open: the line's
# amount as it was agreed then, for the pieces not delivered. Pieces beyond the order open nothing, nor do those that a
# tolerance let go when the line was complete; parts shipped at a price agreed later are worth their price.
EVENED = f"""
    SELECT order_id, line_no, {Kind.EVENED}, day, product_id, 0, 1, 0, quantity, amount, 0, 0
    FROM (
        SELECT order_id, line_no, product_id, day,
            open - reached - coalesce(lag(open - reached) OVER line, 0) AS quantity,
            worth - value - coalesce(lag(worth - value) OVER line, 0) AS amount
        FROM (
            SELECT r.*, CASE WHEN open = 0 OR ordered <= 0 THEN 0
                ELSE round(agreed * least(open, ordered) / ordered, 2) END AS worth
            FROM (
                SELECT m.*, CASE WHEN m.day >= l.done_day THEN 0 ELSE greatest(0, m.reached) END AS open
                FROM moves m LEFT JOIN l ON l.order_id = m.order_id AND l.line_no = m.line_no
            ) r
        ) t WINDOW line AS (PARTITION BY order_id, line_no, product_id ORDER BY day)
    ) e WHERE quantity <> 0 OR amount <> 0
"""
MOVES = f"""
    moves AS (
        SELECT order_id, line_no, product_id, day, sum(sum(quantity)) OVER line AS reached,
            sum(sum(amount)) OVER line AS value, sum(sum(ordered)) OVER line AS ordered,
            sum(sum(agreed)) OVER line AS agreed
        FROM (
            SELECT order_id, line_no, product_id, day, CASE kind WHEN {Kind.SHIPPED} THEN -quantity ELSE quantity END
                AS quantity, CASE kind WHEN {Kind.SHIPPED} THEN -amount ELSE amount END AS amount,
                CASE WHEN kind IN ({Kind.NEW}, {Kind.CHANGED}) THEN quantity ELSE 0 END AS ordered,
                CASE WHEN kind IN ({Kind.NEW}, {Kind.CHANGED}) THEN amount ELSE 0 END AS agreed
            FROM base WHERE kind IN ({Kind.SHIPPED}, {Kind.NEW}, {Kind.CHANGED}, {Kind.LET_GO}, {Kind.RESHIPPED})
            UNION ALL
            SELECT order_id, line_no, product_id, done_day, 0, 0, 0, 0 FROM l WHERE done_day IS NOT NULL
        ) x GROUP BY order_id, line_no, product_id, day
        WINDOW line AS (PARTITION BY order_id, line_no, product_id ORDER BY day)
    )
"""
