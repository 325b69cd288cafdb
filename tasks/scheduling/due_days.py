"""On which days tasks are due that belong to a part of a line, or to one of several deliveries of an order: wherever an
order is dated or planned, the same (R132). Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from orders.order.models import Order, OrderLine
from tasks.scheduling import dating, slots
from tasks.task.models import Task


def of_tasks(order: Order, lines: Sequence[OrderLine], tasks: Mapping[Any, Task]) -> dict[Any, date]:
    """The due days of tasks for one of several dated parts of a line, and of those without a line for one of several
    deliveries of the order, by the key of the task. Others are due with their line, or with the order's last goods."""
    found: dict[Any, date] = dict(dating.dues_of_parts(lines, tasks))
    whole = {key: place for key, one in tasks.items() if (place := _place(one)) is not None}
    days = _deliveries(order, lines) if whole else []
    # what is for a delivery that left already has no day of its own any more
    left = max(0, max(whole.values(), default=0) - len(days))
    if left + len(days) > 1:
        for key, place in whole.items():
            day = days[place - left - 1] if left < place <= left + len(days) else None
            if day is not None:
                found[key] = day
    return found


def _place(task: Task) -> int | None:
    """For which of the order's deliveries a task of the whole order is; None for one of a line, and for what is done
    once however many there are."""
    base, _hash, number = task.origin.partition("#")
    if task.line_no is not None or not base.endswith(":0") or task.template is None or task.template.is_once:
        return None
    return int(number) if number.isdecimal() else 1


def _deliveries(order: Order, lines: Sequence[OrderLine]) -> list[date | None]:
    """The day on which the goods of each delivery that is still to come have to leave."""
    goods = [line for line in lines if slots.is_to_do(line)]
    parts = [slot for line in goods for slot in slots.slots_of(order, line)]
    groups = slots.by_delivery(parts, [line for line in goods if line.needs_stock] or goods)
    return [max((slot.due for slot in group if slot.due), default=None) for group in groups]
