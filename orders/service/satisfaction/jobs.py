"""Background jobs of how content customers are."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.service.satisfaction import operations


@shared_task(name="orders.ask_satisfaction")
def ask_satisfaction() -> int:
    """Ask customers whose goods were signed for some days ago."""
    return operations.ask_due(at=clock.now())


SCHEDULE = {"ask-satisfaction": {"task": "orders.ask_satisfaction", "schedule": crontab(hour="1-9", minute=20)}}
