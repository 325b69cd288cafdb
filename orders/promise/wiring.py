"""What this room declares: who holds stock, who lets it go, settings, invariant 4."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.trail.labels import event_labels
from common import settings
from common.invariants import Invariant, invariants
from orders.order.policies import obstacles
from orders.promise import arrival, late, outlook, queries, routes, shortage, transit
from products.stock.arrivals import arrivals
from products.stock.shortfall import holders, shortfall
from products.stock.supply.news import replanned

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
        transit.TRANSIT_DAYS,
        settings.Definition(
            "3",
            _("Days of work from our door to the customer where no route says otherwise, for promised dates"),
            "orders",
            bounds=settings.Bounds(0, 365),
        ),
    )
    settings.definitions.register(
        outlook.LATE_DAYS,
        settings.Definition(
            7,
            _("A planned receipt that is late is counted on so many days later, and again until that lies ahead"),
            "orders",
            bounds=settings.Bounds(1, 365),
        ),
    )
    admin_rights.register("orders.transittime", ModelRights(change=routes.EDIT))
    for kind, label in (
        ("transit.saved", _("Days on the way saved")),
        ("order.remedied", _("Missing goods: chosen what is done")),
        ("order.supply_set", _("Supply of a line set")),
        ("order.promise_told", _("The customer was told the days")),
    ):
        event_labels.register(kind, label)
    holders.register("orders.reservations", HELD)
    shortfall.register("orders.reservations", shortage.let_go)
    replanned.register("orders.promises", late.replan)
    arrivals.register("orders.waiting", arrival.offer)
    obstacles.register("order.reserve", queries.nothing_to_reserve)
    invariants.register("promise.outlived", Invariant(4, _("No reservation for draft, void or closed lines"), OUTLIVED))
    invariants.register(
        "promise.beyond", Invariant(4, _("Reserved = live reservations, not above what is open"), BEYOND)
    )
