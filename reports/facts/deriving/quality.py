"""Whether it was in time and right (SEMANTICS 15): flows whose ``hits`` over ``orders`` or ``lines`` is a share."""

from reports.facts.choices import Kind

# lines due on a day; what was let go before anything of it left is no line that anybody waits for
_KEPT = """
    SELECT order_id, line_no, {kind}, {date}, product_id, 0, 1,
        CASE WHEN shipped >= ordered - short_closed AND last_ship_date <= {date} THEN 1 ELSE 0 END, 0, amount, 0, 0
    FROM l WHERE {date} IS NOT NULL AND ships AND NOT is_gift AND ordered > short_closed
"""
PROMISED = _KEPT.format(kind=Kind.PROMISED, date="promised_date")
FIRST_PROMISED = _KEPT.format(kind=Kind.FIRST_PROMISED, date="first_promised_date")
REQUESTED = _KEPT.format(kind=Kind.REQUESTED, date="requested_date")

# orders submitted whose approval ended; in time: every step that was decided was so by its hour
SUBMITTED = f"""
    SELECT o.id, 0, {Kind.SUBMITTED}, (o.submitted_at AT TIME ZONE %(zone)s)::date, 0, 1, 0,
        CASE WHEN r.is_late THEN 0 ELSE 1 END, 0, o.amount, 0, 0
    FROM o JOIN (
        SELECT DISTINCT ON (r.subject_id) r.subject_id, r.state, (
            SELECT coalesce(bool_or(s.decided_at > s.due_at), false) FROM orders_approvalstep s
            WHERE s.request_id = r.id AND s.decided_at IS NOT NULL AND s.due_at IS NOT NULL
        ) AS is_late
        FROM orders_approvalrequest r
        WHERE r.subject_type = 'orders.order' AND r.subject_id = ANY(%(orders)s::bigint[])
        ORDER BY r.subject_id, r.id DESC
    ) r ON r.subject_id = o.id
    WHERE o.submitted_at IS NOT NULL AND r.state IN ('APPROVED', 'REJECTED')
"""

_COUNTED_ERROR = """EXISTS (
    SELECT 1 FROM orders_ordererror e WHERE e.order_id = o.id AND e.dismissed_at IS NULL AND e.stage <> 'ENTRY'
)"""

CHECKED = f"""
    SELECT o.id, 0, {Kind.CHECKED}, o.booked, 0, 1, 0, CASE WHEN {_COUNTED_ERROR} THEN 0 ELSE 1 END, 0, o.amount, 0, 0
    FROM o WHERE o.stands AND o.origin <> 'HISTORY' AND o.effective_at IS NOT NULL
"""

# delivered in full; perfect: each line by its promised day, nothing let go, no error, no exception, nothing came back
FINISHED = f"""
    SELECT o.id, 0, {Kind.FINISHED}, s.day, 0, 1, 0,
        CASE WHEN s.is_kept AND NOT {_COUNTED_ERROR}
            AND NOT EXISTS (SELECT 1 FROM orders_exceptioncase x WHERE x.order_id = o.id)
            AND NOT EXISTS (
                SELECT 1 FROM orders_returnline b JOIN orders_returndocument d ON d.id = b.document_id
                WHERE b.order_id = o.id AND d.status <> 'VOID')
            THEN 1 ELSE 0 END, 0, o.amount, 0, 0
    FROM o JOIN (
        SELECT order_id, max(last_ship_date) AS day,
            bool_and(short_closed = 0 AND last_ship_date <= coalesce(promised_date, last_ship_date)) AS is_kept
        FROM l WHERE ordered > 0 GROUP BY order_id
        HAVING bool_and(shipped >= ordered - short_closed) AND max(last_ship_date) IS NOT NULL
    ) s ON s.order_id = o.id
    WHERE o.ships
"""

_CASES = """
    SELECT c.order_id, coalesce(c.line_no, 0), {kind}, (c.raised_at AT TIME ZONE %(zone)s)::date,
        coalesce(x.product_id, 0), 0, 1, CASE WHEN c.answered_at <= c.answer_due_at THEN 1 ELSE 0 END, 0,
        coalesce(c.disputed_amount, 0), 0, coalesce(c.cost, 0)
    FROM orders_exceptioncase c JOIN o ON o.id = c.order_id
    LEFT JOIN orders_orderline x ON x.order_id = c.order_id AND x.line_no = c.line_no
    WHERE c.order_id = ANY(%(orders)s::bigint[]){which}
"""
EXCEPTION = _CASES.format(kind=Kind.EXCEPTION, which="")
COMPLAINT = _CASES.format(kind=Kind.COMPLAINT, which=" AND c.kind = 'COMPLAINT'")

CHANGE_REQUEST = f"""
    SELECT c.order_id, 0, {Kind.CHANGE_REQUEST}, (c.effective_at AT TIME ZONE %(zone)s)::date, 0, 0, 1,
        CASE WHEN c.days_late <= 0 THEN 1 ELSE 0 END, 0, round(c.amount_delta * o.rate, 2), 0, c.extra_cost
    FROM orders_changerequest c JOIN o ON o.id = c.order_id
    WHERE c.order_id = ANY(%(orders)s::bigint[]) AND c.effective_at IS NOT NULL
"""

ANSWER = f"""
    SELECT q.order_id, 0, {Kind.ANSWER}, (coalesce(q.said_at, q.answered_at) AT TIME ZONE %(zone)s)::date, 0, 0, 1,
        CASE WHEN q.score >= 4 THEN 1 ELSE 0 END, q.score, 0, 0, 0
    FROM orders_satisfactionrequest q JOIN o ON o.id = q.order_id
    WHERE q.order_id = ANY(%(orders)s::bigint[]) AND q.state = 'ANSWERED'
"""

MOMENTS = """
    SELECT o.id AS order_id, o.customer_id, o.department_id, o.salesperson_id, o.order_type_id, o.agent_id, o.channel,
        o.band, o.booked AS booked_date, o.amount, o.submitted_at, o.effective_at, s.first_ship_date,
        s.full_ship_date, CASE WHEN s.full_ship_date IS NOT NULL THEN g.signed_date END AS signed_date,
        CASE WHEN o.settlement IN ('PAID', 'OVERPAID') THEN p.paid_date END AS paid_date
    FROM o LEFT JOIN (
        SELECT order_id, min(first_ship_date) AS first_ship_date,
            CASE WHEN bool_and(shipped >= ordered - short_closed) THEN max(last_ship_date) END AS full_ship_date
        FROM l WHERE ordered > 0 GROUP BY order_id
    ) s ON s.order_id = o.id
    LEFT JOIN (
        SELECT b.order_id, CASE WHEN bool_and(d.status = 'SIGNED') THEN max(d.signed_date) END AS signed_date
        FROM orders_outboundline b JOIN orders_outbounddocument d ON d.id = b.document_id
        WHERE b.order_id = ANY(%(orders)s::bigint[]) AND d.status IN ('AUDITED', 'SIGNED') GROUP BY b.order_id
    ) g ON g.order_id = o.id
    LEFT JOIN (
        SELECT p.order_id, max(r.received_date) AS paid_date
        FROM orders_planrow p JOIN orders_allocation a ON a.plan_row_id = p.id AND a.revoked_at IS NULL
        JOIN orders_receipt r ON r.id = a.receipt_id
        WHERE p.order_id = ANY(%(orders)s::bigint[]) GROUP BY p.order_id
    ) p ON p.order_id = o.id
    WHERE o.stands
"""
