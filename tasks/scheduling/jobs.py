"""Background jobs of this room."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from tasks.scheduling import loads, operations


@shared_task(name="tasks.write_loads")
def write_loads() -> int:
    """Write down how busy departments are, for promises."""
    return loads.write_down(actor=people.system_user(), at=clock.now())


@shared_task(name="tasks.judge_schedules")
def judge_schedules() -> int:
    """Slack, critical paths and phases of all orders with open tasks, as the new day has them."""
    return operations.judge_all(actor=people.system_user(), at=clock.now())


SCHEDULE = {
    "write-loads": {"task": "tasks.write_loads", "schedule": 600.0},
    "judge-schedules": {
        "task": "tasks.judge_schedules",
        "schedule": crontab(hour=16, minute=35),
    },  # after midnight here
}
