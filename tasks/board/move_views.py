"""Doors of moving days: one task, or all of an order by the rules. Each shows what follows before it writes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common import citations, clock, doors, errors, pages
from orders.order.doors import order_of, sent
from tasks.board import forms
from tasks.scheduling import placing, previewing
from tasks.scheduling.operations import replanning as operations
from tasks.task import policies, queries


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, task_id: int) -> HttpResponse:
    """Other days for a task: what follows from them, then the move."""
    user: Any = request.user
    task = queries.get_task(actor=user, task_id=task_id)
    policies.require(user, policies.SCHEDULE, task)
    now = {"start": task.planned_start, "end": task.planned_end}
    said = forms.days_of(request.POST or request.GET)
    if said["start"] and not said["end"]:  # dragged as a whole: it stays as long as it is
        said["start"], said["end"] = placing.kept_length(task, said["start"])
    asked = {name: day or now[name] for name, day in said.items()}
    form = forms.MoveForm(sent(request), initial=asked)
    back = _back(request, task.order)

    def call() -> None:
        version = doors.version_of(request.POST)
        operations.move_task(actor=user, task_id=task.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, back, _("Days moved"))

    def look() -> Any:
        return previewing.preview_move(actor=user, task_id=task.pk, at=clock.now(), **asked)

    context = {
        "task": task,
        "form": form,
        "version": doors.shown_version(request, task),
        "url": reverse("tasks:move", args=[task.pk]),
        "back": back,
        "dialog_back": back,
        **(_preview(look) if asked != now else {}),
    }
    return pages.dialog(request, "tasks/_move.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def replan(request: HttpRequest, reference: str) -> HttpResponse:
    """All tasks of an order that did not begin, dated anew by the rules."""
    user: Any = request.user
    order = order_of(request, reference)
    policies.require_for_order(user, policies.SCHEDULE, order)
    form = forms.ReplanForm(sent(request))
    back = reverse("tasks:order-tasks", args=[order.reference])
    asked = request.POST or request.GET
    how = {"backward": asked.get("backward") == "1", "frees": bool(asked.get("frees"))}
    moved: list[Any] = []

    def call() -> str:
        moved.extend(operations.schedule_order(actor=user, order_id=order.pk, at=clock.now(), **form.cleaned_data))
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        words = ngettext("%(n)s task has other days", "%(n)s tasks have other days", len(moved)) % {"n": len(moved)}
        return pages.leave(request, back, words)

    def look() -> Any:
        return previewing.preview_schedule(actor=user, order=order, at=clock.now(), **how)

    context = {"order": order, "form": form, "url": request.path, "back": back, "dialog_back": back, **_preview(look)}
    return pages.dialog(request, "tasks/order/_replan.html", context, status=422 if request.method == "POST" else 200)


def _preview(look: Callable[[], Any]) -> dict[str, Any]:
    """What would follow, or why it cannot be."""
    try:
        return {"preview": look()}
    except errors.Invalid as error:
        *others, last = [text for texts in error.fields.values() for text in texts] or [error.message]
        return {"impossible": [*map(str, others), citations.told(error, last)]}


def _back(request: HttpRequest, order: Any) -> str:
    """Where the page that asked wants to be again; else the screen of the order."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if url and url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return url
    return reverse("tasks:order-tasks", args=[order.reference])
