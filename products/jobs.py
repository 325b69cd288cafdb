"""Background jobs of this app. Messages carry ids only and may be lost or doubled."""

from celery import shared_task
from celery.schedules import crontab

from accounts.people import queries as people
from common import clock
from products.cleaning import operations as cleaning


@shared_task(name="products.search_duplicates")
def search_duplicates() -> int:
    """Have the catalogue searched for products that are alike; at night."""
    return cleaning.search_duplicates(actor=people.system_user(), at=clock.now()).pk


SCHEDULE = {"product-duplicates": {"task": "products.search_duplicates", "schedule": crontab(hour=18, minute=47)}}
