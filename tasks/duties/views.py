"""Doors of the duties of stages: the table, and the dialog that changes a row."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, errors, pages
from orders.order.doors import sent
from tasks.duties import forms, operations, queries


@require_GET
def list_duties(request: HttpRequest) -> HttpResponse:
    """Who answers for orders in which stage."""
    user: Any = request.user
    if not user.can(queries.SEE):
        raise errors.NotAllowed()
    context = {"rows": queries.table(), "may_edit": user.can(operations.EDIT)}
    return pages.render(request, "tasks/duties.html", context)


@require_http_methods(["GET", "POST"])
def edit_duty(request: HttpRequest, duty_id: int = 0) -> HttpResponse:
    """One row of the table; 0: a new one."""
    user: Any = request.user
    rights.require(user, operations.EDIT)
    row = queries.get_duty(duty_id) if duty_id else None
    form = forms.DutyForm(sent(request), initial=queries.as_entries(row) if row else None)

    def save() -> Any:
        more = {"duty_id": row.pk, "version": doors.version_of(request.POST)} if row else {}
        return operations.save_duty(actor=user, changes=form.columns(), at=clock.now(), **more)

    back = reverse("tasks:duties")
    if request.method == "POST" and _saved(request, form, save, is_new=row is None):
        return pages.leave(request, back, _("Saved"))
    version = doors.shown_version(request, row) if row else 0
    context = {"row": row, "form": form, "version": version, "url": request.path, "dialog_back": back}
    return pages.dialog(request, "tasks/_duty.html", context, status=422 if request.method == "POST" else 200)


def _saved(request: HttpRequest, form: Any, save: Any, *, is_new: bool) -> bool:
    if not is_new:
        return doors.accepted(form, save)
    return doors.accepted(form, lambda: doors.once(request, lambda: str(save().pk)))
