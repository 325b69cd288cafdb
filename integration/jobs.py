"""Background jobs of integration. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task

from accounts.people import queries as people
from common import clock
from integration.webhooks import running, sweeping

# seconds: a round may last longer than the time to the next; what waited for all of one is dropped, or a worker would
# have nothing else to do
WORTH = running.BUDGET.total_seconds()


@shared_task(name="integration.send_webhooks", expires=WORTH)
def send_webhooks() -> int:
    """Send what webhooks wait for."""
    return running.send_all()


@shared_task(name="integration.sweep_webhook_log")
def sweep_webhook_log() -> int:
    """Forget what was sent long ago."""
    return sweeping.sweep(actor=people.system_user(), at=clock.now())


SCHEDULE = {
    "send-webhooks": {"task": "integration.send_webhooks", "schedule": 5.0},
    "sweep-webhook-log": {"task": "integration.sweep_webhook_log", "schedule": 86_400.0},
}
