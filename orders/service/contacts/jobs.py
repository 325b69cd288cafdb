"""Background jobs of contacts with customers."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.service.contacts import operations


@shared_task(name="orders.plan_visits")
def plan_visits() -> int:
    """Plan the return visits that are due."""
    return operations.plan_due_visits(at=clock.now())


SCHEDULE = {"plan-visits": {"task": "orders.plan_visits", "schedule": crontab(hour="0,1,5", minute=35)}}
