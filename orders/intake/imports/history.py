"""Historical orders: closed when they come, with the amounts of the file, one step "imported".

Set-based: the number of statements does not depend on the number of orders. Lines are AUTO where the file
says they were shipped, with an outbound document that left stock alone; without a shipment a line is
short-closed, because nothing proves that it went out.
"""

from django.utils.translation import gettext as _

from common import currencies, numbering
from common.imports import known
from common.imports.batch import Batch
from common.imports.sql import insert_select, next_id
from customers.operations import note_effective_orders
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.intake.imports import lines, orders, shipments
from orders.order import reference
from orders.order.choices import Channel, CloseReason
from orders.order.models import Order, OrderLine, OrderStep
from orders.order.states import Closure, Move, Origin, PriceSource, Status

# the first moment of a business day, in SQL
_DAY_START = "({day}::timestamp AT TIME ZONE %(zone)s)"


def write(batch: Batch) -> None:
    """Write the staged orders with their lines, steps and outbound documents."""
    orders.resolve(batch)
    lines.resolve(batch)
    shipments.spread(batch)
    _gather(batch)
    _note_customers(batch)
    numbering.draw_in(batch.execute, numbering.Series.ORDER, "import_new", "day")
    numbering.draw_in(batch.execute, numbering.Series.OUTBOUND, "import_documents", "ship_date")
    _insert_orders(batch)
    _insert_lines(batch)
    _insert_steps(batch)
    _insert_documents(batch)
    known.remember_from(batch, "orders", "SELECT key, id AS object_id FROM import_new")
    known.remember_from(
        batch,
        "lines",
        "SELECT l.key, n.id AS object_id FROM import_new_lines n JOIN import_lines l ON l.row_id = n.row_id",
    )
    written = batch.notes.setdefault("written", {})
    for entity, table in (("orders", "import_new"), ("lines", "import_new_lines"), ("shipments", "import_documents")):
        written[entity] = batch.value(f"SELECT count(*) FROM {table}")


def _gather(batch: Batch) -> None:
    """Tables of what will be written, each row with its primary key already drawn."""
    batch.execute(
        f"CREATE TEMP TABLE import_new ON COMMIT DROP AS SELECT {next_id(Order)} AS id, o.key, o.row_id, o.order_date AS day,"
        " row_number() OVER (PARTITION BY o.order_date ORDER BY o.file, o.line) AS place, ''::text AS assigned,"
        ' s.shipped_on FROM import_orders o LEFT JOIN (SELECT "order" AS key, max(ship_date) AS shipped_on'
        " FROM import_shipped GROUP BY 1) s ON s.key = o.key;"
        "CREATE UNIQUE INDEX ON import_new (key); CREATE INDEX ON import_new (day); ANALYZE import_new"
    )
    batch.execute(
        f"CREATE TEMP TABLE import_new_lines ON COMMIT DROP AS SELECT {next_id(OrderLine)} AS id, n.id AS order_id, l.row_id,"
        " row_number() OVER (PARTITION BY n.id ORDER BY l.line_no NULLS LAST, l.file, l.line) AS line_no,"
        " coalesce(s.shipped, 0) AS shipped, s.first_day, s.last_day"
        ' FROM import_lines l JOIN import_new n ON n.key = l."order" LEFT JOIN (SELECT line_row, sum(quantity) AS shipped,'
        " min(ship_date) AS first_day, max(ship_date) AS last_day FROM import_shipped GROUP BY line_row) s"
        " ON s.line_row = l.row_id;"
        "CREATE UNIQUE INDEX ON import_new_lines (row_id); CREATE INDEX ON import_new_lines (order_id); ANALYZE import_new_lines"
    )
    batch.execute(
        f"CREATE TEMP TABLE import_documents ON COMMIT DROP AS SELECT {next_id(OutboundDocument)} AS id, d.*,"
        " row_number() OVER (PARTITION BY d.ship_date ORDER BY d.first_row) AS place, ''::text AS assigned FROM ("
        ' SELECT s."order", s.ship_date, s.number AS source_number, min(s.row_id) AS first_row, max(r.signed_date) AS signed_date,'
        " max(r.signer) AS signer, max(r.transport_mode) AS transport_mode, max(r.waybill) AS waybill"
        " FROM import_shipped s LEFT JOIN import_shipments r ON r.row_id = s.row_id"
        ' WHERE EXISTS (SELECT 1 FROM import_new n WHERE n.key = s."order") GROUP BY s."order", s.ship_date, s.number) d;'
        "CREATE INDEX ON import_documents (ship_date); ANALYZE import_documents"
    )


def _note_customers(batch: Batch) -> None:
    """First and last effective order of the customers, before any number is drawn (lock order)."""
    rows = batch.rows(
        f"SELECT o.customer_id, {_DAY_START.format(day='min(o.order_date)')}, {_DAY_START.format(day='max(o.order_date)')}"
        " FROM import_orders o GROUP BY 1 ORDER BY 1",
        zone=zone(),
    )
    note_effective_orders(rows)


