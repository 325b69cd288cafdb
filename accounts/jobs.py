"""Background jobs of this app. Messages carry ids only and may be lost or doubled."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from accounts.trail import seals
from common import clock


@shared_task(name="accounts.seal_trail")
def seal_trail() -> int:
    """Seal the settled part of the audit trail."""
    return seals.seal(at=clock.now())


@shared_task(name="accounts.forget_sessions")
def forget_sessions() -> None:
    """Drop sessions whose hours are over."""
    SessionStore.clear_expired()


SCHEDULE = {
    "seal-trail": {"task": "accounts.seal_trail", "schedule": 600.0},
    "forget-sessions": {"task": "accounts.forget_sessions", "schedule": 86_400.0},
}
