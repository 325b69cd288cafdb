"""What must hold of tasks, as SQL whose rows are the offenders."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants
from orders.order.models import OrderLine
from tasks.task import states, writing
from tasks.task.links import circle_in
from tasks.task.models import Task, TaskLink

OWNED = """
    SELECT id, title, state FROM tasks_task WHERE state IN ('OPEN', 'RUNNING', 'BLOCKED', 'DONE') AND owner_id IS NULL
"""
ORPHANS = """
    SELECT t.id, t.title, t.order_id, t.line_no FROM tasks_task t
    LEFT JOIN orders_orderline l ON l.order_id = t.order_id AND l.line_no = t.line_no
    WHERE t.line_no IS NOT NULL AND l.id IS NULL AND t.state IN ('PROPOSED', 'OPEN', 'RUNNING', 'BLOCKED')
"""
OF_ONE_ORDER = """
    SELECT k.id, p.order_id AS before, s.order_id AS after FROM tasks_tasklink k
    JOIN tasks_task p ON p.id = k.predecessor_id JOIN tasks_task s ON s.id = k.successor_id
    WHERE p.order_id <> s.order_id
"""
WAITING = """
    SELECT t.id, t.title, t.open_predecessors, c.n FROM tasks_task t LEFT JOIN (
        SELECT k.successor_id, count(*) AS n FROM tasks_tasklink k JOIN tasks_task p ON p.id = k.predecessor_id
        WHERE p.state IN ('OPEN', 'RUNNING', 'BLOCKED') AND (k.kind = 'FINISH' OR p.started_at IS NULL) GROUP BY 1
    ) c ON c.successor_id = t.id
    WHERE t.state IN ('OPEN', 'RUNNING', 'BLOCKED') AND t.open_predecessors <> coalesce(c.n, 0)
"""
HOURS = """
    SELECT t.id, t.title, t.actual_hours, c.sum FROM tasks_task t
    LEFT JOIN (SELECT task_id, sum(hours) FROM tasks_worklog GROUP BY 1) c ON c.task_id = t.id
    WHERE t.actual_hours <> coalesce(c.sum, 0)
"""
STEPPED = """
    SELECT t.id, t.title, t.state, s.to_state FROM tasks_task t LEFT JOIN LATERAL (
        SELECT to_state FROM tasks_taskstep WHERE task_id = t.id ORDER BY id DESC LIMIT 1
    ) s ON true
    WHERE t.state <> 'PROPOSED' AND s.to_state IS DISTINCT FROM t.state
"""
_AT_ONCE = 500


def circles(limit: int) -> list[dict[str, Any]]:
    """Orders whose tasks wait for each other, each with a circle."""
    by_order: dict[int, list[tuple[int, int]]] = {}
    pairs = TaskLink.objects.values_list("successor__order_id", "predecessor_id", "successor_id")
    for order_id, before, after in pairs.iterator():
        by_order.setdefault(order_id, []).append((before, after))
    found = ((order_id, circle_in(mine)) for order_id, mine in by_order.items())
    return [{"order": order_id, "tasks": circle} for order_id, circle in found if circle][:limit]


def lines_that_disagree(limit: int) -> list[dict[str, Any]]:
    """Lines that do not say of their work what the tasks say."""
    told = OrderLine.objects.filter(work_done__isnull=False).values_list("order_id", flat=True)
    worked = Task.objects.filter(state__in=states.RELEASED, line_no__isnull=False).values_list("order_id", flat=True)
    ids, wrong = sorted({*told, *worked}), list[dict[str, Any]]()
    for start in range(0, len(ids), _AT_ONCE):
        wrong += _disagreeing(ids[start : start + _AT_ONCE])
    return wrong[:limit]


def _disagreeing(order_ids: list[int]) -> list[dict[str, Any]]:
    tasks: dict[int, list[Task]] = {}
    for one in Task.objects.filter(order_id__in=order_ids, state__in=states.RELEASED):
        tasks.setdefault(one.order_id, []).append(one)
    facts = {order_id: writing.facts_of(mine) for order_id, mine in tasks.items()}
    columns = ("pk", "order_id", "line_no", "work_started", "work_done", "work_end_date")
    found = []
    for pk, order_id, line_no, started, done, end in OrderLine.objects.filter(order_id__in=order_ids).values_list(
        *columns
    ):
        fact = facts.get(order_id, {}).get(line_no)
        says = (fact.started, fact.done, fact.end) if fact else (False, None, None)
        if (started, done, end) != says:
            found.append({"line": pk, "stored": str((started, done, end)), "tasks_say": str(says)})
    return found


def register() -> None:
    """Called once from this room's wiring."""
    invariants.register("tasks.owned", Invariant(25, _("Every released task has an owner"), OWNED))
    invariants.register("tasks.no_circle", Invariant(25, _("No tasks wait for each other"), find=circles))
    invariants.register("tasks.lines", Invariant(24, _("Tasks name lines that are there"), ORPHANS))
    invariants.register("tasks.one_order", Invariant(24, _("Tasks wait for tasks of their own order"), OF_ONE_ORDER))
    invariants.register("tasks.waiting", Invariant(8, _("Tasks know what they wait for"), WAITING))
    invariants.register("tasks.hours", Invariant(8, _("Hours of tasks are the sum of what was written down"), HOURS))
    invariants.register("tasks.stepped", Invariant(15, _("Tasks stand where their history ends"), STEPPED))
    invariants.register(
        "tasks.facts", Invariant(8, _("Order lines say what their tasks say"), find=lines_that_disagree)
    )
