"""Schedules of reports and what was sent by them, as people read them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from accounts.people.models import User
from common import dates, errors, keyset, workdays
from reports.deliveries import policies, rhythm
from reports.deliveries.models import ReportDelivery, ReportSchedule

SORTS = {"next": keyset.Sort("next_at", descending=False), "id": keyset.Sort("pk")}
DELIVERY_SORTS = {"due": keyset.Sort("due_at")}


def list_schedules(actor: User) -> QuerySet[ReportSchedule]:
    """Those that are ``actor``'s or by which he gets a report."""
    return policies.visible_to(actor).select_related("report", "created_by").prefetch_related("recipients")


def get_schedule(*, actor: User, schedule_id: int) -> ReportSchedule:
    """One of them. Raises NotFound."""
    found = list_schedules(actor).filter(pk=schedule_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def deliveries_of(actor: User, schedule: ReportSchedule) -> QuerySet[ReportDelivery]:
    """What was sent by a schedule, the latest first: all of it for whose it is, else one's own."""
    rows = ReportDelivery.objects.filter(schedule=schedule).select_related("recipient").order_by("-due_at", "-pk")
    return rows if policies.is_own(actor, schedule) else rows.filter(recipient=actor)


def last_of(actor: User, schedules: Iterable[ReportSchedule]) -> dict[int, ReportDelivery]:
    """The latest delivery of each schedule, as far as it is ``actor``'s to see."""
    mine = [one.pk for one in schedules if policies.is_own(actor, one)]
    rows = ReportDelivery.objects.filter(schedule__in=[one.pk for one in schedules])
    rows = rows.filter(schedule__in=mine) | rows.filter(recipient=actor)
    latest = rows.order_by("schedule", "-due_at", "-pk").distinct("schedule").select_related("recipient")
    return {one.schedule_id: one for one in latest}


def next_of(schedule: ReportSchedule, after: datetime) -> datetime:
    """When it is sent next, by the company's calendar and clock."""
    return rhythm.next_time(
        schedule.rhythm,
        schedule.place,
        schedule.hour,
        after=after,
        calendar=workdays.calendar(),
        zone=dates.business_zone(),
    )
