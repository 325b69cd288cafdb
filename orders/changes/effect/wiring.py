"""What taking effect declares: words of its events, and invariant 14."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common.invariants import Invariant, invariants
from orders.changes.effect import telling

# 14: an order has as many changes behind it as its revision says, each on the one before; the former revisions are kept
# without a gap, each ended by the change that made the next
ONCE = """
    SELECT o.id, o.number, o.revision, c.changes, c.first, c.last, r.kept, r.first AS first_kept, r.last AS last_kept
    FROM orders_order o
    LEFT JOIN (
        SELECT order_id, count(*) AS changes, min(revision) AS first, max(revision) AS last
        FROM orders_changerequest WHERE state = 'EFFECTIVE' GROUP BY order_id
    ) c ON c.order_id = o.id
    LEFT JOIN (
        SELECT v.order_id, count(*) AS kept, min(v.revision) AS first, max(v.revision) AS last,
            bool_and(q.state = 'EFFECTIVE' AND q.order_id = v.order_id AND q.revision = v.revision + 1
                AND q.effective_at = v.ended_at AND v.began_at <= v.ended_at) AS fits
        FROM orders_orderrevision v JOIN orders_changerequest q ON q.id = v.request_id GROUP BY v.order_id
    ) r ON r.order_id = o.id
    WHERE (o.revision > 1 OR c.changes > 0 OR r.kept > 0) AND (
        (c.changes, c.first, c.last) IS DISTINCT FROM (o.revision::bigint - 1, 2, o.revision)
        OR (r.kept, r.first, r.last, r.fits) IS DISTINCT FROM (o.revision::bigint - 1, 1, o.revision - 1, true))
"""
# 2 of SEMANTICS: the flags say which change is under way, and no closed line waits for one
FLAGGED = """
    SELECT o.id, o.number, o.is_changing, c.id AS request FROM orders_order o
    LEFT JOIN orders_changerequest c ON c.order_id = o.id AND c.state IN ('ASSESSING', 'SUBMITTED', 'APPROVED')
    WHERE o.is_changing <> (c.id IS NOT NULL)
    UNION ALL
    SELECT o.id, o.number, o.is_changing, NULL FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    WHERE l.is_changing AND NOT o.is_changing
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    event_labels.register(telling.REVISED, _("Changed: a new revision"))
    event_labels.register(telling.EFFECTIVE, _("Change took effect"))
    invariants.register(
        "changes.once", Invariant(14, _("Each revision is made by one change, on the one before"), ONCE)
    )
    invariants.register("changes.flagged", Invariant(8, _("Orders and lines say when they are being changed"), FLAGGED))
