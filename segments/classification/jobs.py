"""Classification in the background: a message may be lost or doubled, the scan finds what waits."""

from celery import shared_task

from common import clock
from segments.classification import recomputing


@shared_task(name=recomputing.JOB)
def reclassify() -> int:
    """Everything that other rules than those in force classified."""
    return recomputing.scan(at=clock.now())


SCHEDULE = {"scan-classification": {"task": recomputing.JOB, "schedule": 20.0}}
