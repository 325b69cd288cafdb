"""The company's service policy as it is shipped; administrators change it on its page."""

from datetime import datetime

from common.reference import seeders
from orders.service.letters.choices import News
from orders.service.letters.models import ServicePolicy

TELLS = [News.SHIPPED, News.DELIVERY]
VISIT_AFTER = 7


def seed_policy(at: datetime) -> None:
    """Add the company's row where there is none; what was changed stays."""
    if ServicePolicy.objects.filter(customer=None).exists():
        return
    row = ServicePolicy(tells=[str(one) for one in TELLS], visit_after=VISIT_AFTER)
    ServicePolicy.objects.bulk_create([row], ignore_conflicts=True)


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("orders.service_policy", seed_policy)
