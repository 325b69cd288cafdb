"""How late a line was or is (R029, SEMANTICS 15), and how many sensors it asks for (R019). Pure."""

from datetime import date
from decimal import Decimal

from orders.order.derive import BINDING
from orders.order.states import Closure


def days_late(line, due: date | None, today: date) -> int | None:
    """Days by which a line missed ``due``: what is open counts until ``today``, what was delivered until its last
    shipment (Q12). 0: in time. None where nothing can be said: no day given, the order is not in force, the day of
    an open line is still to come, or the line was closed without any shipment."""
    if due is None or line.order.status not in BINDING:
        return None
    if line.closure == Closure.OPEN:
        return (today - due).days if today > due else None
    if line.last_ship_date is None:
        return None
    return max(0, (line.last_ship_date - due).days)


def requested(line) -> date | None:
    """The day that the customer asked for: the line's own, else the order's."""
    return line.requested_date or line.order.requested_date


def sensor_demand(ordered: Decimal, sensor_count: int | None) -> Decimal | None:
    """Sensors that a quantity of kits takes: quantity × sensors of one (R019). None for what is no kit."""
    return None if sensor_count is None else ordered * sensor_count
