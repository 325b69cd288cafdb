"""Plans in the background: a message may be lost or doubled, the scan finds what waits."""

from celery import shared_task

from common import clock
from tasks.planning import operations, running


@shared_task(name=operations.JOB)
def run_plan(run_id: int) -> None:
    """Work out one plan."""
    running.run(run_id, at=clock.now())


@shared_task(name="tasks.scan_plans")
def scan_plans() -> int:
    """Plans that nobody is working on: those whose message was lost, or whose worker died."""
    return running.scan(at=clock.now())


SCHEDULE = {"scan-plans": {"task": "tasks.scan_plans", "schedule": 30.0}}
