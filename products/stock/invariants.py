"""Invariants 1–3: stock is never negative nor oversold, and agrees with its documents."""

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants
from products.stock.papers.models import SERIES
from products.stock.shortfall import holders

WITHIN = """
    SELECT s.id, s.product_id, s.warehouse_id, s.on_hand, s.reserved FROM products_stockrow s
    WHERE s.reserved < 0 OR s.on_hand < 0 OR s.reserved > s.on_hand
"""

MOVED = """
    SELECT s.id, s.product_id, s.warehouse_id, s.on_hand, coalesce(m.moved, 0) AS movements
    FROM products_stockrow s
    LEFT JOIN (SELECT stock_row_id, sum(quantity) AS moved FROM products_stockmovement GROUP BY 1) m
        ON m.stock_row_id = s.id
    WHERE s.on_hand <> coalesce(m.moved, 0)
"""

# 9: the papers of the warehouse are numbered without a gap, a series of each kind, and none is ever deleted
PAPERS = f"""
    WITH days AS (
        SELECT left(number, 2) AS series, day, count(*) AS numbers, max(split_part(number, '-', 2)::int) AS last
        FROM products_stockpaper GROUP BY 1, 2
    )
    SELECT coalesce(c.series, d.series) || ' ' || coalesce(c.day, d.day) AS id, d.numbers, d.last, c.last AS counter
    FROM days d FULL JOIN (
        SELECT * FROM common_daycounter WHERE series IN ({", ".join(repr(series) for series in SERIES.values())})
    ) c ON c.series = d.series AND c.day = d.day
    WHERE d.numbers IS DISTINCT FROM d.last OR c.last IS DISTINCT FROM d.last
"""

_HELD = """
    SELECT s.id, s.product_id, s.warehouse_id, s.reserved, coalesce(h.held, 0) AS reservations
    FROM products_stockrow s
    LEFT JOIN (SELECT stock_row_id, sum(quantity) AS held FROM ({live}) live GROUP BY 1) h ON h.stock_row_id = s.id
    WHERE s.reserved <> coalesce(h.held, 0)
"""
_NOTHING = "SELECT NULL::bigint AS stock_row_id, NULL::numeric AS quantity WHERE false"


def held() -> str:
    """Rows whose ``reserved`` differs from the live reservations of everyone registered in ``holders``."""
    return _HELD.format(live=" UNION ALL ".join(holders.values()) or _NOTHING)


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    invariants.register("stock.within", Invariant(1, _("Reserved ≤ on hand, both not below zero"), WITHIN))
    invariants.register("stock.held", Invariant(2, _("Reserved stock = live reservations"), held))
    invariants.register("stock.papers", Invariant(9, _("Papers of the warehouse are numbered without a gap"), PAPERS))
    invariants.register("stock.moved", Invariant(3, _("Stock on hand = sum of movements"), MOVED))
