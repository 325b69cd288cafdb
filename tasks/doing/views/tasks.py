"""Doors of a task: its page, and one that is added by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, dates, doors, pages
from orders.order import queries as orders
from orders.order.doors import order_of, order_url, sent
from tasks.doing import desk, ending, forms, queries
from tasks.task import operations, policies
from tasks.task import queries as tasks
from tasks.task.operations import TaskDraft


@require_GET
def show_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: what it asks, what is before and after it, hours, who had it, moves of its end, history."""
    task = tasks.get_task(actor=request.user, task_id=task_id)
    before, after = queries.neighbours(task)
    moves = queries.moves_of(task)
    context = {
        "task": task,
        "line": queries.line_of(task),
        "before": before,
        "after": after,
        "hours": queries.hours_of(task),
        "skills": queries.skills_of(task),
        "assignments": queries.assignments_of(task),
        "moves": moves,
        "moved_days": sum(one.days for one in moves),
        "steps": queries.steps_of(task),
        "actions": desk.actions(request.user, task),
        "today": dates.business_day(clock.now()),
        "late": ending.days_late(task, clock.now()) if task.is_live else 0,
    }
    return pages.render(request, "tasks/task/detail.html", context)


@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest) -> HttpResponse:
    """Add a task to an order in force."""
    order = order_of(request, request.GET.get("order", ""))
    policies.require_for_order(request.user, policies.DECOMPOSE, order)
    today = dates.business_day(clock.now())
    initial: dict[str, Any] = {"planned_start": today, "planned_end": today}
    others = [one for one in tasks.tasks_of([order.pk]) if one.is_live]
    form = forms.NewForm(sent(request), lines=orders.lines_of(order), tasks=others, initial=initial)
    made: list[str] = []

    def call() -> str:
        draft = TaskDraft(**form.draft())
        added = operations.add_task(actor=request.user, order_id=order.pk, draft=draft, at=clock.now())
        return desk.url_of(added)

    if request.method == "POST" and doors.accepted(form, lambda: made.append(doors.once(request, call))):
        return pages.leave(request, made[0], _("Task added"))
    context = {"form": form, "order": order, "url": request.get_full_path(), "dialog_back": order_url(order)}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "tasks/task/_new.html", context, status=status)
