"""Background jobs of reminders. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task

from common import clock
from reminders.answering import settling
from reminders.scanning import operations as scanning
from reminders.sending import operations as sending


@shared_task(name="reminders.scan")
def scan_reminders() -> int:
    """Find what is due to be reminded of, and what missed runs left; close what nobody need answer any more."""
    at = clock.now()
    found = scanning.scan(at=at)
    settling.settle(at=at)
    return found


@shared_task(name="reminders.send")
def send_reminders() -> int:
    """Tell what was found and may go now."""
    return sending.send_due(at=clock.now())


SCHEDULE = {
    "scan-reminders": {"task": "reminders.scan", "schedule": 300.0},
    "send-reminders": {"task": "reminders.send", "schedule": 60.0},
}
