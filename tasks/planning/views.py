"""Doors of plans for all tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, doors, keyset, pages, typed
from orders.order.doors import sent
from tasks.planning import forms, operations, policies, queries

PAGE_SIZE = 50


@require_GET
def list_plans(request: HttpRequest) -> HttpResponse:
    """Plans, the latest first."""
    actor: Any = request.user
    rights.require(actor, policies.PLAN)
    page: keyset.Page[Any] = keyset.paginate(
        queries.list_runs(actor),
        sorts=queries.SORTS,
        sort=queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    return pages.render(request, "tasks/plan/list.html", {"page": page}, parts=("list",))


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Ask for a plan."""
    actor: Any = request.user
    rights.require(actor, policies.PLAN)
    wanted = {name: request.GET[name] for name in ("department",) if name in request.GET}
    form = forms.AskForm(sent(request), actor=actor, initial=wanted)
    made: list[str] = []
    if request.method == "POST" and doors.accepted(
        form, lambda: made.append(doors.once(request, lambda: _asked(request, form)))
    ):
        return pages.leave(request, made[0])
    return pages.render(request, "tasks/plan/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _asked(request: HttpRequest, form: Any) -> str:
    actor: Any = request.user
    run = operations.ask_plan(actor=actor, at=clock.now(), **form.given())
    return reverse("tasks:plan-detail", args=[run.pk])


@require_GET
def show_plan(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a plan would change, or changed; while it is worked out the part asks again."""
    actor: Any = request.user
    run = queries.get_run(actor=actor, run_id=run_id)
    rows = queries.rows_of(run)
    context = {
        "run": run,
        "rows": [one for one in rows if not one.is_fault],
        "faults": [one for one in rows if one.is_fault],
        "hours": queries.hours_of(run),
        "gives": queries.gives_of(run),
        "is_working": run.state in ("ASKED", "RUNNING"),
        "can_take": run.state == "READY" and policies.can(actor, run.department),
    }
    return pages.render(request, "tasks/plan/detail.html", context, parts=("plan",))


@require_POST
def take_plan(request: HttpRequest, run_id: int) -> HttpResponse:
    """Put it into force: the rows ticked, or with ``all`` all of them."""
    chosen = [key for one in request.POST.getlist("moves") if (key := typed.read_key(one)) is not None]
    taken = operations.take_plan(
        actor=request.user,  # type: ignore[arg-type]
        run_id=run_id,
        move_ids=None if "all" in request.POST else chosen,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    count = len(taken.moved)
    words = ngettext("%(n)s task was planned anew", "%(n)s tasks were planned anew", count) % {"n": count}
    if taken.refused:
        words += " " + _("Left as they are, because they changed since: %(tasks)s.") % {
            "tasks": _(", ").join(task.title for task, _why in taken.refused[:5])
        }
    return pages.leave(request, reverse("tasks:plan-detail", args=[run_id]), words)


@require_POST
def discard_plan(request: HttpRequest, run_id: int) -> HttpResponse:
    """Throw it away."""
    operations.discard_plan(
        actor=request.user,  # type: ignore[arg-type]
        run_id=run_id,
        version=doors.version_of(request.POST),
        at=clock.now(),
    )
    return pages.leave(request, reverse("tasks:plan-list"), _("The plan was thrown away"))
