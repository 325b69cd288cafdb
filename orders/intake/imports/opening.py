"""Open orders at take-over (part-shipped, part-paid): effective when they come, and alive from then on.

What already left stands on outbound documents that leave stock alone; what is still open is reserved and
promised, the plan of payments is made as of the order's day, and exposure counts all of it. Orders that
turn out complete close by themselves, as everywhere.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.imports.batch import Batch
from common.imports.sql import insert_select
from common.rows import update_rows
from orders.closure import aftermath, tolerances
from orders.credit import exposure
from orders.deltas import operations as deltas
from orders.fulfilment import calendar
from orders.intake.imports import columns, gathering, lines, shipments
from orders.order import together
from orders.order.models import Order, OrderLine
from orders.order.states import Origin, Status
from orders.promise import kits, promising, taking
from orders.settlement import planning

_CHUNK = 200


def write(batch: Batch) -> None:
    """Write the staged orders, then let every room do for them what it does for an order that takes effect."""
    gathering.gather(batch, arrived=False)
    insert_select(
        batch,
        Order,
        {**columns.of_order(goes_on=True), "origin": f"'{Origin.TAKEN_OVER}'", "status": f"'{Status.EFFECTIVE}'"},
        columns.ORDER_SOURCE,
        **columns.parameters(),
    )
    insert_select(batch, OrderLine, columns.of_line(), columns.LINE_SOURCE, **columns.parameters())
    words = {"source": batch.profile.source, "run": batch.run_id}
    gathering.insert_steps(batch, Status.EFFECTIVE, _("Taken over from %(source)s, run #%(run)s") % words)
    gathering.insert_documents(batch)
    gathering.remember(batch)
    ids = [row[0] for row in batch.rows("SELECT id FROM import_new ORDER BY id")]
    holders: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        holders |= _take_effect(batch, ids[start : start + _CHUNK])
        batch.tell("writing orders", min(start + _CHUNK, len(ids)), len(ids))
    exposure.rebuild(holders)


def _take_effect(batch: Batch, order_ids: list[int]) -> set[int]:
    """Let some of the orders take effect; gives their credit holders, whose exposure is not counted yet."""
    orders = together.lock_orders(order_ids)
    planning.make_plans([(order, order.effective_at or batch.at) for order in orders.values()])
    deltas.note_taken_over(order_ids, by=batch.actor, at=batch.at)
    affected = aftermath.read(orders)
    lines_there = [line for one in affected.values() for line in one.lines]
    kits.settle(lines_there)
    for one in affected.values():
        taking.reserve_and_promise(one.order, one.lines, actor=batch.actor, at=batch.at)
    update_rows(
        [line for one in affected.values() for line in one.lines], ["reserved", "by_components", *promising.COLUMNS]
    )
    calendar.date_shipments(affected.values())
    calendar.date_signings(list(affected.values()))
    aftermath.carry_through(affected.values(), actor=batch.actor, at=batch.at)
    together.save_orders([one.order for one in affected.values()], batch.at)  # not told one by one: docs/adr/0068
    return {order.credit_holder.pk for order in orders.values()}


def check(batch: Batch) -> None:
    """An open order of which more left than was ordered cannot go on here: it is left out."""
    shipments.spread(batch)
    batch.report_where(
        "orders",
        "over_shipped_open",
        "v.shipped > v.ordered * (1 + %(over)s)",
        joins="""JOIN (
            SELECT DISTINCT ON (l."order") l."order" AS key, v.* FROM import_over v
            JOIN import_lines l ON l.row_id = v.line_row ORDER BY l."order", v.shipped - v.ordered DESC
        ) v ON v.key = r.key""",
        value="v.shipped::text",
        words="'shipped', v.shipped::text, 'ordered', v.ordered::text",
        over=Decimal(tolerances.over()),
    )
    lines.drop_without_order(batch)
    shipments.spread(batch)