def zone() -> str:
    """The company's time zone, by name."""
    from common.dates import business_zone

    return business_zone().key


def _insert_orders(batch: Batch) -> None:
    effective = _DAY_START.format(day="o.order_date")
    insert_select(
        batch,
        Order,
        {
            **order_columns(),
            "id": "n.id",
            "number": "n.assigned",
            "origin": f"'{Origin.HISTORY}'",
            "status": f"'{Status.CLOSED}'",
            "lines_amount": "o.lines_amount",
            "total_amount": "o.total_amount",
            "tax_amount": "o.tax_amount",
            "net_amount": "o.net_amount",
            "cost_amount": "t.cost",
            "shipped_amount": "t.shipped",
            "signed_amount": "t.shipped",
            "line_count": "t.lines",
            "fulfilment": "t.fulfilment",
            "signing": "t.fulfilment",
            "stage": "'COMPLETE'",
            "promised_date": "t.promised",
            "submitted_at": effective,
            "effective_at": effective,
            "closed_at": _DAY_START.format(day="coalesce(n.shipped_on, o.order_date)"),
        },
        "import_new n JOIN import_orders o ON o.row_id = n.row_id JOIN customers_customer c ON c.id = o.customer_id"
        f" JOIN ({_TOTALS}) t ON t.order_id = n.id",
        **order_parameters(),
    )


_VALUE = "CASE WHEN n.shipped >= l.quantity THEN l.amount ELSE round(l.amount * n.shipped / l.quantity, 2) END"
_TOTALS = f"""
    SELECT n.order_id, count(*) AS lines, sum({_VALUE}) AS shipped, max(coalesce(l.promised_date, o.promised_date)) AS promised,
        sum(round(l.quantity * coalesce(l.unit_cost, p.unit_cost), 2)) AS cost,
        CASE WHEN bool_or(n.shipped > 0) THEN 'FULL' ELSE 'NONE' END AS fulfilment
    FROM import_new_lines n JOIN import_lines l ON l.row_id = n.row_id JOIN products_product p ON p.id = l.product_id
    JOIN import_orders o ON o.key = l."order" GROUP BY n.order_id
"""


def order_columns() -> dict[str, str]:
    """Columns that every imported order has: from ``import_orders o`` and its customer ``c``."""
    text = ("source_number", "customer_po_number", "transport_mode", "payment_method", "contact_name", "contact_phone",
            "ship_address", "special_requirements", "notes")  # fmt: skip
    return {
        **{name: f"coalesce(o.{name}, '')" for name in text},
        "order_type_id": "coalesce(o.order_type_id, (SELECT id FROM orders_ordertype WHERE code = %(standard)s))",
        "customer_id": "o.customer_id",
        "bill_to_id": "c.bill_to_id",
        "agent_id": "c.agent_id",
        "payment_term_id": "coalesce(o.payment_term_id, c.payment_term_id)",
        "customer_po_date": "o.customer_po_date",
        "channel": f"coalesce(o.channel, '{Channel.IMPORT}')",
        "salesperson_id": "coalesce(o.salesperson_id, c.owner_id)",
        "executing_owner_id": "o.executing_owner_id",
        "department_id": "coalesce(o.department_id, (SELECT u.department_id FROM accounts_user u"
        " WHERE u.id = o.salesperson_id), c.department_id)",
        "territory": "coalesce(o.territory, c.territory)",
        "created_by_id": "%(actor)s",
        "currency_id": "coalesce(o.currency, %(currency)s)",
        "exchange_rate": "coalesce(o.exchange_rate, (SELECT x.rate FROM common_exchangerate x WHERE x.currency_id ="
        " coalesce(o.currency, %(currency)s) AND x.valid_from <= o.order_date ORDER BY x.valid_from DESC LIMIT 1), 1)",
        "tax_mode": "o.tax_mode",
        "freight": "o.freight",
        "reduction": "o.reduction",
        "is_urgent": "coalesce(o.is_urgent, false)",
        "order_date": "o.order_date",
        "requested_date": "o.requested_date",
        "created_at": "%(at)s",
        "updated_at": "%(at)s",
    }


def order_parameters() -> dict[str, object]:
    """Parameters that ``order_columns`` needs."""
    return {"standard": reference.STANDARD, "currency": currencies.base(), "zone": zone()}


