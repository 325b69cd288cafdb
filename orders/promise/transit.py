"""How long goods are on the way (SEMANTICS 10): the route of the table that fits an order best, in days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from common import prepared, settings
from common.workdays import Calendar, calendar
from orders.order.choices import DeliveryMethod
from orders.order.models import Order

TRANSIT_DAYS = "promise.transit_days"

# by order: the nearer the place the better a route fits, then the way of travelling that was named
_BEST = """
    SELECT a.place, t.area, t.transport_mode, t.days, t.is_workdays
    FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS a(place, customer, mode)
    JOIN customers_customer c ON c.id = a.customer
    CROSS JOIN LATERAL (
        SELECT t.area, t.transport_mode, t.days, t.is_workdays FROM orders_transittime t
        WHERE t.is_active AND t.transport_mode IN ('', a.mode)
            AND t.area IN ('', c.province, c.province_group, c.region)
        ORDER BY t.area = '', t.area <> c.province, t.area <> c.province_group, t.transport_mode = '' LIMIT 1
    ) t
"""


@dataclass(frozen=True)
class Transit:
    """The days on the way of an order. ``area`` and ``transport_mode`` name the route; both "" with the default."""

    days: int
    is_workdays: bool = True
    area: str = ""
    transport_mode: str = ""

    def arrival(self, ship_date: date) -> date:
        """When goods that leave on that day are there."""
        if self.is_workdays:
            return calendar().moved(ship_date, self.days)
        return ship_date + timedelta(self.days)

    def leave_by(self, arrival: date) -> date:
        """The last day of work on which goods may leave to be there on ``arrival``."""
        work: Calendar = calendar()
        if not self.is_workdays:
            day = arrival - timedelta(self.days)
            return day if work.is_workday(day) else work.moved(day, -1)
        day = arrival if work.is_workday(arrival) else work.moved(arrival, -1)
        return work.moved(day, -self.days)


NONE = Transit(0)


def of(order: Order) -> Transit:
    """The route of an order: where it goes to and how; picked up it has none. One statement."""
    return of_many([order])[0]


def of_many(orders: Sequence[Order]) -> list[Transit]:
    """The routes of these orders, in their order. One statement, none where all are picked up."""
    found = [NONE if order.delivery_method == DeliveryMethod.PICK_UP else None for order in orders]
    asked = [place for place, one in enumerate(found) if one is None]
    if asked:
        parties = [orders[place].ship_to_id or orders[place].customer_id for place in asked]
        with connection.cursor() as cursor:
            prepared.execute(cursor, _BEST, [asked, parties, [orders[place].transport_mode for place in asked]])
            for place, area, mode, days, is_workdays in cursor.fetchall():
                found[place] = Transit(days, is_workdays, area, mode)
    usual = Transit(int(settings.get(TRANSIT_DAYS)))
    return [one or usual for one in found]
