"""Doors of the verbs of a task: each a question with the version that it is asked of, or done at once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from common import clock, dates, doors, pages
from orders.order.doors import sent
from tasks.doing import desk, ending, forms, operations, queries
from tasks.doing.operations import handing
from tasks.task import policies
from tasks.task import queries as tasks
from tasks.task.states import State


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, task_id: int) -> HttpResponse:
    """Begin it; at once where nothing is before it."""
    task = _task(request, task_id)
    if request.method == "POST" and "reason" not in request.POST:
        return _at_once(request, task, operations.start_task, pgettext("told of a task", "Started"))
    return _ask(
        request,
        task,
        "_start",
        forms.StartForm(sent(request)),
        operations.start_task,
        pgettext("told of a task", "Started"),
    )


@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, task_id: int) -> HttpResponse:
    """How much of it is done."""
    task = _task(request, task_id)
    waits = task.state == State.OPEN and not task.is_ready
    form = forms.ProgressForm(sent(request), waits=waits, initial={"progress": task.progress})
    return _ask(request, task, "_progress", form, operations.report_progress, _("Progress saved"))


@require_http_methods(["GET", "POST"])
def log_hours(request: HttpRequest, task_id: int) -> HttpResponse:
    """Hours worked on a day."""
    task = _task(request, task_id)
    leads = policies.can(request.user, policies.ASSIGN, task)
    others = handing.people_of(task, but=request.user) if leads else []
    form = forms.HoursForm(sent(request), others=others, initial={"day": dates.business_day(clock.now())})
    return _ask(request, task, "_hours", form, operations.log_hours, _("Hours written down"))


@require_http_methods(["GET", "POST"])
def block(request: HttpRequest, task_id: int) -> HttpResponse:
    """Something holds it up."""
    form = forms.BlockForm(sent(request))
    return _ask(request, _task(request, task_id), "_block", form, operations.block_task, _("Written down and told"))


@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, task_id: int) -> HttpResponse:
    """It goes on."""
    form = forms.ResumeForm(sent(request))
    return _ask(request, _task(request, task_id), "_resume", form, operations.resume_task, _("It goes on"))


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, task_id: int) -> HttpResponse:
    """It is done."""
    task = _task(request, task_id)
    late = ending.days_late(task, clock.now())
    cause = ending.cause_of(task) if late > 0 else None
    form = forms.FinishForm(sent(request), moves=bool(late), initial={"result": task.result, "cause": cause or "OTHER"})
    after = queries.neighbours(task)[1]
    more = {"late": late, "early": -late, "after": after}
    return _ask(request, task, "_finish", form, operations.finish_task, _("Done"), more)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, task_id: int) -> HttpResponse:
    """It is not done after all."""
    form = forms.ReopenForm(sent(request))
    return _ask(
        request,
        _task(request, task_id),
        "_reopen",
        form,
        operations.reopen_task,
        pgettext("told of a task", "Taken up again"),
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, task_id: int) -> HttpResponse:
    """To a colleague, or back to the head."""
    task = _task(request, task_id)
    form = forms.HandOverForm(sent(request), takers=handing.takers(task))
    return _ask(request, task, "_hand_over", form, operations.hand_over, pgettext("told of a task", "Handed over"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, task_id: int) -> HttpResponse:
    """What it says."""
    task = tasks.get_task(actor=request.user, task_id=task_id)
    initial = {name: getattr(task, name) for name in forms.EditForm.base_fields}
    form = forms.EditForm(sent(request), initial=initial)

    def change(**data: Any) -> None:
        known = {name: data.pop(name) for name in forms.EditForm.base_fields}
        operations.change_task(changes=known, **data)

    return _ask(request, task, "_edit", form, change, _("Saved"))


@require_http_methods(["GET", "POST"])
def set_predecessors(request: HttpRequest, task_id: int) -> HttpResponse:
    """What comes before it."""
    task = tasks.get_task(actor=request.user, task_id=task_id)
    if not policies.can(request.user, policies.DECOMPOSE, task):
        policies.require(request.user, policies.SCHEDULE, task)
    others = [one for one in tasks.tasks_of([task.order_id]) if one.pk != task.pk]
    form = forms.PredecessorsForm(sent(request), before=queries.neighbours(task)[0], others=others)

    def change(**data: Any) -> None:
        known = {name: data[name] for name in ("actor", "task_id", "version", "at")}
        operations.set_predecessors(after=form.links(), **known)

    return _ask(request, task, "_after", form, change, _("Saved; what has to be later has moved"))


@require_POST
def mark_key(request: HttpRequest, task_id: int) -> HttpResponse:
    """It is handled first, or no more."""
    task = tasks.get_task(actor=request.user, task_id=task_id)
    done = _("Marked no more") if task.is_marked_key else _("Marked as key task")
    return _at_once(request, task, operations.mark_key, done, is_key=not task.is_marked_key)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, task_id: int) -> HttpResponse:
    """It is not needed."""
    task = tasks.get_task(actor=request.user, task_id=task_id)
    form = forms.DropForm(sent(request))
    after = queries.neighbours(task)[1]
    return _ask(
        request, task, "_drop", form, operations.drop_task, pgettext("told of a task", "Dropped"), {"after": after}
    )


def _task(request: HttpRequest, task_id: int) -> Any:
    """The task, for who may work on it: before a form of it is drawn."""
    task = tasks.get_task(actor=request.user, task_id=task_id)
    policies.require(request.user, policies.WORK, task)
    return task


def _at_once(request: HttpRequest, task: Any, operation: Callable[..., Any], done: str, **data: Any) -> HttpResponse:
    version = doors.version_of(request.POST)
    operation(actor=request.user, task_id=task.pk, version=version, at=clock.now(), **data)
    return pages.leave(request, desk.back_of(request, task), done)


def _ask(
    request: HttpRequest,
    task: Any,
    template: str,
    form: Any,
    operation: Callable[..., Any],
    done: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A question about a task."""

    def call() -> None:
        version = doors.version_of(request.POST)
        operation(actor=request.user, task_id=task.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, desk.back_of(request, task), done)
    context = {
        "task": task,
        "version": doors.shown_version(request, task),
        "form": form,
        "url": request.get_full_path(),
        "dialog_back": desk.back_of(request, task),
        **(more or {}),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, f"tasks/task/{template}.html", context, status=status)
