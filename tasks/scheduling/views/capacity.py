"""Doors of working hours, absences, and of the conflicts between capacity and promises."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies as rights
from common import clock, dates, doors, pages
from orders.order.doors import sent
from tasks.scheduling import conflicts, desk, forms, operations, policies, queries
from tasks.task import policies as tasks


@require_GET
def list_hours(request: HttpRequest) -> HttpResponse:
    """Who works how many hours on tasks, and who is away when."""
    user: Any = request.user
    rights.require(user, policies.CAPACITY)
    department = desk.key_of(request.GET.get("department", ""))
    today = dates.business_day(clock.now())
    context = {
        "rows": queries.hours_table(user, today, department),
        "departments": queries.departments_kept(user),
        "department": department,
        "today": today,
    }
    return pages.render(request, "tasks/capacity.html", context)


@require_http_methods(["GET", "POST"])
def set_hours(request: HttpRequest, person_id: int) -> HttpResponse:
    """How many hours somebody works from a day on, or for some days."""
    user: Any = request.user
    person = desk.person_kept(user, person_id)
    today = dates.business_day(clock.now())
    form = forms.HoursForm(sent(request), initial={"since": today})
    back = reverse("tasks:capacity")

    def save() -> str:
        data, whose = form.cleaned_data, {"user_id": person.pk, "hours_a_day": form.cleaned_data["hours_a_day"]}
        if data["until"]:
            days = {"first": data["since"], "last": data["until"]}
            operations.set_overtime(actor=user, at=clock.now(), **whose, **days)
        else:
            operations.set_capacity(actor=user, since=data["since"], at=clock.now(), **whose)
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, save)):
        return pages.leave(request, back, _("Saved"))
    context = {"person": person, "form": form, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/_hours_set.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def drop_hours(request: HttpRequest, capacity_id: int) -> HttpResponse:
    """Forget working hours that hold from a day on."""
    version = doors.version_of(request.POST)
    operations.drop_capacity(actor=request.user, capacity_id=capacity_id, version=version, at=clock.now())
    return pages.leave(request, reverse("tasks:capacity"), _("Taken back"))


@require_GET
def list_absences(request: HttpRequest) -> HttpResponse:
    """One's own absences and those of the people whose hours one keeps."""
    today = dates.business_day(clock.now())
    rows = queries.list_absences(request.user).filter(last__gte=today).order_by("first", "pk")
    return pages.render(request, "tasks/absences.html", {"rows": rows[: desk.MOST], "today": today})


@require_http_methods(["GET", "POST"])
def edit_absence(request: HttpRequest, absence_id: int | None = None) -> HttpResponse:
    """Say when somebody is away, or put it right."""
    user: Any = request.user
    row = queries.get_absence(user, absence_id) if absence_id else None
    people = [row.user] if row else queries.people_to_enter(user)
    form = forms.AbsenceForm(sent(request), initial=desk.entries_of(row, request), people=people)
    back = reverse("tasks:absences")

    def save() -> str:
        if row:
            version = doors.version_of(request.POST)
            changes = form.columns()
            operations.change_absence(actor=user, absence_id=row.pk, changes=changes, version=version, at=clock.now())
        else:
            operations.enter_absence(actor=user, user_id=form.cleaned_data["user"], at=clock.now(), **form.columns())
        return back

    if request.method == "POST" and doors.accepted(form, save if row else lambda: doors.once(request, save)):
        return pages.leave(request, back, _("Saved"))
    version = doors.shown_version(request, row) if row else 0
    context = {"row": row, "form": form, "version": version, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/_absence.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def drop_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Somebody is not away after all."""
    version = doors.version_of(request.POST)
    operations.drop_absence(actor=request.user, absence_id=absence_id, version=version, at=clock.now())
    return pages.leave(request, reverse("tasks:absences"), _("Taken back"))


@require_GET
def list_conflicts(request: HttpRequest) -> HttpResponse:
    """Where capacity and promises do not go together, and what helps."""
    user: Any = request.user
    rights.require(user, tasks.SCHEDULE)
    weeks, department = desk.weeks_of(request), desk.key_of(request.GET.get("department", ""))
    today = dates.business_day(clock.now())
    found = conflicts.find(user, today=today, weeks=weeks, department_id=department)
    departments = tasks.departments_for(user, tasks.SCHEDULE).order_by("path")
    context = {"found": found, "weeks": weeks, "department": department, "departments": departments, "today": today}
    return pages.render(request, "tasks/conflicts.html", context)
