"""Background jobs of the ground floor. Messages carry ids only and may be lost or doubled."""

from celery import shared_task

from common import clock, events, heartbeat, idempotency, outbox, upload_limits
from common.likeness import searching
from common.mailing.server import NAME as MAIL

WORTH = 30.0  # seconds: of messages that come every few, one that waited longer only keeps others waiting


@shared_task(name="common.relay_outbox")
def relay_outbox() -> int:
    """Send what the outbox holds, mail aside."""
    return outbox.relay(server="")


@shared_task(name="common.relay_mail")
def relay_mail() -> int:
    """Send the mail that the outbox holds."""
    return outbox.relay(server=MAIL)


@shared_task(name="common.heartbeat", expires=heartbeat.PATIENCE.total_seconds())
def beat() -> None:
    """Show that timetable, Redis and worker go on."""
    heartbeat.beat(at=clock.now())


@shared_task(name="common.place_events", expires=WORTH)
def place_events() -> int:
    """Give committed events their feed position."""
    return events.place_events()


@shared_task(name="common.forget_idempotency")
def forget_idempotency() -> int:
    """Drop idempotency records older than seven days, and what people brought on days long over."""
    upload_limits.forget_old(at=clock.now())
    return idempotency.forget_old(at=clock.now())


@shared_task(name=searching.TASK)
def search_duplicates() -> int:
    """Archives that wait to be searched for rows that are alike."""
    return searching.scan(at=clock.now())


SCHEDULE = {
    "heartbeat": {"task": "common.heartbeat", "schedule": heartbeat.EVERY.total_seconds()},
    "relay-outbox": {"task": "common.relay_outbox", "schedule": 10.0},
    "relay-mail": {"task": "common.relay_mail", "schedule": 10.0},
    "place-events": {"task": "common.place_events", "schedule": 5.0},
    "scan-duplicates": {"task": searching.TASK, "schedule": 20.0},
    "forget-idempotency": {"task": "common.forget_idempotency", "schedule": 3600.0},
}
