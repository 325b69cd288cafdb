"""What the ground floor tells a machine that watches: outgoing messages, jobs, the timetable, what must hold."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from common import heartbeat, invariants, outbox
from common.gauges import Reading, gauges
from common.models import Event, Job

_A_DAY = timedelta(days=1)


def _outbox(at: datetime) -> Iterator[Reading]:
    standing = outbox.standing(at=at)
    yield Reading("orders_outbox_oldest_seconds", "Age of the oldest message due", standing.oldest.total_seconds())
    yield Reading("orders_outbox_late", "1 while a message waits for longer than its patience", standing.is_late)
    for state, count in (("doubtful", standing.doubtful), ("failed", standing.failed)):
        yield Reading("orders_outbox_undelivered", "Messages that wait for a person", count, {"state": state})


def _jobs(at: datetime) -> Iterator[Reading]:
    recent = Job.objects.filter(created_at__gt=at - 7 * _A_DAY)
    open_states, day = [Job.State.QUEUED, Job.State.RUNNING], Q(finished_at__gt=at - _A_DAY)
    found = recent.aggregate(
        queued=Count("pk", filter=Q(state=Job.State.QUEUED)),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        failed=Count("pk", filter=day & Q(state=Job.State.FAILED)),
        oldest=Min("created_at", filter=Q(state__in=open_states)),
    )
    for state in ("queued", "running"):
        yield Reading("orders_jobs", "Imports, exports and checks, of seven days", found[state], {"state": state})
    yield Reading("orders_jobs_failed_in_a_day", "Jobs that failed within the last day", found["failed"])
    age = (at - found["oldest"]).total_seconds() if found["oldest"] else 0
    yield Reading("orders_jobs_oldest_seconds", "Age of the oldest job that is not done", age)


def _timetable(at: datetime) -> Iterator[Reading]:
    last = heartbeat.last()
    if last is not None:
        silent = max((at - last).total_seconds(), 0)
        yield Reading("orders_background_silent_seconds", "Since when worker or timetable gave no sign", silent)


def _feed(at: datetime) -> Iterator[Reading]:
    waiting = Event.objects.filter(position__isnull=True).aggregate(count=Count("pk"), oldest=Min("at"))
    age = (at - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
    yield Reading("orders_events_unplaced", "Events that have no place in the feed yet", waiting["count"])
    yield Reading("orders_events_unplaced_oldest_seconds", "Age of the oldest of them", max(age, 0))


def _what_must_hold(at: datetime) -> Iterator[Reading]:
    last = invariants.last_run()
    if last is not None and last.finished_at is not None:
        age = (at - last.finished_at).total_seconds()
        yield Reading("orders_invariants_broken", "Rules of the data that did not hold", last.result["broken"])
        yield Reading("orders_invariants_checked_seconds", "Since when they were checked last", max(age, 0))


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    for key, ask in (
        ("common.outbox", _outbox),
        ("common.jobs", _jobs),
        ("common.heartbeat", _timetable),
        ("common.events", _feed),
        ("common.invariants", _what_must_hold),
    ):
        gauges.register(key, ask)
