"""Every write of received ship dates: taking them in, and settling by hand what does not settle itself."""

from orders.fulfilment.ship_dates.operations.settling import assign_ship_date, confirm_ship_date, dismiss_ship_date
from orders.fulfilment.ship_dates.operations.submitting import Answer, Said, submit_ship_dates

__all__ = ["Answer", "Said", "assign_ship_date", "confirm_ship_date", "dismiss_ship_date", "submit_ship_dates"]
