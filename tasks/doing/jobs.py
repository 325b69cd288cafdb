"""Background jobs of this room."""

from celery import shared_task

from common import clock
from tasks.doing import operations


@shared_task(name="tasks.settle_heads")
def settle_heads() -> int:
    """What is still to be given out is with who leads the department now."""
    return operations.settle_heads(at=clock.now())


SCHEDULE = {"settle-heads": {"task": "tasks.settle_heads", "schedule": 900.0}}
