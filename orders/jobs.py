"""Background jobs of orders. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.intake.imports import jobs as imports
from orders.lifecycle import operations as lifecycle
from orders.priority import recomputing as priority


@shared_task(name="orders.lift_freezes")
def lift_freezes() -> int:
    """Lift freezes whose last day is past."""
    return lifecycle.lift_expired_freezes(at=clock.now())


@shared_task(name="orders.archive_due")
def archive_due() -> int:
    """Put away what was closed and settled long enough ago."""
    return lifecycle.archive_due_orders(at=clock.now())


@shared_task(name="orders.place_orders")
def place_orders() -> int:
    """Classes and scores of open orders, as a day has passed."""
    return priority.run_nightly(at=clock.now())


@shared_task(name="orders.priority")
def apply_priority_rules() -> int:
    """Classes and scores by bands that came into force."""
    return priority.scan(at=clock.now())


SCHEDULE = {
    **imports.SCHEDULE,
    "lift-freezes": {"task": "orders.lift_freezes", "schedule": 600.0},
    "place-orders": {"task": "orders.place_orders", "schedule": crontab(hour=16, minute=10)},  # after midnight here
    "apply-priority-rules": {"task": "orders.priority", "schedule": 300.0},
    "archive-due": {"task": "orders.archive_due", "schedule": 3600.0},
}
