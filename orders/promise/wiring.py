"""What this room declares: who holds stock, who lets it go, settings, invariant 4."""

from django.utils.translation import gettext_lazy as _

from common import settings
from common.invariants import Invariant, invariants
from orders.order.policies import obstacles
from orders.promise import arrival, promising, queries, shortage
from products.stock.arrivals import arrivals
from products.stock.shortfall import holders, shortfall

HELD = "SELECT stock_row_id, quantity FROM orders_reservation"
OUTLIVED = """
    SELECT r.id, o.id AS order_id, l.line_no, o.status, l.closure, r.quantity
    FROM orders_reservation r JOIN orders_orderline l ON l.id = r.line_id JOIN orders_order o ON o.id = l.order_id
    WHERE o.status <> 'EFFECTIVE' OR l.closure <> 'OPEN'
"""
BEYOND = """
    SELECT l.id, l.order_id, l.line_no, l.reserved, coalesce(r.held, 0) AS held,
        greatest(0, l.ordered - l.shipped + l.reship - l.short_closed) AS open
    FROM orders_orderline l
    LEFT JOIN (SELECT line_id, sum(quantity) AS held FROM orders_reservation GROUP BY line_id) r ON r.line_id = l.id
    WHERE (l.reserved > 0 OR r.held > 0) AND (l.reserved <> coalesce(r.held, 0)
        OR l.reserved > greatest(0, l.ordered - l.shipped + l.reship - l.short_closed))
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        promising.TRANSIT_DAYS,
        settings.Definition(
            "3", _("Days from our door to the customer, for promised dates"), "orders", bounds=settings.Bounds(0, 365)
        ),
    )
    holders.register("orders.reservations", HELD)
    shortfall.register("orders.reservations", shortage.let_go)
    arrivals.register("orders.waiting", arrival.offer)
    obstacles.register("order.reserve", queries.nothing_to_reserve)
    invariants.register("promise.outlived", Invariant(4, _("No reservation for draft, void or closed lines"), OUTLIVED))
    invariants.register(
        "promise.beyond", Invariant(4, _("Reserved = live reservations, not above what is open"), BEYOND)
    )
