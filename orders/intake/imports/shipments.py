"""Staged shipments: which lines left when, and with how much."""

from typing import Any

from common.imports import known
from common.imports.batch import Batch


def check(batch: Batch) -> None:
    """Refuse shipments of unknown orders or lines; report days before the order and more than was ordered."""
    known.refer(batch, "shipments", "order")
    batch.skip("shipments", "order_id IS NOT NULL")  # the order is in the system already and was reported
    known.report_orphans(batch, "shipments", "order")
    known.refer(batch, "shipments", "order_line")
    known.report_orphans(batch, "shipments", "order_line")
    batch.report_where(
        "shipments",
        "date_before_order",
        "r.ship_date < o.order_date",
        field="ship_date",
        joins='JOIN import_orders o ON o.key = r."order"',
        words="'order_date', o.order_date",
    )
    batch.report_where("shipments", "future_date", "r.ship_date > %(day)s", field="ship_date")
    spread(batch)
    if batch.mode == "history":
        batch.report_where(
            "shipments",
            "over_shipped",
            "EXISTS (SELECT 1 FROM import_shipped s JOIN import_over v ON v.line_row = s.line_row"
            " WHERE s.row_id = r.row_id)",
            field="quantity",
            joins=f"LEFT JOIN LATERAL ({_WORST}) w ON true",
            words="'shipped', w.shipped::text, 'ordered', w.ordered::text",
        )


_WORST = (
    "SELECT v.* FROM import_shipped s JOIN import_over v ON v.line_row = s.line_row WHERE s.row_id = r.row_id LIMIT 1"
)
_SHIPPED = """
    DROP TABLE IF EXISTS import_shipped, import_over;
    CREATE TEMP TABLE import_shipped ON COMMIT DROP AS
    SELECT s.row_id, l.row_id AS line_row, coalesce(s.quantity, l.quantity) AS quantity, s.ship_date, s."order",
        coalesce(s.number, '') AS number
    FROM import_shipments s
    JOIN import_lines l ON l."order" = s."order" AND (s.order_line IS NULL OR l.key = s.order_line)
"""
_SHIPPED_SO_FAR = """
    INSERT INTO import_shipped
    SELECT NULL, l.row_id, l.shipped, coalesce(
        (SELECT max(s.ship_date) FROM import_shipments s WHERE s."order" = l."order"), o.order_date), l."order", ''
    FROM import_lines l JOIN import_orders o ON o.key = l."order"
    WHERE l.shipped > 0 AND NOT EXISTS (SELECT 1 FROM import_shipped s WHERE s.line_row = l.row_id)
"""
_OVER = """
    CREATE INDEX ON import_shipped (line_row); CREATE INDEX ON import_shipped (row_id); ANALYZE import_shipped;
    CREATE TEMP TABLE import_over ON COMMIT DROP AS
    SELECT s.line_row, sum(s.quantity) AS shipped, l.quantity AS ordered
    FROM import_shipped s JOIN import_lines l ON l.row_id = s.line_row
    GROUP BY s.line_row, l.quantity HAVING sum(s.quantity) > l.quantity
"""


def spread(batch: Batch) -> None:
    """Make ``import_shipped``: row_id of the shipment, line_row of the order line, quantity, ship_date and the
    order's key; and ``import_over``, the lines of which more left than was ordered. A shipment that names no
    line carries every line of its order, whole."""
    batch.execute(_SHIPPED)
    if batch.maps("lines", "shipped"):
        batch.execute(_SHIPPED_SO_FAR)
    batch.execute(_OVER)


def summarise(batch: Batch) -> dict[str, Any]:
    """Documents, pieces and span of days."""
    row = batch.rows(
        """SELECT count(DISTINCT ("order", ship_date, number)), sum(quantity), min(ship_date), max(ship_date)
        FROM import_shipped"""
    )[0]
    names = ("documents", "pieces", "first", "last")
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
