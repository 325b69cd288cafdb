"""Classes and scores as time passes, and after the bands changed: batch after batch, with progress.

Only rows whose standing differs are written; nobody waits longer than for one batch, and an order's version stays: it
is nobody's edit.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import structlog
from django.db.models import Q

from accounts.people import queries as people
from common import clock, dates, events, locks, operation, workdays
from common.models import Job
from common.rows import update_rows
from orders.order.models import Order
from orders.priority import rules, standing
from orders.priority.models import PriorityRules

log = structlog.get_logger(__name__)
JOB = "orders.priority"
BATCH = 1000
_READ = (
    *("status", "total_amount", "exchange_rate", "order_date", "requested_date", "promised_date", "is_urgent"),
    *("effective_at", "pin_reason", "customer__first_effective_at", "customer__customer_class", *standing.COLUMNS),
)


def run_nightly(*, at: datetime) -> int:
    """Place every open order anew, for a day has passed, and what was loaded without any class. Returns how many
    changed; 0 while another process is at it."""
    operation.set_origin("job", "")
    with locks.held(locks.Lock.PLACE_ORDERS) as is_ours:
        return sum(_changed(at, open_only=True)) if is_ours else 0


def scan(*, at: datetime) -> int:
    """Place all orders by bands that came into force and were not applied yet; returns how many changed."""
    operation.set_origin("job", "")
    today = dates.business_day(at)
    version = PriorityRules.objects.filter(valid_from__lte=today).order_by("-valid_from", "-number").first()
    if version is None or (version.job is not None and version.job.state == Job.State.DONE):
        return 0
    with locks.held(locks.Lock.PLACE_ORDERS) as is_ours:
        return _apply(version, at) if is_ours else 0


def _apply(version: PriorityRules, at: datetime) -> int:
    job = operation.in_operation(version.saved_by_id, lambda: _begin(version, at))
    total = 0
    try:
        for changed in _changed(at, open_only=False, job=job):
            total += changed
    except Exception as fault:
        log.exception("priority_failed", version=version.number)
        why = f"{type(fault).__name__}: {fault}"[:500]
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error=why)
        raise
    operation.in_operation(version.saved_by_id, lambda: _end(version, job, total))
    return total


def _begin(version: PriorityRules, at: datetime) -> Job:
    job = version.job or Job.objects.create(kind=JOB, actor_id=version.saved_by_id, created_at=at)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, started_at=at, done=0, total=Order.objects.count(), error=""
    )
    PriorityRules.objects.filter(pk=version.pk).update(job=job)
    job.done = 0  # one that was killed begins anew
    return job


def _end(version: PriorityRules, job: Job, total: int) -> None:
    now = clock.now()
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=now, result={"rows": total})
    events.record("priority.applied", version, at=now, number=str(version.number), rows=total)


def _changed(at: datetime, *, open_only: bool, job: Job | None = None) -> Iterator[int]:
    """How many of each batch changed, in the order of keys."""
    actor, after = people.system_user().pk, 0
    while True:
        found = operation.in_operation(actor, lambda: _batch(after, at, open_only))  # noqa: B023
        if found is None:
            return
        after, seen, changed = found
        if job is not None:
            job.done += seen
            Job.objects.filter(pk=job.pk).update(done=job.done, heartbeat_at=clock.now())
        yield changed


def _batch(after: int, at: datetime, open_only: bool) -> tuple[int, int, int] | None:
    """One transaction: the last key, how many orders were looked at, how many changed."""
    today = dates.business_day(at)
    held, calendar = standing.in_force(today), workdays.calendar()
    rows = Order.objects.filter(pk__gt=after).order_by("pk").select_related("customer")
    if open_only:
        rows = rows.filter(Q(status__in=rules.OPEN) | Q(amount_class=""))
    chosen = list(rows.only(*_READ).select_for_update(no_key=True, of=("self",))[:BATCH])
    if not chosen:
        return None
    changed = []
    for order in chosen:
        found = asdict(rules.standing(held, standing.facts_of(order, order.customer), calendar, today))
        if any(getattr(order, name) != value for name, value in found.items()):
            for name, value in found.items():
                setattr(order, name, value)
            changed.append(order)
    update_rows(changed, standing.COLUMNS)
    return chosen[-1].pk, len(chosen), len(changed)
