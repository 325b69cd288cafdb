"""Historical orders: closed when they come, with the amounts of the file, one step "imported".

Set-based: the number of statements does not depend on the number of orders. Lines are AUTO where the file
says they were shipped, with an outbound document that left stock alone; without a shipment a line is
short-closed, because nothing proves that it went out.
"""

from django.utils.translation import gettext as _

from common.imports.batch import Batch
from common.imports.sql import insert_select
from orders.intake.imports import columns, gathering
from orders.order.choices import CloseReason
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Origin, Status

_VALUE = "CASE WHEN n.{q} >= l.quantity THEN l.amount ELSE round(l.amount * n.{q} / l.quantity, 2) END"
_TOTALS = f"""
    SELECT n.order_id, count(*) AS lines, sum({_VALUE.format(q="shipped")}) AS shipped,
        sum({_VALUE.format(q="signed")}) AS signed, max(coalesce(l.promised_date, o.promised_date)) AS promised,
        sum(round(l.quantity * coalesce(l.unit_cost, p.unit_cost), 2)) AS cost,
        CASE WHEN bool_or(n.shipped > 0) THEN 'FULL' ELSE 'NONE' END AS fulfilment
    FROM {columns.LINE_SOURCE} GROUP BY n.order_id
"""


def write(batch: Batch) -> None:
    """Write the staged orders with their lines, steps and outbound documents."""
    gathering.gather(batch, arrived=True)
    _insert_orders(batch)
    _insert_lines(batch)
    words = {"source": batch.profile.source, "run": batch.run_id}
    gathering.insert_steps(batch, Status.CLOSED, _("Imported from %(source)s, run #%(run)s") % words)
    gathering.insert_documents(batch)
    gathering.remember(batch)


def _insert_orders(batch: Batch) -> None:
    insert_select(
        batch,
        Order,
        {
            **columns.of_order(goes_on=False),
            "origin": f"'{Origin.HISTORY}'",
            "status": f"'{Status.CLOSED}'",
            "cost_amount": "t.cost",
            "shipped_amount": "t.shipped",
            "signed_amount": "t.signed",
            "line_count": "t.lines",
            "fulfilment": "t.fulfilment",
            "signing": "t.fulfilment",
            "stage": "'COMPLETE'",
            "promised_date": "t.promised",
            "closed_at": columns.day_start("coalesce(n.shipped_on, o.order_date)"),
        },
        f"{columns.ORDER_SOURCE} JOIN ({_TOTALS}) t ON t.order_id = n.id",
        **columns.parameters(),
    )


def _insert_lines(batch: Batch) -> None:
    done = "n.shipped >= l.quantity"
    insert_select(
        batch,
        OrderLine,
        {
            **columns.of_line(),
            "short_closed": "greatest(0, l.quantity - n.shipped)",
            "closure": f"CASE WHEN {done} THEN '{Closure.AUTO}' ELSE '{Closure.SHORT}' END",
            "close_reason_code": f"CASE WHEN {done} THEN '' ELSE '{CloseReason.OTHER}' END",
            "close_reason": f"CASE WHEN {done} THEN '' ELSE %(unproved)s END",
            "closed_at": columns.day_start("coalesce(n.last_day, o.order_date)"),
        },
        columns.LINE_SOURCE,
        unproved=_("History without a shipment in the file"),
        **columns.parameters(),
    )
