"""Exports in the background: a message may be lost or doubled, the scan finds what waits."""

from celery import shared_task

from accounts.exports import operations, running
from common import clock


@shared_task(name=operations.JOB)
def run_export(export_id: int) -> None:
    """Write one export."""
    running.run(export_id, at=clock.now())


@shared_task(name="accounts.scan_exports")
def scan_exports() -> int:
    """Exports that nobody is working on: those whose message was lost, or whose worker died."""
    return running.scan(at=clock.now())


@shared_task(name="accounts.forget_exports")
def forget_exports() -> int:
    """Remove files whose days are over."""
    return running.forget_old(at=clock.now())


SCHEDULE = {
    "scan-exports": {"task": "accounts.scan_exports", "schedule": 20.0},
    "forget-exports": {"task": "accounts.forget_exports", "schedule": 3600.0},
}
