"""Background jobs of orders. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock, invariants
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


@shared_task(name="orders.check_invariants")
def check_invariants() -> int:
    """Check what must hold and keep the result for the admin console; returns how many are broken."""
    return invariants.run(actor_id=people.system_user().pk, at=clock.now()).result["broken"]


SCHEDULE = {
    **imports.SCHEDULE,
    "lift-freezes": {"task": "orders.lift_freezes", "schedule": 600.0},
    "archive-due": {"task": "orders.archive_due", "schedule": 3600.0},
    "check-invariants": {"task": "orders.check_invariants", "schedule": crontab(hour=18, minute=30)},  # 02:30 in China
}
