"""Background jobs of this room."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.risk import operations


@shared_task(name="orders.scan_risks")
def scan_risks() -> int:
    """Ask every rule; a missed night is caught up by the next."""
    return operations.scan(at=clock.now())


SCHEDULE = {"scan-risks": {"task": "orders.scan_risks", "schedule": crontab(hour="22,4", minute=53)}}
