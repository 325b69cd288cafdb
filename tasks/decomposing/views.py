"""Doors of a proposal: look at it, take the order apart anew, change it, release it, throw it away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import citations, clock, doors, errors, pages
from orders.order import queries as orders
from orders.order.doors import order_of, sent
from tasks.decomposing import forms, operations, queries, showing
from tasks.task import policies


@require_GET
def show_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """The open proposal of an order as a tree by line and phase, or how to make one."""
    user: Any = request.user
    order = order_of(request, reference)
    policies.require_for_order(user, policies.DECOMPOSE, order)
    past = list(queries.list_decompositions(user, order)[:10])
    row = next((one for one in past if one.state == "PROPOSED"), None)
    context = {
        "order": order,
        "sheet": showing.sheet_of(row, order, orders.lines_of(order)) if row else None,
        "past": [one for one in past if one is not row],
        "may_propose": order.status == "EFFECTIVE",
    }
    return pages.render(request, "tasks/order/decompose.html", context)


@require_POST
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the order apart, again where it was."""
    order = order_of(request, reference)
    counts: list[int] = []

    def make(version: int | None = None) -> str:
        row = operations.propose_order(actor=_user(request), order_id=order.pk, version=version, at=clock.now())
        counts.append(row.tasks.count())
        return _url(order)

    url = make(doors.version_of(request.POST)) if "version" in request.POST else doors.once(request, make)
    words = "".join(ngettext("%(n)s task proposed", "%(n)s tasks proposed", n) % {"n": n} for n in counts)
    return pages.leave(request, url, words)


@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the proposal work."""
    order = order_of(request, reference)
    try:
        row = operations.release(
            actor=_user(request), order_id=order.pk, version=doors.version_of(request.POST), at=clock.now()
        )
    except errors.Invalid as error:
        told = " ".join(str(text) for texts in error.fields.values() for text in texts)
        return pages.leave(request, _url(order), citations.told(error, told or error.message), "err")
    count = row.tasks.count()
    words = ngettext("%(n)s task released", "%(n)s tasks released", count) % {"n": count}
    return pages.leave(request, reverse("tasks:order-tasks", args=[order.reference]), words)


@require_POST
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw the proposal away."""
    order = order_of(request, reference)
    operations.discard(actor=_user(request), order_id=order.pk, version=doors.version_of(request.POST), at=clock.now())
    return pages.leave(request, _url(order), _("The proposal was thrown away"))


@require_POST
def keep(request: HttpRequest, reference: str, task_id: int) -> HttpResponse:
    """A task that is there stays as it is."""
    order = order_of(request, reference)
    version = doors.version_of(request.POST)
    operations.leave_as_is(actor=_user(request), order_id=order.pk, task_id=task_id, version=version, at=clock.now())
    return pages.leave(request, _url(order), _("The task stays as it is"))


@require_POST
def drop(request: HttpRequest, reference: str, task_id: int) -> HttpResponse:
    """Take a task out of the proposal."""
    order = order_of(request, reference)
    task = queries.get_proposed_task(_user(request), order, task_id)
    version = doors.version_of(request.POST)
    operations.drop_from_proposal(actor=_user(request), task_id=task.pk, version=version, at=clock.now())
    return pages.leave(request, _url(order), _("Taken out: %(task)s") % {"task": task.title})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str, task_id: int) -> HttpResponse:
    """Change a task of the proposal."""
    order = order_of(request, reference)
    task = queries.get_proposed_task(_user(request), order, task_id)
    after = [str(one) for one in task.in_links.values_list("predecessor_id", flat=True)]
    others = showing.other_tasks(order, task)
    version = doors.shown_version(request, task)
    form = forms.TaskForm(sent(request), instance=task, others=others, initial={"after": after})

    def save() -> None:
        operations.edit_proposed(
            actor=_user(request),
            task_id=task_id,
            changes=form.entries(),
            after=form.predecessors(),
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, _url(order), _("Saved; the proposal is dated anew"))
    return _dialog(request, order, form, {"task": task, "version": version})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a task to the proposal by hand."""
    order = order_of(request, reference)
    row = queries.get_proposal(_user(request), order)
    form = forms.NewTaskForm(sent(request))
    form.fields.pop("after")

    def save() -> None:
        version = doors.version_of(request.POST)
        operations.add_to_proposal(
            actor=_user(request), order_id=order.pk, fields=form.entries(), version=version, at=clock.now()
        )

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, _url(order), _("Added; the proposal is dated anew"))
    return _dialog(request, order, form, {"version": doors.shown_version(request, row)})


def _dialog(request: HttpRequest, order: Any, form: Any, more: dict[str, Any]) -> HttpResponse:
    context = {"order": order, "form": form, "url": request.path, "dialog_back": _url(order), **more}
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "tasks/order/_decompose_edit.html", context, status=status)


def _url(order: Any) -> str:
    return reverse("tasks:order-decompose", args=[order.reference])


def _user(request: HttpRequest) -> Any:
    return request.user
