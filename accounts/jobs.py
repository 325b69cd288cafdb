"""Background jobs of this app. Messages carry ids only and may be lost or doubled."""

from celery import shared_task

from accounts.trail import seals
from common import clock


@shared_task(name="accounts.seal_trail")
def seal_trail() -> int:
    """Seal the settled part of the audit trail."""
    return seals.seal(at=clock.now())


SCHEDULE = {"seal-trail": {"task": "accounts.seal_trail", "schedule": 600.0}}
