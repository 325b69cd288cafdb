"""Background jobs of orders. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from orders.approval import due as approvals
from orders.changes.assessing import jobs as assessing
from orders.changes.impact import jobs as impacts
from orders.cockpit import silence
from orders.credit_desk import jobs as credit
from orders.exceptions import operations as exceptions
from orders.intake.imports import jobs as imports
from orders.intake.mailbox import jobs as mailbox
from orders.lifecycle import operations as lifecycle
from orders.priority import recomputing as priority
from orders.promise import late
from orders.quotation import operations as quotation
from orders.risk import jobs as risk
from orders.service.contacts import jobs as contacts
from orders.service.letters import jobs as letters
from orders.service.satisfaction import jobs as satisfaction
from orders.voice import jobs as voice


@shared_task(name="orders.lift_freezes")
def lift_freezes() -> int:
    """Lift freezes whose last day is past."""
    return lifecycle.lift_expired_freezes(at=clock.now())


@shared_task(name="orders.archive_due")
def archive_due() -> int:
    """Put away what was closed and settled long enough ago."""
    return lifecycle.archive_due_orders(at=clock.now())


@shared_task(name="orders.expire_quotations")
def expire_quotations() -> int:
    """Let quotations expire whose last day is past."""
    return quotation.expire_due_quotations(at=clock.now())


@shared_task(name="orders.remind_approvals")
def remind_approvals() -> int:
    """Remind of approvals that are due soon, and ask somebody else as well where they are late."""
    return approvals.remind_due(at=clock.now())


@shared_task(name="orders.escalate_exceptions")
def escalate_exceptions() -> int:
    """Tell the heads of exceptions that nobody answered in time."""
    return exceptions.escalate_due(at=clock.now())


@shared_task(name="orders.place_orders")
def place_orders() -> int:
    """Classes and scores of open orders, as a day has passed."""
    return priority.run_nightly(at=clock.now())


@shared_task(name="orders.priority")
def apply_priority_rules() -> int:
    """Classes and scores by bands that came into force."""
    return priority.scan(at=clock.now())


@shared_task(name="orders.recheck_promises")
def recheck_promises() -> int:
    """Promises that counted on receipts which did not come."""
    return late.recheck_overdue(at=clock.now())


@shared_task(name="orders.learn_rhythms")
def learn_rhythms() -> int:
    """How soon orders are usually heard of again."""
    return silence.learn_rhythms(actor=people.system_user(), at=clock.now())


SCHEDULE = {
    **assessing.SCHEDULE,
    **impacts.SCHEDULE,
    **credit.SCHEDULE,
    **risk.SCHEDULE,
    **imports.SCHEDULE,
    **mailbox.SCHEDULE,
    **satisfaction.SCHEDULE,
    **voice.SCHEDULE,
    **contacts.SCHEDULE,
    **letters.SCHEDULE,
    "lift-freezes": {"task": "orders.lift_freezes", "schedule": 600.0},
    "remind-approvals": {"task": "orders.remind_approvals", "schedule": 300.0},
    "place-orders": {"task": "orders.place_orders", "schedule": crontab(hour=16, minute=10)},  # after midnight here
    "apply-priority-rules": {"task": "orders.priority", "schedule": 300.0},
    "recheck-promises": {"task": "orders.recheck_promises", "schedule": crontab(hour=16, minute=25)},
    "learn-rhythms": {"task": "orders.learn_rhythms", "schedule": crontab(hour=17, minute=40)},
    "escalate-exceptions": {"task": "orders.escalate_exceptions", "schedule": 300.0},
    "archive-due": {"task": "orders.archive_due", "schedule": 3600.0},
    "expire-quotations": {"task": "orders.expire_quotations", "schedule": 3600.0},
}
