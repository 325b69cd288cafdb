"""Background jobs of this app. Messages carry ids only and may be lost or doubled."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from customers import operations
from customers.cleaning import operations as cleaning


@shared_task(name="customers.apply_assignments")
def apply_assignments() -> int:
    """Let the assignments whose day has come take effect; hourly, so that it follows the company's midnight."""
    return operations.apply_due_assignments(actor=people.system_user(), at=clock.now())


@shared_task(name="customers.search_duplicates")
def search_duplicates() -> int:
    """Have the archive searched for customers that are alike; at night."""
    return cleaning.search_duplicates(actor=people.system_user(), at=clock.now()).pk


SCHEDULE = {
    "customer-duplicates": {"task": "customers.search_duplicates", "schedule": crontab(hour=18, minute=41)},
    "apply-assignments": {"task": "customers.apply_assignments", "schedule": crontab(minute=2)},
}
