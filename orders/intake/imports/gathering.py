"""What will be written, gathered in temporary tables with primary keys already drawn and numbers assigned."""

from common import numbering
from common.imports import known
from common.imports.batch import Batch
from common.imports.sql import insert_select, next_id
from customers.operations import note_effective_orders
from orders.fulfilment.models import OutboundDocument, OutboundLine, ServiceRecord
from orders.intake.imports import columns, lines, orders, shipments
from orders.order.models import Order, OrderLine, OrderStep
from orders.order.states import Move
from products.catalogue import texts

_ORDERS = f"""
    CREATE TEMP TABLE import_new ON COMMIT DROP AS
    SELECT {next_id(Order)} AS id, o.key, o.row_id, o.order_date AS day, ''::text AS assigned, s.shipped_on,
        row_number() OVER (PARTITION BY o.order_date ORDER BY o.file, o.line) AS place
    FROM import_orders o
    LEFT JOIN (SELECT "order" AS key, max(ship_date) AS shipped_on FROM import_shipped GROUP BY 1) s ON s.key = o.key;
    CREATE UNIQUE INDEX ON import_new (key); CREATE INDEX ON import_new (day); ANALYZE import_new
"""
_LINES = f"""
    CREATE TEMP TABLE import_new_lines ON COMMIT DROP AS
    SELECT {next_id(OrderLine)} AS id, n.id AS order_id, l.row_id, p.is_service,
        row_number() OVER (PARTITION BY n.id ORDER BY l.line_no NULLS LAST, l.file, l.line) AS line_no,
        coalesce(s.shipped, 0) AS shipped, s.first_day, s.last_day,
        CASE WHEN p.is_service THEN 0 ELSE coalesce(s.signed, 0) END AS signed
    FROM import_lines l JOIN import_new n ON n.key = l."order" JOIN products_product p ON p.id = l.product_id
    LEFT JOIN (
        SELECT s.line_row, sum(s.quantity) AS shipped, min(s.ship_date) AS first_day, max(s.ship_date) AS last_day,
            sum(s.quantity) FILTER (WHERE %(arrived)s OR r.signed_date IS NOT NULL) AS signed
        FROM import_shipped s LEFT JOIN import_shipments r ON r.row_id = s.row_id GROUP BY s.line_row
    ) s ON s.line_row = l.row_id;
    CREATE UNIQUE INDEX ON import_new_lines (row_id); CREATE INDEX ON import_new_lines (order_id);
    ANALYZE import_new_lines
"""
_DOCUMENTS = f"""
    CREATE TEMP TABLE import_documents ON COMMIT DROP AS
    SELECT {next_id(OutboundDocument)} AS id, d.*, ''::text AS assigned,
        row_number() OVER (PARTITION BY d.ship_date ORDER BY d.first_line) AS place
    FROM (
        SELECT s."order", s.ship_date, s.number AS source_number, s.is_signed, min(n.id) AS first_line,
            max(r.signed_date) AS signed_date, max(r.signer) AS signer, max(r.transport_mode) AS transport_mode,
            max(r.waybill) AS waybill
        FROM import_leaving s JOIN import_new_lines n ON n.row_id = s.line_row
        LEFT JOIN import_shipments r ON r.row_id = s.row_id
        GROUP BY s."order", s.ship_date, s.number, s.is_signed
    ) d;
    CREATE INDEX ON import_documents (ship_date); CREATE INDEX ON import_documents ("order"); ANALYZE import_documents
"""
# goods that left, whether they have arrived too
_LEAVING = """
    CREATE TEMP TABLE import_leaving ON COMMIT DROP AS
    SELECT s.*, %(arrived)s OR r.signed_date IS NOT NULL AS is_signed
    FROM import_shipped s JOIN import_new_lines n ON n.row_id = s.line_row AND NOT n.is_service
    LEFT JOIN import_shipments r ON r.row_id = s.row_id;
    ANALYZE import_leaving
"""


