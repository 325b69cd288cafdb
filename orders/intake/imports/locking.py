"""What of ours an import of orders touches and others may hold: locked before the first row is written, in the one
order of DESIGN 3 (customers, orders, stock, each by pk). Day counters come after all of them.
"""

from common.imports import known
from common.imports.batch import Batch

# customers with the heads of their groups, whose limits apply
_CUSTOMERS = """
    SELECT c.id FROM customers_customer c WHERE c.id IN (
        SELECT x.id FROM customers_customer x JOIN ({named}) n ON n.id = x.id
        UNION SELECT x.group_id FROM customers_customer x JOIN ({named}) n ON n.id = x.id
    ) ORDER BY c.id FOR NO KEY UPDATE
"""
_ORDERS = """
    SELECT o.id FROM orders_order o WHERE o.id IN (SELECT order_id FROM import_receipts)
        OR o.source_number IN (SELECT order_number FROM import_remarks) ORDER BY o.id FOR NO KEY UPDATE
"""
_STOCK = """
    SELECT s.id FROM products_stockrow s WHERE s.product_id IN (
        SELECT product_id FROM import_stock {and_lines}
    ) ORDER BY s.id FOR NO KEY UPDATE
"""


def lock(batch: Batch) -> None:
    """Lock customers and their group heads, orders that get money or remarks, and the stock that is opened or held
    for open orders."""
    known.refer(batch, "orders", "customer")
    known.refer(batch, "receipts", "customer")
    known.refer(batch, "receipts", "order")
    named = (
        "SELECT customer_id AS id FROM import_orders UNION SELECT customer_id FROM import_receipts"
        " UNION SELECT o.customer_id FROM orders_order o JOIN import_receipts r ON r.order_id = o.id"
    )
    for _attempt in range(2):  # a group may have changed until its members were locked; then it cannot any more
        batch.execute(_CUSTOMERS.format(named=named))
    batch.execute(_ORDERS)
    known.refer(batch, "stock", "product")
    if batch.mode == "open":
        known.refer(batch, "lines", "product")
    batch.execute(_STOCK.format(and_lines="UNION SELECT product_id FROM import_lines" if batch.mode == "open" else ""))
