"""Background jobs of reports. They find their work by scanning, so a lost or doubled message does no harm."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from reports.clientele import partners_keeping as partners
from reports.deliveries import running as deliveries
from reports.deliveries import sweeping
from reports.facts import operations as facts
from reports.outlook import operations as outlook


@shared_task(name="reports.keep_up")
def keep_up() -> int:
    """Follow what was changed, so that figures are those of now."""
    return facts.keep_up(at=clock.now())


@shared_task(name="reports.compare")
def compare() -> int:
    """Every night: facts and sums beside the documents; what was sent by mail long ago is forgotten before."""
    sweeping.sweep(actor=people.system_user(), at=clock.now())
    return len(facts.compare(at=clock.now()).wrong_orders)


@shared_task(name="reports.send_due")
def send_due() -> int:
    """Queue the reports whose time to be sent by mail has come."""
    return deliveries.scan(at=clock.now())


@shared_task(name="reports.keep_forecasts")
def keep_forecasts() -> int:
    """Keep the company's forecasts of this month, unless they are kept already."""
    return outlook.keep_monthly(actor=people.system_user(), at=clock.now())


@shared_task(name="reports.keep_partners")
def keep_partners() -> int:
    """Every night: which products go together, for order entry."""
    return partners.keep_partners(actor=people.system_user(), at=clock.now())


SCHEDULE = {
    "send-due-reports": {"task": "reports.send_due", "schedule": 60.0},
    "keep-up-facts": {"task": "reports.keep_up", "schedule": 15.0},
    "compare-facts": {"task": "reports.compare", "schedule": crontab(hour=17, minute=45)},
    # every night: a month is kept on its first day, or when there is somebody to do it again
    "keep-forecasts": {"task": "reports.keep_forecasts", "schedule": crontab(hour=18, minute=20)},
    "keep-partners": {"task": "reports.keep_partners", "schedule": crontab(hour=18, minute=35)},
}
