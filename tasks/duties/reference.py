"""Duties of stages as the software ships them: a kind of department each; the company names people in the console."""

from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.people.models import Department
from common.reference import seeders, ship_names
from orders.order.states import Stage
from tasks.duties.models import StageDuty

_KIND = Department.Kind
# stage: (department, duty)
DUTIES = {
    Stage.PLACING: (_KIND.SALES, gettext_noop("Clear up what the customer wants, get the order complete and approved")),
    Stage.PREPARING: (_KIND.PRODUCTION, gettext_noop("Get goods made or bought by the promised days")),
    Stage.LOGISTICS: (_KIND.LOGISTICS, gettext_noop("Pick, pack and send the goods")),
    Stage.DELIVERY: (_KIND.LOGISTICS, gettext_noop("Follow the goods until they are signed for")),
    Stage.COMPLETE: (_KIND.SERVICE, gettext_noop("Ask how it went, settle what is left")),
}


def seed(at: datetime) -> None:
    """Add a duty for every stage that has none of the whole company; what was changed stays."""
    there = set(StageDuty.objects.filter(area=None).values_list("stage", flat=True))
    StageDuty.objects.bulk_create(
        [
            StageDuty(stage=stage, department_kind=kind, duty=duty)
            for stage, (kind, duty) in DUTIES.items()
            if stage not in there
        ]
    )


def register() -> None:
    """Called once from this room's wiring."""
    seeders.register("tasks.duties", seed)
    ship_names([duty for _kind, duty in DUTIES.values()])
