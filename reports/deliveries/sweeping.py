"""Deliveries of long ago are forgotten, so that the list of what was sent does not grow for ever."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.people.models import User
from common import settings
from common.operation import operation, set_origin
from reports.deliveries.models import ReportDelivery

State = ReportDelivery.State
SETTING = "reports.keep_deliveries_days"
BATCH = 500  # in a transaction


def sweep(*, actor: User, at: datetime) -> int:
    """Forget what was settled and due before the days that the company keeps it; how many. The last one to each
    recipient of a schedule stays, whatever became of it, and the last that he got: its page lists both; the trail keeps
    them all."""
    set_origin("job", "")
    swept = 0
    while found := _drop(actor=actor, at=at):
        swept += found
        if found < BATCH:
            break
    return swept


@operation
def _drop(*, actor: User, at: datetime) -> int:
    line = at - timedelta(days=settings.get(SETTING))
    same = ReportDelivery.objects.filter(schedule=OuterRef("schedule"), recipient=OuterRef("recipient"))
    later = same.filter(Q(due_at__gt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__gt=OuterRef("pk")))
    is_over = ~Q(state=State.QUEUED) & (~Q(state=State.SENT) | Exists(later.filter(state=State.SENT)))
    old = ReportDelivery.objects.filter(is_over, Exists(later), due_at__lt=line)
    locked = old.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    found = list(locked.values_list("pk", flat=True)[:BATCH])
    ReportDelivery.objects.filter(pk__in=found).delete()
    return len(found)