def gather(batch: Batch, *, arrived: bool) -> None:
    """Resolve references once more and fill ``import_new``, ``import_new_lines`` and ``import_documents``.
    ``arrived``: what left counts as signed for, said or not. Raises ChangedSince.

    Customers are touched before numbers are drawn: the lock order of every operation.
    """
    orders.resolve(batch)
    lines.resolve(batch)
    shipments.spread(batch)
    batch.execute(_ORDERS)
    batch.execute(_LINES, arrived=arrived)
    batch.execute(_LEAVING, arrived=arrived)
    batch.execute(_DOCUMENTS)
    texts.ensure_texts([texts.Wording(*row) for row in batch.rows(columns.WORDINGS)])
    day = columns.day_start
    note_effective_orders(
        batch.rows(
            f"SELECT customer_id, {day('min(order_date)')}, {day('max(order_date)')} FROM import_orders"
            " GROUP BY 1 ORDER BY 1",
            **columns.parameters(),
        )
    )
    numbering.draw_in(batch.execute, numbering.Series.ORDER, "import_new", "day")
    numbering.draw_in(batch.execute, numbering.Series.OUTBOUND, "import_documents", "ship_date")


def insert_steps(batch: Batch, status: str, reason: str) -> None:
    """The one step of an imported order."""
    insert_select(
        batch,
        OrderStep,
        {
            "order_id": "n.id",
            "move": f"'{Move.IMPORT}'",
            "from_status": "''",
            "to_status": f"'{status}'",
            "actor_id": "%(actor)s",
            "at": "%(at)s",
            "reason": "%(reason)s",
        },
        "import_new n ORDER BY n.id",
        reason=reason,
    )


def insert_documents(batch: Batch) -> None:
    """Outbound documents that leave stock alone, and records of services performed."""
    left, arrived = columns.day_start("d.ship_date"), columns.day_start("coalesce(d.signed_date, d.ship_date)")
    insert_select(
        batch,
        OutboundDocument,
        {
            "id": "d.id",
            "number": "d.assigned",
            "source_number": "d.source_number",
            "customer_id": "o.customer_id",
            "status": "CASE WHEN d.is_signed THEN 'SIGNED' ELSE 'AUDITED' END",
            "moves_stock": "false",
            "ship_address": "coalesce(o.ship_address, '')",
            "transport_mode": "coalesce(d.transport_mode, o.transport_mode, '')",
            "waybill": "coalesce(d.waybill, '')",
            "ship_date": "d.ship_date",
            "created_by_id": "%(actor)s",
            "created_at": left,
            "audited_by_id": "%(actor)s",
            "audited_at": left,
            "signer": "coalesce(d.signer, '')",
            "signed_date": "CASE WHEN d.is_signed THEN coalesce(d.signed_date, d.ship_date) END",
            "signed_at": f"CASE WHEN d.is_signed THEN {arrived} END",
        },
        'import_documents d JOIN import_orders o ON o.key = d."order"',
        **columns.parameters(),
    )
    insert_select(
        batch,
        OutboundLine,
        {
            "document_id": "d.id",
            "order_id": "n.order_id",
            "order_line_id": "n.id",
            "quantity": "s.quantity",
            "signed_quantity": "CASE WHEN d.is_signed THEN s.quantity END",
        },
        """import_documents d JOIN (
            SELECT "order", ship_date, number, is_signed, line_row, sum(quantity) AS quantity FROM import_leaving
            GROUP BY 1, 2, 3, 4, 5
        ) s ON s."order" = d."order" AND s.ship_date = d.ship_date AND s.number = d.source_number
            AND s.is_signed = d.is_signed
        JOIN import_new_lines n ON n.row_id = s.line_row""",
    )
    insert_select(
        batch,
        ServiceRecord,
        {
            "order_id": "n.order_id",
            "order_line_id": "n.id",
            "quantity": "s.quantity",
            "performed_date": "s.ship_date",
            "proof": "'import'",
            "actor_id": "%(actor)s",
            "at": columns.day_start("s.ship_date"),
        },
        "import_shipped s JOIN import_new_lines n ON n.row_id = s.line_row AND n.is_service",
        **columns.parameters(),
    )


def remember(batch: Batch) -> None:
    """Note what the keys became, and how much was written."""
    known.remember_from(batch, "orders", "SELECT key, id AS object_id FROM import_new")
    made = "SELECT l.key, n.id AS object_id FROM import_new_lines n JOIN import_lines l ON l.row_id = n.row_id"
    # a source may count its lines anew in every file; their orders tell them apart
    known.remember_from(batch, "lines", f"{made} WHERE l.key <> ''", may_stand=True)
    written = batch.notes.setdefault("written", {})
    for entity, table in (("orders", "import_new"), ("lines", "import_new_lines"), ("shipments", "import_documents")):
        written[entity] = batch.value(f"SELECT count(*) FROM {table}")
