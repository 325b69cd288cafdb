"""Checks that come due, are missed, or lack."""

from celery import shared_task

from common import clock
from tasks.checks import making


@shared_task(name="tasks.keep_checks")
def keep_checks() -> dict[str, int]:
    """Make the checks that orders under way lack, and tell of those that were missed."""
    return making.run(at=clock.now())


SCHEDULE = {"keep-checks": {"task": "tasks.keep_checks", "schedule": 900.0}}
