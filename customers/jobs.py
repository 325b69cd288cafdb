"""Background jobs of this app. Messages carry ids only and may be lost or doubled."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from customers import operations
from customers.cleaning import operations as cleaning
from customers.credit import operations as credit
from customers.disclosures import operations as disclosures
from customers.privacy import carrying
from customers.retention import operations as retention


@shared_task(name="customers.apply_assignments")
def apply_assignments() -> int:
    """Let the assignments whose day has come take effect; hourly, so that it follows the company's midnight."""
    return operations.apply_due_assignments(actor=people.system_user(), at=clock.now())


@shared_task(name="customers.start_limits")
def start_limits() -> int:
    """Let approved credit limits whose day has come be in force; hourly, like assignments."""
    return credit.start_due_limits(actor=people.system_user(), at=clock.now())


@shared_task(name="customers.search_duplicates")
def search_duplicates() -> int:
    """Have the archive searched for customers that are alike; at night."""
    return cleaning.search_duplicates(actor=people.system_user(), at=clock.now()).pk


@shared_task(name="customers.forget_disclosures")
def forget_disclosures() -> int:
    """Forget records of data taken away that were kept long enough; at night."""
    return disclosures.forget_old(actor=people.system_user(), at=clock.now())


@shared_task(name="customers.look_once_more")
def look_once_more() -> int:
    """Look a second time for contacts that were anonymised a day ago; at night, for it reads whole tables."""
    return carrying.look_once_more(actor=people.system_user(), at=clock.now())


@shared_task(name="customers.forget_by_rules")
def forget_by_rules() -> int:
    """Forget what is older than the retention rules in force say; at night."""
    return retention.forget_due(actor=people.system_user(), at=clock.now())


SCHEDULE = {
    "forget-by-rules": {"task": "customers.forget_by_rules", "schedule": crontab(hour=18, minute=48)},
    "look-once-more": {"task": "customers.look_once_more", "schedule": crontab(hour=19, minute=7)},
    "forget-disclosures": {"task": "customers.forget_disclosures", "schedule": crontab(hour=18, minute=12)},
    "customer-duplicates": {"task": "customers.search_duplicates", "schedule": crontab(hour=18, minute=41)},
    "apply-assignments": {"task": "customers.apply_assignments", "schedule": crontab(minute=2)},
    "start-limits": {"task": "customers.start_limits", "schedule": crontab(minute=4)},
}
