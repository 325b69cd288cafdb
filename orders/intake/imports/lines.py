"""Staged lines: their order and product, their amounts, and what a refused line means for its order."""

from typing import Any

from common.imports import known
from common.imports.batch import Batch, shown
from orders.intake.imports import amounts
from segments.custom_fields import importing
from segments.custom_fields.values import LINE


def check(batch: Batch) -> None:
    """Refuse lines without order or product; leave out orders that are empty or lost a line; work out amounts."""
    known.refer(batch, "lines", "order")
    batch.skip("lines", "order_id IS NOT NULL")  # its order is in the system already and was reported
    known.report_orphans(batch, "lines", "order")
    known.refer(batch, "lines", "product")
    known.report_orphans(batch, "lines", "product")
    batch.report_where("lines", "too_large", "r.discount > 1", field="discount")
    importing.check(batch, "lines", LINE)
    amounts.report_lines_without(batch)
    amounts.report_overlarge_lines(batch)
    _report_broken_orders(batch)
    amounts.work_out(batch)
    amounts.report_overlarge_orders(batch)
    amounts.report_reductions(batch)
    amounts.report_differences(batch)
    drop_without_order(batch)


def resolve(batch: Batch) -> None:
    """The same again for the commit. Raises ChangedSince when a product is gone."""
    known.require_resolved(batch, "lines", "product")
    amounts.work_out(batch)
    batch.execute('CREATE INDEX ON import_lines ("order"); ANALYZE import_lines')


_LOST = """
    SELECT data->>'order' AS key, count(*) AS lines FROM common_importrow s
    WHERE s.run_id = %(run)s AND s.entity = 'lines' AND (s.verdict = 2
        OR EXISTS (SELECT 1 FROM import_dropped d WHERE d.row_id = s.id AND d.verdict = 2))
    GROUP BY 1
"""


def _report_broken_orders(batch: Batch) -> None:
    """An order one of whose lines was refused is left out whole, unless the profile accepts that; so is an
    order without lines."""
    key = shown("r.key")
    joins = f"JOIN ({_LOST}) b ON b.key = r.key"
    batch.report_where("orders", "line_refused", "true", joins=joins, value=key, words="'count', b.lines")
    empty = 'NOT EXISTS (SELECT 1 FROM import_lines l WHERE l."order" = r.key)'
    batch.report_where("orders", "empty_order", empty, value=key)
    drop_without_order(batch)


def drop_without_order(batch: Batch) -> None:
    """Lines whose order was refused or left out go with it."""
    batch.report_where(
        "lines",
        "orphan_refused",
        'NOT EXISTS (SELECT 1 FROM import_orders o WHERE o.key = r."order")',
        field="order",
        words=f"'target', %(label)s, 'key', {shown('r.' + chr(34) + 'order' + chr(34))}",
        label=str(known.label_of("orders")),
    )


def summarise(batch: Batch) -> dict[str, Any]:
    """Lines, pieces and money taken."""
    names = ("lines", "pieces", "products", "net", "tax", "amount")
    row = batch.rows(
        "SELECT count(*), sum(quantity), count(DISTINCT product), sum(net), sum(tax), sum(amount) FROM import_lines"
    )[0]
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
