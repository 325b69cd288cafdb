"""Background jobs of this room."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.voice import operations


@shared_task(name="orders.settle_voice")
def settle_voice() -> int:
    """Count anew what time changed of customers' words and products' troubles; before the grades of the night."""
    return operations.settle_all(at=clock.now())


SCHEDULE = {"settle-voice": {"task": "orders.settle_voice", "schedule": crontab(hour=18, minute=7)}}
