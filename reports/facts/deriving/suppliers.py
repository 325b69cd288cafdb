"""A product becomes another supplier's: its sums move from one to the other (docs/adr/0112). ``%(products)s``: keys."""

from reports.facts.choices import Dimension, Kind
from reports.facts.deriving import summing

_ONLY = (Dimension.SUPPLIER,)
_ORDERED = int(Kind.ORDERED)

# products counted for somebody else than whose they are, or counted though they are gone
DIFFERENT = """
    SELECT coalesce(p.id, w.product_id)
    FROM products_product p FULL JOIN reports_countedsupplier w ON w.product_id = p.id
    WHERE coalesce(p.supplier_id, 0) <> coalesce(w.supplier_id, 0) ORDER BY 1
"""
FORGET = "DELETE FROM reports_countedsupplier WHERE product_id = ANY(%(products)s::bigint[])"
REMEMBER = """
    INSERT INTO reports_countedsupplier (product_id, supplier_id)
    SELECT id, supplier_id FROM products_product
    WHERE id = ANY(%(products)s::bigint[]) AND supplier_id IS NOT NULL
"""


def add(sign: int) -> str:
    """The statement that takes what touches the products off the sums of suppliers (−1) or adds it (1), for whom they
    are counted at that moment. Whether an order counts for a supplier its other lines say too."""
    moved = summing.Flows()
    return f"""
    WITH moved AS MATERIALIZED (
        SELECT {sign} AS sign, f.* FROM reports_flow f
        WHERE f.product_id = ANY(%(products)s::bigint[]) AND f.product_id <> 0 AND f.kind <> {_ORDERED}
        UNION ALL
        SELECT {sign}, f.* FROM reports_flow f
        WHERE f.kind = {_ORDERED} AND f.product_id <> 0 AND f.order_id IN (
            SELECT x.order_id FROM reports_flow x
            WHERE x.product_id = ANY(%(products)s::bigint[]) AND x.product_id <> 0 AND x.kind = {_ORDERED})
    ),
    own AS ({summing.own(moved, _ONLY, into="reports_ownsummary")}),
    days AS MATERIALIZED ({summing.days(moved, _ONLY)})
    {summing.by_grain("days", into="reports_summary")}
    """
