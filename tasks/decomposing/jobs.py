"""Jobs of taking orders apart."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from tasks.decomposing.operations import learning, proposing_due


@shared_task(name="tasks.propose_due")
def propose_due() -> int:
    """Orders that took effect and were not taken apart yet."""
    return proposing_due.propose_due(at=clock.now())


@shared_task(name="tasks.learn_durations")
def learn_durations() -> int:
    """What finished tasks teach."""
    return learning.learn(actor=people.system_user(), at=clock.now())


SCHEDULE = {
    "propose-tasks": {"task": "tasks.propose_due", "schedule": 60.0},
    "learn-durations": {"task": "tasks.learn_durations", "schedule": crontab(hour=17, minute=55)},
}
