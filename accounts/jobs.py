"""Background jobs of this app. Messages carry ids only and may be lost or doubled."""

from celery import shared_task
from celery.schedules import crontab

from accounts.collaboration import operations as collaboration
from accounts.console.operations import CHECK
from accounts.exports import jobs as exports
from accounts.people import queries as people
from accounts.sign_in import operations as sign_in
from accounts.trail import journal, seals
from common import clock, invariants


@shared_task(name="accounts.seal_trail")
def seal_trail() -> int:
    """Seal the settled part of the audit trail; note redactions beside the backups, where that failed before."""
    sealed = seals.seal(at=clock.now())
    journal.write()
    return sealed


@shared_task(name="accounts.forget_sessions")
def forget_sessions() -> None:
    """Drop sessions whose hours are over."""
    sign_in.forget_sessions(at=clock.now())


@shared_task(name=CHECK)
def check_invariants(actor_id: int = 0) -> int:
    """Check what must hold and keep the result for the admin console, in the name of who asked for it; returns
    how many are broken."""
    return invariants.run(actor_id=actor_id or people.system_user().pk, at=clock.now()).result["broken"]


@shared_task(name="accounts.sweep_attachments")
def sweep_attachments() -> int:
    """Remove files on disk that no attachment speaks of: left by what failed after they were written."""
    return collaboration.sweep_files(at=clock.now())


SCHEDULE = {
    **exports.SCHEDULE,
    "seal-trail": {"task": "accounts.seal_trail", "schedule": 600.0},
    "forget-sessions": {"task": "accounts.forget_sessions", "schedule": 86_400.0},
    "check-invariants": {"task": CHECK, "schedule": crontab(hour=18, minute=30)},  # 02:30 in China
    "sweep-attachments": {"task": "accounts.sweep_attachments", "schedule": 86_400.0},
}