def line_columns() -> dict[str, str]:
    """Columns that every imported line has: from ``import_new_lines n``, ``import_lines l``, its product ``p``
    and ``import_orders o``."""
    return {
        "id": "n.id",
        "order_id": "n.order_id",
        "line_no": "n.line_no",
        "product_id": "l.product_id",
        "product_code": "p.code",
        "product_name": "p.name",
        "specification": "coalesce(l.specification, p.specification)",
        "auxiliary_attribute": "coalesce(l.auxiliary_attribute, p.auxiliary_attribute)",
        "unit": "coalesce(l.unit, p.unit)",
        "is_service": "p.is_service",
        "is_gift": "l.is_gift",
        "ordered": "l.quantity",
        "original": "l.quantity",
        "price": "l.price",
        "price_source": f"'{PriceSource.IMPORTED}'",
        "discount": "l.discount",
        "tax_rate": "l.tax_rate",
        "amount": "l.amount",
        "tax": "l.tax",
        "net": "l.net",
        "unit_cost": "coalesce(l.unit_cost, p.unit_cost)",
        "requested_date": "coalesce(l.requested_date, o.requested_date)",
        "first_promised_date": "coalesce(l.promised_date, o.promised_date)",
        "promised_date": "coalesce(l.promised_date, o.promised_date)",
        "customisation": "coalesce(l.customisation, '')",
        "notes": "coalesce(l.notes, '')",
    }


LINE_SOURCE = (
    "import_new_lines n JOIN import_lines l ON l.row_id = n.row_id JOIN products_product p ON p.id = l.product_id"
    ' JOIN import_orders o ON o.key = l."order"'
)


def _insert_lines(batch: Batch) -> None:
    done = "n.shipped >= l.quantity"
    insert_select(
        batch,
        OrderLine,
        {
            **line_columns(),
            "shipped": "n.shipped",
            "signed": "n.shipped",
            "short_closed": "greatest(0, l.quantity - n.shipped)",
            "first_ship_date": "n.first_day",
            "last_ship_date": "n.last_day",
            "closure": f"CASE WHEN {done} THEN '{Closure.AUTO}' ELSE '{Closure.SHORT}' END",
            "close_reason_code": f"CASE WHEN {done} THEN '' ELSE '{CloseReason.OTHER}' END",
            "close_reason": f"CASE WHEN {done} THEN '' ELSE %(unproved)s END",
            "closed_at": _DAY_START.format(day="coalesce(n.last_day, o.order_date)"),
            "row_closed": done,
        },
        LINE_SOURCE,
        unproved=_("History without a shipment in the file"),
        zone=zone(),
    )


def _insert_steps(batch: Batch) -> None:
    insert_select(
        batch,
        OrderStep,
        {
            "order_id": "n.id",
            "move": f"'{Move.IMPORT}'",
            "from_status": "''",
            "to_status": f"'{Status.CLOSED}'",
            "actor_id": "%(actor)s",
            "at": "%(at)s",
            "reason": "%(reason)s",
        },
        "import_new n ORDER BY n.id",
        reason=_("Imported from %(source)s, run #%(run)s") % {"source": batch.profile.source, "run": batch.run_id},
    )


def _insert_documents(batch: Batch) -> None:
    insert_documents(batch, signed=True)


def insert_documents(batch: Batch, *, signed: bool) -> None:
    """Outbound documents that leave stock alone; ``signed``: goods of history have arrived."""
    moment = _DAY_START.format(day="d.ship_date")
    columns = {
        "id": "d.id",
        "number": "d.assigned",
        "source_number": "d.source_number",
        "customer_id": "o.customer_id",
        "status": "'SIGNED'" if signed else "CASE WHEN d.signed_date IS NULL THEN 'AUDITED' ELSE 'SIGNED' END",
        "moves_stock": "false",
        "ship_address": "coalesce(o.ship_address, '')",
        "transport_mode": "coalesce(d.transport_mode, o.transport_mode, '')",
        "waybill": "coalesce(d.waybill, '')",
        "ship_date": "d.ship_date",
        "created_by_id": "%(actor)s",
        "created_at": moment,
        "audited_by_id": "%(actor)s",
        "audited_at": moment,
        "signer": "coalesce(d.signer, '')",
    }
    if signed:
        columns |= {"signed_date": "coalesce(d.signed_date, d.ship_date)", "signed_at": moment}
    else:
        columns |= {
            "signed_date": "d.signed_date",
            "signed_at": f"CASE WHEN d.signed_date IS NULL THEN NULL ELSE {moment} END",
        }
    insert_select(
        batch, OutboundDocument, columns, 'import_documents d JOIN import_orders o ON o.key = d."order"', zone=zone()
    )
    insert_select(
        batch,
        OutboundLine,
        {
            "document_id": "d.id",
            "order_line_id": "n.id",
            "quantity": "s.quantity",
            "signed_quantity": "s.quantity"
            if signed
            else "CASE WHEN d.signed_date IS NULL THEN NULL ELSE s.quantity END",
        },
        'import_documents d JOIN (SELECT "order", ship_date, number, line_row, sum(quantity) AS quantity FROM import_shipped'
        ' GROUP BY 1, 2, 3, 4) s ON s."order" = d."order" AND s.ship_date = d.ship_date AND s.number = d.source_number'
        " JOIN import_new_lines n ON n.row_id = s.line_row",
    )
