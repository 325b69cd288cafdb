"""Background jobs of progress letters."""

from celery import shared_task
from celery.schedules import crontab

from common import clock
from orders.service.letters import operations


@shared_task(name="orders.draft_progress_letters")
def draft_progress_letters() -> int:
    """Draft the progress letters that are due."""
    return operations.draft_due(at=clock.now())


SCHEDULE = {
    "draft-progress-letters": {"task": "orders.draft_progress_letters", "schedule": crontab(hour="0,1,5", minute=45)}
}
