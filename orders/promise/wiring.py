"""What this room declares: who holds stock, who lets it go, settings, invariant 4."""

from django.utils.translation import gettext_lazy as _

from accounts.console.rights import ModelRights, admin_rights
from accounts.trail.labels import event_labels
from common import settings
from common.invariants import Invariant, invariants
from orders.entry.hinting import hinters
from orders.order.policies import obstacles
from orders.promise import arrival, hinting, late, outlook, queries, routes, shortage, transit
from products.stock.arrivals import arrivals
from products.stock.levels.demand import demand
from products.stock.shortfall import holders, shortfall
from products.stock.supply.news import replanned

HELD = "SELECT stock_row_id, quantity FROM orders_reservation"
# as ``queries.short_lines`` says it; of kits that count their components, these
WANTED = """
    SELECT coalesce(c.product_id, l.product_id) AS product_id,
        (l.ordered - l.shipped + l.reship - l.short_closed - l.reserved) * coalesce(c.quantity, 1) AS quantity
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id JOIN orders_ordertype t ON t.id = o.order_type_id
    LEFT JOIN orders_linecomponent c ON c.line_id = l.id AND l.by_components
    WHERE o.status = 'EFFECTIVE' AND t.ships AND l.closure = 'OPEN' AND NOT l.is_service AND l.supply_mode <> 'DIRECT'
        AND l.ordered - l.shipped + l.reship - l.short_closed > l.reserved
"""
OUTLIVED = """
    SELECT r.id, o.id AS order_id, l.line_no, o.status, l.closure, r.quantity
    FROM orders_reservation r JOIN orders_orderline l ON l.id = r.line_id JOIN orders_order o ON o.id = l.order_id
    WHERE o.status <> 'EFFECTIVE' OR l.closure <> 'OPEN' OR l.supply_mode = 'DIRECT'
"""
# 8: the day of a line is the last one in its book, and its goods leave before they arrive; a void order promises none
SAID = """
    SELECT l.id, l.order_id, l.line_no, l.promised_date, l.promised_ship_date, e.promised_date AS said
    FROM (
        SELECT DISTINCT ON (line_id) line_id, promised_date FROM orders_promiseentry WHERE line_id IS NOT NULL
        ORDER BY line_id, id DESC
    ) e JOIN orders_orderline l ON l.id = e.line_id JOIN orders_order o ON o.id = l.order_id
    WHERE CASE WHEN o.status = 'VOID' THEN l.promised_date IS NOT NULL
        ELSE l.promised_date IS DISTINCT FROM e.promised_date OR l.promised_ship_date > l.promised_date END
"""
BEYOND = """
    SELECT l.id, l.order_id, l.line_no, l.reserved, coalesce(r.held, 0) AS held,
        greatest(0, l.ordered - l.shipped + l.reship - l.short_closed) AS open
    FROM orders_orderline l
    LEFT JOIN (SELECT line_id, sum(quantity) AS held FROM orders_reservation GROUP BY line_id) r ON r.line_id = l.id
    WHERE (l.reserved > 0 OR r.held > 0) AND (NOT l.by_components AND l.reserved <> coalesce(r.held, 0)
        OR l.reserved > greatest(0, l.ordered - l.shipped + l.reship - l.short_closed))
"""
# a kit that counts its components holds each of them for whole kits, and nothing else; no other line has any
KITS = """
    SELECT l.id, l.order_id, l.line_no, l.reserved, c.product_id AS component, c.quantity AS pieces, r.held
    FROM orders_linecomponent c JOIN orders_orderline l ON l.id = c.line_id
    LEFT JOIN (
        SELECT h.line_id, s.product_id, sum(h.quantity) AS held
        FROM orders_reservation h JOIN products_stockrow s ON s.id = h.stock_row_id GROUP BY 1, 2
    ) r ON r.line_id = c.line_id AND r.product_id = c.product_id
    WHERE NOT l.by_components OR coalesce(r.held, 0) <> l.reserved * c.quantity
    UNION ALL
    SELECT l.id, l.order_id, l.line_no, l.reserved, s.product_id, NULL, h.quantity
    FROM orders_reservation h JOIN products_stockrow s ON s.id = h.stock_row_id
    JOIN orders_orderline l ON l.id = h.line_id
    WHERE CASE WHEN l.by_components
        THEN NOT EXISTS (SELECT FROM orders_linecomponent c WHERE c.line_id = l.id AND c.product_id = s.product_id)
        ELSE s.product_id <> l.product_id END
    UNION ALL
    SELECT l.id, l.order_id, l.line_no, l.reserved, NULL, NULL, NULL FROM orders_orderline l
    WHERE l.by_components AND NOT EXISTS (SELECT FROM orders_linecomponent c WHERE c.line_id = l.id)
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
        ("order.kit_settled", _("Components of a kit read anew")),
        ("order.supply_set", _("Supply of a line set")),
        ("order.promise_told", _("The customer was told the days")),
        ("order.reservation_answered", _("The warehouse answered a reservation")),
    ):
        event_labels.register(kind, label)
    holders.register("orders.reservations", HELD)
    demand.register("orders.short_lines", WANTED)
    shortfall.register("orders.reservations", shortage.let_go)
    replanned.register("orders.promises", late.replan)
    arrivals.register("orders.waiting", arrival.offer)
    hinters.register("orders.promise", hinting.hint)
    obstacles.register("order.reserve", queries.nothing_to_reserve)
    invariants.register(
        "promise.outlived",
        Invariant(4, _("No reservation for draft, void, closed lines or those of suppliers"), OUTLIVED),
    )
    invariants.register("promise.said", Invariant(8, _("The promised day of a line is the last in its book"), SAID))
    invariants.register(
        "promise.kits", Invariant(4, _("Kits hold their components for whole kits, and nothing else"), KITS)
    )
    invariants.register(
        "promise.beyond", Invariant(4, _("Reserved = live reservations, not above what is open"), BEYOND)
    )
