"""Background jobs of this room."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.credit_desk import operations


@shared_task(name="orders.grade_customers")
def grade_customers() -> int:
    """Work out the grades of customers from what they paid; at night."""
    return operations.grade_customers(at=clock.now())


SCHEDULE = {"grade-customers": {"task": "orders.grade_customers", "schedule": crontab(hour=18, minute=23)}}
