"""Departments whose answer is late."""

from celery import shared_task

from common import clock
from orders.changes.assessing import operations


@shared_task(name="orders.remind_assessments")
def remind_assessments() -> int:
    """Tell of departments that have not said in time what a change means."""
    return operations.tell_late(at=clock.now())


SCHEDULE = {"remind-assessments": {"task": "orders.remind_assessments", "schedule": 300.0}}
