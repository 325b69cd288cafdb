"""The company's service policy as it is shipped: customers are told and asked nothing by themselves until somebody of
the company decides so on its page. Return visits are a matter of our own people."""

from datetime import datetime

from common.reference import seeders
from orders.service.letters.models import ServicePolicy

VISIT_AFTER = 7


def seed_policy(at: datetime) -> None:
    """Add the company's row where there is none; what was changed stays."""
    if ServicePolicy.objects.filter(customer=None).exists():
        return
    row = ServicePolicy(tells=[], asks_satisfaction=False, visit_after=VISIT_AFTER)
    ServicePolicy.objects.bulk_create([row], ignore_conflicts=True)


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("orders.service_policy", seed_policy)
