"""Sheets of requests under way follow the facts."""

from celery import shared_task

from common import clock
from orders.changes.impact import operations


@shared_task(name="orders.recheck_impacts")
def recheck_impacts() -> int:
    """Work out anew what the changes under way do, and tell of those that got worse."""
    return operations.recheck_open(at=clock.now())


SCHEDULE = {"recheck-impacts": {"task": "orders.recheck_impacts", "schedule": 3600.0}}
