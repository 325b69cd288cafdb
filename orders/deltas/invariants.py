"""Invariant of the rows that say how orders moved (RELIABILITY 3): their offenders as SQL."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants

# what they add up to is what the lines say; of an order that is not in force, nothing
SUMS = """
    SELECT coalesce(l.order_id, d.order_id) AS id, coalesce(l.line_no, d.line_no) AS line_no, l.ordered, d.ordered AS
        said_ordered, l.amount, d.amount AS said_amount, l.short_closed, d.let_go AS said_let_go
    FROM (
        SELECT l.order_id, l.line_no, l.ordered, l.amount - l.reduction AS amount, l.short_closed
        FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        WHERE o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AND o.origin <> 'HISTORY'
    ) l FULL JOIN (
        SELECT order_id, line_no, sum(ordered) AS ordered, sum(amount) AS amount, sum(let_go) AS let_go
        FROM orders_linedelta GROUP BY order_id, line_no
    ) d ON d.order_id = l.order_id AND d.line_no = l.line_no
    WHERE coalesce(l.ordered, 0) <> coalesce(d.ordered, 0) OR coalesce(l.amount, 0) <> coalesce(d.amount, 0)
        OR coalesce(l.short_closed, 0) <> coalesce(d.let_go, 0)
"""


def register() -> None:
    """Called once from this room's wiring."""
    title = _("Movements of order lines add up to what the lines say")
    invariants.register("orders.deltas", Invariant(8, title, SUMS))
