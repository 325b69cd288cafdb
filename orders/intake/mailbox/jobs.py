"""The visit to the mailbox in the background: a message may be lost or doubled, the next visit finds what is new."""

from celery import shared_task

from common import clock
from orders.intake.mailbox import polling

EVERY = 60.0  # seconds


@shared_task(name="orders.poll_mailbox", expires=EVERY)
def poll_mailbox() -> int:
    """Take in the mails that are new."""
    return polling.poll(clock.now())


SCHEDULE = {"poll-mailbox": {"task": "orders.poll_mailbox", "schedule": EVERY}}
