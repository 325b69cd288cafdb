"""Doors of giving tasks out: candidates of a task, many at once, weights of a department, skills of people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, doors, errors, pages
from orders.order.doors import sent
from tasks.assigning import candidates, forms, keeping, operations, queries, scoring
from tasks.task import policies
from tasks.task import queries as tasks

SHOWN = 3  # candidates at first


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, task_id: int) -> HttpResponse:
    """The candidates of a task with their scores; one of them is picked."""
    user: Any = request.user
    task = tasks.get_task(actor=user, task_id=task_id)
    policies.require(user, policies.ASSIGN, task)
    form = forms.PickForm(sent(request))
    back = _back(request, task)

    def pick() -> None:
        given = {"user_id": form.cleaned_data["user"], "reason": form.cleaned_data["reason"]}
        version = doors.version_of(request.POST)
        operations.pick_executor(actor=user, task_id=task.pk, version=version, at=clock.now(), **given)

    if request.method == "POST" and doors.accepted(form, pick):
        return pages.leave(request, back, _("Given out"))
    context = {
        "task": task,
        "form": form,
        "back": back,
        "version": doors.shown_version(request, task),
        "is_popover": pages.wants_part(request) and request.htmx.target != "assign-page",  # type: ignore[attr-defined]
        **_choice(request, task),
    }
    status = 422 if request.method == "POST" else 200
    if pages.wants_part(request):
        return pages.part(request, "tasks/_assign.html", context, status=status)
    return pages.render(request, "tasks/assign.html", context, status=status)


def _choice(request: HttpRequest, task: Any) -> dict[str, Any]:
    """The candidates, the first few unless all are asked for; and who is chosen with a reason still to be said."""
    found = candidates.for_task(task, at=clock.now())
    asked = request.POST.get("user") or request.GET.get("user") or ""
    opened = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    is_all = "all" in request.GET or any(one.person.pk == opened for one in found[SHOWN:])
    return {
        "candidates": found if is_all else found[:SHOWN],
        "count": len(found),
        "opened": opened,
        "is_all": is_all or len(found) <= SHOWN,
        "weights": queries.weights_of(task.department),
    }


@require_http_methods(["GET", "POST"])
def give_department(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give a task to a department, until a day."""
    user: Any = request.user
    task = tasks.get_task(actor=user, task_id=task_id)
    policies.require(user, policies.ASSIGN, task)
    initial = {"department": task.department_id, "due_date": task.department_due_date}
    form = forms.DepartmentForm(sent(request), initial=initial, departments=queries.departments())
    back = _back(request, task)

    def give() -> None:
        data = form.cleaned_data
        operations.give_to_department(
            actor=user,
            task_id=task.pk,
            department_id=data["department"],
            due_date=data["due_date"],
            reason=data["reason"],
            version=doors.version_of(request.POST),
            at=clock.now(),
        )

    if request.method == "POST" and doors.accepted(form, give):
        return pages.leave(request, back, _("Given to the department"))
    return _ask(request, "tasks/_give_department.html", task, form, back)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a task from who was picked."""
    user: Any = request.user
    task = tasks.get_task(actor=user, task_id=task_id)
    policies.require(user, policies.ASSIGN, task)
    form = forms.ReasonForm(sent(request))
    back = _back(request, task)

    def take() -> None:
        version = doors.version_of(request.POST)
        operations.take_back(actor=user, task_id=task.pk, version=version, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and doors.accepted(form, take):
        return pages.leave(request, back, _("Taken back"))
    return _ask(request, "tasks/_take_back.html", task, form, back)


def _ask(request: HttpRequest, template: str, task: Any, form: Any, back: str) -> HttpResponse:
    context = {
        "task": task,
        "form": form,
        "version": doors.shown_version(request, task),
        "url": request.get_full_path(),
        "dialog_back": back,
    }
    return pages.dialog(request, template, context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def assign_many(request: HttpRequest) -> HttpResponse:
    """The picked tasks with the first who is proposed for each; sent, they are given out one after the other."""
    user: Any = request.user
    if not user.can(policies.ASSIGN):
        raise errors.NotAllowed()
    keys = [int(one) for one in (request.POST or request.GET).getlist("ids") if one.isdecimal() and len(one) < 19]
    rows = queries.proposals(user, keys, clock.now())
    form = forms.ManyForm(sent(request), rows=rows)
    back = _back(request, None)
    if request.method == "POST" and form.is_valid():
        picks, reason = form.picks(), form.cleaned_data["reason"]
        outcome = operations.pick_for_many(actor=user, picks=picks, reason=reason, at=clock.now())
        words = ngettext("%(n)s task given out", "%(n)s tasks given out", len(outcome.given))
        said = [words % {"n": len(outcome.given)}, *dict.fromkeys(why for _task, why in outcome.refused)]
        return pages.leave(request, back, " · ".join(said), "wrn" if outcome.refused else "ok")
    context = {"form": form, "url": request.get_full_path(), "dialog_back": back, "left_out": len(keys) - len(rows)}
    return pages.dialog(request, "tasks/_assign_many.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def list_weights(request: HttpRequest) -> HttpResponse:
    """How departments weigh their candidates."""
    user: Any = request.user
    if not user.can(policies.ASSIGN):
        raise errors.NotAllowed()
    may_rules = user.can(keeping.RULES)
    context = {"rows": queries.weighings(user), "labels": scoring.NAMES, "may_rules": may_rules}
    return pages.render(request, "tasks/weights.html", context)


@require_http_methods(["GET", "POST"])
def edit_weights(request: HttpRequest, department_id: int) -> HttpResponse:
    """The weights of a department; 0: the company's."""
    user: Any = request.user
    shown = queries.get_weighing(user, department_id)
    form = forms.WeightsForm(sent(request), initial=candidates.as_parts(shown.weights))
    back = reverse("tasks:weights")

    def save() -> None:
        version = doors.version_of(request.POST)
        key = department_id or None
        given = form.cleaned_data
        keeping.save_weights(actor=user, department_id=key, weights=given, version=version, at=clock.now())

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Saved"))
    version = request.POST.get("version", (shown.weights.version if shown.is_own and shown.weights.pk else 0))
    context = {"shown": shown, "form": form, "version": version, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/_weights_edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def drop_weights(request: HttpRequest, department_id: int) -> HttpResponse:
    """Let a department weigh as the one above it."""
    version = doors.version_of(request.POST)
    user: Any = request.user
    keeping.drop_weights(actor=user, department_id=department_id, version=version, at=clock.now())
    return pages.leave(request, reverse("tasks:weights"), _("It weighs as the department above now"))


@require_GET
def list_skills(request: HttpRequest) -> HttpResponse:
    """Who can do what, and how well."""
    user: Any = request.user
    if not user.can(queries.CAPACITY):
        raise errors.NotAllowed()
    context = queries.matrix(user, request.GET.get("q", ""))
    return pages.render(request, "tasks/skills.html", context, parts=("skills",))


@require_http_methods(["GET", "POST"])
def edit_skills(request: HttpRequest, person_id: int) -> HttpResponse:
    """What one person can do."""
    user: Any = request.user
    person = queries.get_person_for(user, person_id)
    known = queries.levels_of([person.pk])[person.pk]
    form = forms.SkillsForm(sent(request), skills=queries.skills(), levels=known)
    back = reverse("tasks:skills")

    def save() -> None:
        levels = form.levels()
        shown = {pk: _level(doors.shown(form, f"skill.{pk}")) for pk in levels}
        keeping.set_skills(actor=user, user_id=person.pk, levels=levels, shown=shown, at=clock.now())

    if request.method == "POST" and doors.accepted(form, save):
        return pages.leave(request, back, _("Saved"))
    context = {"person": person, "form": form, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/_skills_edit.html", context, status=422 if request.method == "POST" else 200)


def _level(text: Any) -> int | None:
    return int(text) if text and str(text).isdecimal() else None


def _back(request: HttpRequest, task: Any) -> str:
    """Where a page that asked for this wants to be again; else the task's page, else the order's."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if url and url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return url
    names = [("tasks:task-detail", [task.pk])] if task else [("tasks:task-list", [])]
    fallback = ("orders:order-detail", [task.order.reference]) if task else ("accounts:home", [])
    for name, arguments in [*names, fallback]:
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return "/"
