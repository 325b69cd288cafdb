"""Checks that are made by themselves: the first of an order under way, the next after each, those that were missed
(R141, R142, R192). Inside an operation, or started by the job. What is due soon, and corrective actions that are late,
are told of by the rules of reminders (docs/adr/0083)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import structlog
from django.db import DatabaseError
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from orders.order.models import Order
from orders.order.states import Stage, Status
from tasks.checks import cadence
from tasks.checks.models import CheckCadence, ProgressCheck
from tasks.task import queries as tasks

log = structlog.get_logger(__name__)
State = ProgressCheck.State
MISSED, ESCALATED = "check.missed", "check.escalated"
AT_ONCE = 500  # checks that one run of the job makes or misses


def make_next(order: Order, last: date, *, at: datetime) -> ProgressCheck | None:
    """Make the next check of a locked order after the day ``last``, where it is checked regularly, is under way, and
    none is waiting."""
    if order.status != Status.EFFECTIVE or order.stage == Stage.COMPLETE:
        return None
    if ProgressCheck.objects.filter(order=order, state=State.DUE).exists():
        return None
    today = dates.business_day(at)
    found = cadence.cadence_for(order, today)
    if found is None:
        return None
    # versions go on from check to check: a page that shows one which was made meanwhile is out of date
    newest = ProgressCheck.objects.filter(order=order).aggregate(newest=Max("version"))["newest"] or 0
    check = ProgressCheck(order=order, cadence=found, owner=owner_for(order), version=newest + 1)
    check.due_date = cadence.next_day(found, last, today)
    check.save(force_insert=True)
    return check


def owner_for(order: Order) -> User | None:
    """Who checks an order: its executing owner, else its salesperson, else the head of its department; in place of one
    who left, his substitute."""
    for person in (order.executing_owner, order.salesperson):
        if person is not None and not person.is_active:
            person = person.substitute
        if person is not None and person.is_active:
            return person
    return next(iter(people.heads_above(order.department_id)), None)


def unchecked(at_most: int = AT_ONCE) -> list[int]:
    """Orders under way for which no check waits: some of them, by key. Where not every order is checked regularly they
    are drawn by lot, so that those that are not never hide the others."""
    cadences = CheckCadence.objects.filter(is_active=True)
    if not cadences.exists():
        return []
    is_for_all = cadences.filter(segment=None, for_urgent=False, for_complex=False).exists()
    waiting = ProgressCheck.objects.filter(order=OuterRef("pk"), state=State.DUE)
    rows = Order.objects.filter(status=Status.EFFECTIVE).exclude(stage=Stage.COMPLETE).exclude(Exists(waiting))
    return list(rows.order_by("pk" if is_for_all else "?").values_list("pk", flat=True)[:at_most])


@operation
def make_first(*, actor: User, order_id: int, at: datetime) -> ProgressCheck | None:
    """Make the check that an order under way lacks. Raises NotFound."""
    order, _lines = tasks.lock_order(order_id)
    return make_next(order, dates.business_day(at), at=at)


@operation
def miss(*, actor: User, check_id: int, at: datetime) -> ProgressCheck | None:
    """A check whose day is past was missed: it stays on record so, and the next one is made. None where somebody made
    it meanwhile. Who hears of it is told by ``tell_missed``."""
    order_id = ProgressCheck.objects.filter(pk=check_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    order, _lines = tasks.lock_order(order_id)
    check = ProgressCheck.objects.select_for_update(no_key=True).get(pk=check_id)
    if check.state != State.DUE or check.due_date >= dates.business_day(at):
        return None
    if order.status != Status.EFFECTIVE or order.stage == Stage.COMPLETE:
        check.state = State.CANCELLED
    else:
        check.state, check.missed_at = State.MISSED, at
        events.record(MISSED, order, at=at, due=check.due_date.isoformat())
    check.version += 1
    check.save(update_fields=["state", "missed_at", "version"])
    if check.state == State.MISSED:
        check.order = order
        make_next(order, check.due_date, at=at)
    return check if check.state == State.MISSED else None


def past_due(today: date) -> QuerySet[ProgressCheck]:
    """Checks whose day is past, the oldest first."""
    return ProgressCheck.objects.filter(state=State.DUE, due_date__lt=today).order_by("due_date", "pk")


@operation
def tell_missed(*, actor: User, checks: Iterable[ProgressCheck], at: datetime) -> int:
    """Tell of missed checks: one line for whoever should have made them, and one for his head (R191); how many people
    were told."""
    of_owner: dict[int | None, list[ProgressCheck]] = defaultdict(list)
    for one in checks:
        of_owner[one.owner_id].append(one)
    url = f"{reverse('tasks:check-list')}?state=MISSED"
    told = 0
    for owner_id, mine in of_owner.items():
        names = {"count": len(mine), "order": str(mine[0].order), "day": mine[0].due_date.isoformat()}
        owner = mine[0].owner
        if owner_id is not None:
            message = gettext_noop("%(count)s checks of orders were missed, the first of %(order)s on %(day)s.")
            inbox.notify([owner_id], kind=MISSED, message=message, parameters=names, url=url, at=at)
        for head in _above(owner, mine[0].order)[:1]:
            inbox.notify(
                [head.pk],
                kind=ESCALATED,
                message=gettext_noop("%(name)s missed %(count)s checks of orders, the first of %(order)s on %(day)s."),
                parameters={**names, "name": owner.name if owner else "–"},
                url=url,
                mail=True,
                at=at,
            )
            told += 1
        told += owner_id is not None
    return told


def _above(owner: User | None, order: Order) -> list[User]:
    department = owner.department_id if owner is not None and owner.department_id else order.department_id
    return [head for head in people.heads_above(department) if owner is None or head.pk != owner.pk]


def _try_first(system: User, order_id: int, at: datetime) -> ProgressCheck | None:
    """One that is busy, or cannot be judged, holds up no other; the next run finds it again."""
    try:
        return make_first(actor=system, order_id=order_id, at=at)
    except (errors.DomainError, DatabaseError) as error:
        log.warning("check_not_made", order=order_id, error=str(error))
        return None


def run(*, at: datetime) -> dict[str, int]:
    """What the job does: misses what is past, tells of it, makes what lacks."""
    system, today = people.system_user(), dates.business_day(at)
    missed = []
    for key in list(past_due(today).values_list("pk", flat=True)[:AT_ONCE]):
        found = miss(actor=system, check_id=key, at=at)
        if found is not None:
            missed.append(found)
    told = tell_missed(actor=system, checks=missed, at=at) if missed else 0
    made = [_try_first(system, key, at) for key in unchecked()]
    return {"missed": len(missed), "told": told, "made": sum(one is not None for one in made)}
