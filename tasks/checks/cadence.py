"""How often an order is checked: by urgency and complexity, as the company's table says (R141)."""

from datetime import date

from common import settings
from common.workdays import calendar
from orders.order.models import Order
from segments import judging
from tasks.checks.models import CheckCadence
from tasks.task.models import Task
from tasks.task.states import LIVE

COMPLEX = "checks.complex_tasks"


def cadence_for(order: Order, today: date) -> CheckCadence | None:
    """The first row in use that holds for the order; None: it is not checked regularly. Three statements, and those of
    the saved conditions where a row before has one."""
    rows = list(CheckCadence.objects.filter(is_active=True))
    conditions = [one.segment_id for one in rows if one.segment_id]
    verdicts = judging.judge(order.pk, conditions, today) if conditions else {}
    for row in rows:
        verdict = verdicts.get(row.segment_id or 0)
        if row.segment_id and (verdict is None or not verdict.is_met):
            continue
        if row.for_urgent and not order.is_urgent:
            continue
        if row.for_complex and not is_complex(order):
            continue
        return row
    return None


def is_complex(order: Order) -> bool:
    """Whether so many of its tasks are still to be done that it counts as complex (a setting)."""
    return Task.objects.filter(order=order, state__in=LIVE).count() >= int(settings.get(COMPLEX))


def next_day(cadence: CheckCadence, last: date, today: date) -> date:
    """The day of work of the next check after ``last``; never one that is past."""
    due = calendar().moved(last, cadence.every_days)
    return max(due, calendar().on_or_after(today))
