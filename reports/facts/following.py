"""Which orders the trail says were touched (docs/adr/0091): every write of a business table leaves its row there, so
nothing can be forgotten by who writes a new verb.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

# rows that name their order
_WITH_ORDER = (
    *("orders_orderline", "orders_linedelta", "orders_outboundline", "orders_servicerecord", "orders_returnline"),
    *("orders_returndocument", "orders_planrow", "orders_invoiceline", "orders_ordererror", "orders_exceptioncase"),
    *("orders_changerequest", "orders_satisfactionrequest"),
)
# table -> the orders of its row ``id``
_LOOKED_UP = {
    "orders_order": "SELECT t.id",
    "orders_outbounddocument": "SELECT x.order_id FROM orders_outboundline x WHERE x.document_id = t.id",
    "orders_invoice": "SELECT x.order_id FROM orders_invoiceline x WHERE x.invoice_id = t.id",
    "orders_allocation": """
        SELECT p.order_id FROM orders_allocation a JOIN orders_planrow p ON p.id = a.plan_row_id WHERE a.id = t.id""",
    "orders_receipt": """
        SELECT p.order_id FROM orders_allocation a JOIN orders_planrow p ON p.id = a.plan_row_id
        WHERE a.receipt_id = t.id""",
    "orders_approvalrequest": """
        SELECT r.subject_id FROM orders_approvalrequest r WHERE r.id = t.id AND r.subject_type = 'orders.order'""",
    "orders_approvalstep": """
        SELECT r.subject_id FROM orders_approvalstep s JOIN orders_approvalrequest r ON r.id = s.request_id
        WHERE s.id = t.id AND r.subject_type = 'orders.order'""",
    "products_product": """
        SELECT f.order_id FROM reports_flow f
        WHERE f.product_id = t.id AND t.product_id_matters""",
    "orders_ordertype": "SELECT o.id FROM orders_order o WHERE o.order_type_id = t.id AND t.type_matters",
}
WATCHED = (*_WITH_ORDER, *_LOOKED_UP)
_ROWS = """
    SELECT id AS trail_id, row_id::bigint AS id, operation, changes, operation = 'U' AND changes ? 'category_id'
        AS product_id_matters, operation = 'U' AND changes ?| ARRAY['counts', 'ships', 'invoices'] AS type_matters
    FROM accounts_trailrow
    WHERE id > %(since)s AND id <= %(until)s AND table_name = '{table}' AND operation <> 'B'
"""
_TOUCHED = " UNION ".join(
    [
        f"""SELECT coalesce(CASE WHEN t.operation <> 'U' THEN (t.changes ->> 'order_id')::bigint END, x.order_id)
            FROM ({_ROWS.format(table=table)}) t LEFT JOIN {table} x ON x.id = t.id"""
        for table in _WITH_ORDER
    ]
    + [
        f"SELECT y.* FROM ({_ROWS.format(table=table)}) t CROSS JOIN LATERAL ({select}) y"
        for table, select in _LOOKED_UP.items()
    ]
)
_LOADS = """
    SELECT EXISTS (SELECT 1 FROM accounts_trailrow WHERE id > %(since)s AND id <= %(until)s AND operation = 'B'
        AND table_name = ANY(%(tables)s)),
    EXISTS (SELECT 1 FROM accounts_trailrow WHERE id > %(since)s AND id <= %(until)s AND operation = 'U'
        AND table_name = 'products_productcategory' AND changes ? 'parent_id'),
    EXISTS (SELECT 1 FROM accounts_trailrow WHERE id > %(since)s AND id <= %(until)s
        AND table_name = 'products_product' AND (operation <> 'U' OR changes ? 'supplier_id'))
"""


@dataclass(frozen=True)
class Touched:
    """``orders``: keys to derive anew. ``by_load``: rows came in bulk, nobody knows which, so all are. ``tree``: the
    tree of categories changed, so their sums are. ``products``: some came, went or have another supplier."""

    orders: list[int]
    by_load: bool
    tree: bool
    products: bool


def touched(since: int, until: int) -> Touched:
    """What the trail's rows after ``since`` up to ``until`` touched."""
    given: dict[str, Any] = {"since": since, "until": until, "tables": list(WATCHED)}
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, given)
        by_load, tree, products = cursor.fetchone()
        cursor.execute(f"SELECT DISTINCT * FROM ({_TOUCHED}) x (id) WHERE id IS NOT NULL ORDER BY 1", given)
        return Touched([row[0] for row in cursor.fetchall()], by_load, tree, products)


def page_end(since: int, until: int, rows: int) -> int:
    """The key of the trail's row ``rows`` further, at most ``until``: a day's work is not read at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id) FROM (SELECT id FROM accounts_trailrow WHERE id > %s AND id <= %s ORDER BY id LIMIT %s) x",
            [since, until, rows],
        )
        return cursor.fetchone()[0] or until
