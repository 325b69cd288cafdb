"""Staged shipments: which lines left when, and with how much."""

from typing import Any

from common.imports.batch import Batch


def check(batch: Batch) -> None:
    """Refuse shipments of unknown orders or lines; report days before the order and more than was ordered."""
    batch.refer("shipments", "order")
    batch.skip("shipments", "order_id IS NOT NULL")
    batch.report_orphans("shipments", "order")
    batch.refer("shipments", "order_line")
    batch.report_orphans("shipments", "order_line")
    batch.report(
        "shipments",
        "date_before_order",
        'SELECT r.row_id, %(column)s AS "column", r.ship_date::text AS value,'
        " jsonb_build_object('order_date', o.order_date) AS parameters"
        ' FROM import_shipments r JOIN import_orders o ON o.key = r."order" WHERE r.ship_date < o.order_date',
        column=batch.column("shipments", "ship_date"),
    )
    batch.report(
        "shipments",
        "future_date",
        'SELECT row_id, %(column)s AS "column", ship_date::text AS value, NULL::jsonb AS parameters'
        " FROM import_shipments WHERE ship_date > %(day)s",
        column=batch.column("shipments", "ship_date"),
    )
    spread(batch)
    batch.report(
        "shipments",
        "over_shipped",
        'SELECT s.row_id, %(column)s AS "column", s.quantity::text AS value, jsonb_build_object('
        "'shipped', t.shipped::text, 'ordered', l.quantity::text) AS parameters FROM import_shipped s"
        " JOIN (SELECT line_row, sum(quantity) AS shipped FROM import_shipped GROUP BY 1) t ON t.line_row = s.line_row"
        " JOIN import_lines l ON l.row_id = s.line_row WHERE t.shipped > l.quantity AND s.row_id IS NOT NULL",
        column=batch.column("shipments", "quantity"),
    )


def spread(batch: Batch) -> None:
    """Make ``import_shipped``: row_id of the shipment, line_row of the order line, quantity, ship_date and the
    order's key. A shipment that names no line carries every line of its order, whole."""
    batch.execute(
        "DROP TABLE IF EXISTS import_shipped;"
        "CREATE TEMP TABLE import_shipped ON COMMIT DROP AS"
        ' SELECT s.row_id, l.row_id AS line_row, coalesce(s.quantity, l.quantity) AS quantity, s.ship_date, s."order",'
        " coalesce(s.number, '') AS number FROM import_shipments s"
        ' JOIN import_lines l ON l."order" = s."order" AND (s.order_line IS NULL OR l.key = s.order_line)'
    )
    if batch.maps("lines", "shipped"):
        batch.execute(
            "INSERT INTO import_shipped SELECT NULL, l.row_id, l.shipped, coalesce((SELECT max(s.ship_date)"
            ' FROM import_shipments s WHERE s."order" = l."order"), o.order_date), l."order", \'\''
            ' FROM import_lines l JOIN import_orders o ON o.key = l."order" WHERE l.shipped > 0'
            " AND NOT EXISTS (SELECT 1 FROM import_shipped s WHERE s.line_row = l.row_id)"
        )
    batch.execute("CREATE INDEX ON import_shipped (line_row); ANALYZE import_shipped")


def summarise(batch: Batch) -> dict[str, Any]:
    """Documents, pieces and span of days."""
    row = batch.rows(
        'SELECT count(DISTINCT ("order", ship_date, number)), sum(quantity), min(ship_date), max(ship_date) FROM import_shipped'
    )[0]
    names = ("documents", "pieces", "first", "last")
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
