"""Background jobs of orders. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task

from common import clock
from orders.intake.imports import jobs as imports
from orders.lifecycle import operations as lifecycle


@shared_task(name="orders.lift_freezes")
def lift_freezes() -> int:
    """Lift freezes whose last day is past."""
    return lifecycle.lift_expired_freezes(at=clock.now())


@shared_task(name="orders.archive_due")
def archive_due() -> int:
    """Put away what was closed and settled long enough ago."""
    return lifecycle.archive_due_orders(at=clock.now())


SCHEDULE = {
    **imports.SCHEDULE,
    "lift-freezes": {"task": "orders.lift_freezes", "schedule": 600.0},
    "archive-due": {"task": "orders.archive_due", "schedule": 3600.0},
}
