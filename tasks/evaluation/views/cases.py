"""Doors of the case library."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, doors, errors, keyset, pages
from orders.order import queries as orders
from orders.order.doors import sent
from tasks.evaluation import cases, forms
from tasks.evaluation.filters import CaseFilter

PAGE_SIZE = 50


@require_GET
def list_cases(request: HttpRequest) -> HttpResponse:
    """The library, the newest first; words are looked for in everything that cases say."""
    rows = doors.filtered(CaseFilter, request.GET, cases.list_cases(request.user))
    page = keyset.paginate(rows, sorts=cases.SORTS, sort="id", cursor=request.GET.get("cursor"), size=PAGE_SIZE)
    context = {"page": page, "may_write": cases.may_write(request.user)}
    return pages.render(request, "tasks/case/list.html", context, parts=("list",))


@require_GET
def show_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case."""
    case = cases.get_case(request.user, case_id)
    context = {"case": case, "may_write": cases.may_write(request.user)}
    return pages.render(request, "tasks/case/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit_case(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """Write a case or change one."""
    if not cases.may_write(request.user):
        raise errors.NotAllowed(verb=cases.WRITE)
    case = cases.get_case(request.user, case_id) if case_id else None
    form = forms.CaseForm(sent(request), initial=_initial(case, request))

    def call() -> str:
        number = form.cleaned_data["order"].strip()
        order_id = orders.get_order(actor=request.user, reference=number).pk if number else None
        seen = {"case_id": case.pk, "version": doors.version_of(request.POST)} if case else {}
        made = cases.save_case(actor=request.user, order_id=order_id, at=clock.now(), **form.columns(), **seen)
        return reverse("tasks:case-detail", args=[made.pk])

    made: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: made.append(doors.once(request, call))):
        return pages.leave(request, made[0], _("Saved"))
    context = {
        "form": form,
        "case": case,
        "version": doors.shown_version(request, case) if case else "",
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "tasks/case/edit.html", context, status=status)


def _initial(case: Any, request: HttpRequest) -> dict[str, Any]:
    if case is None:
        return {"order": request.GET.get("order", ""), "kind": request.GET.get("kind", "SUCCESS"), "is_active": True}
    names = ("title", "kind", "is_active", *cases.TEXTS)
    number = case.order.number if case.order else ""
    return {**{name: getattr(case, name) for name in names}, "order": number, "tags": ", ".join(case.tags)}
