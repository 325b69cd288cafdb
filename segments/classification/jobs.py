"""Classification in the background: a message may be lost or doubled, the scan finds what waits."""

from celery import shared_task

from common import clock
from segments.classification import previewing, recomputing


@shared_task(name=recomputing.JOB)
def reclassify() -> int:
    """Everything that other rules than those in force classified."""
    return recomputing.scan(at=clock.now())


@shared_task(name=previewing.JOB)
def preview_rules() -> int:
    """What a draft would change, for who asked to see all of it."""
    return previewing.scan(at=clock.now())


SCHEDULE = {
    "preview-classification": {"task": previewing.JOB, "schedule": 20.0},
    "scan-classification": {"task": recomputing.JOB, "schedule": 20.0},
}
