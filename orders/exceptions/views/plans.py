"""Doors of contingency plans."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, doors, pages
from orders.exceptions import desk, forms, operations, policies, queries
from orders.exceptions.choices import Kind
from orders.exceptions.filters import PlanFilter
from orders.order.doors import sent


@require_GET
def list_plans(request: HttpRequest) -> HttpResponse:
    """All plans with their steps and how often each was used."""
    rows = doors.filtered(PlanFilter, request.GET, queries.list_plans(request.user))
    context = {
        "plans": list(rows.order_by("-is_active", "kind", "name")),
        "views": desk.tabs({"plans": "1"}, request.user.get_username()),
        "is_narrowed": doors.is_narrowed(request.GET),
        "kinds": [(kind.value, kind.label, kind.value in request.GET.getlist("kind")) for kind in Kind],
        "may_edit": rights.can(request.user, policies.PLAN),
    }
    return pages.render(request, "orders/exception/plans.html", context, parts=("plans",))


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Prepare a plan."""
    rights.require(request.user, policies.PLAN)
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def edit_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change a plan."""
    rights.require(request.user, policies.PLAN)
    return _edit(request, queries.get_plan(request.user, plan_id))


def _edit(request: HttpRequest, plan: Any) -> HttpResponse:
    names = ("name", "kind", "product_prefix", "supplier_id", "notes", "is_active")
    steps = [(step.text, step.owner_id) for step in plan.steps.all()] if plan else []
    initial = {name: getattr(plan, name) for name in names} if plan else {}
    form = forms.PlanForm(sent(request), steps=steps, initial=initial)
    back = reverse("orders:plan-list")

    def call() -> str:
        operations.save_plan(
            actor=request.user,
            plan_id=plan.pk if plan else None,
            version=doors.version_of(request.POST) if plan else None,
            at=clock.now(),
            **form.columns(),
        )
        return back

    if request.method == "POST" and doors.accepted(form, lambda: doors.once(request, call)):
        return pages.leave(request, back, _("Plan saved"))
    context = {"form": form, "plan": plan, "url": request.path, "dialog_back": back}
    if plan:
        context["version"] = doors.shown_version(request, plan)
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/exception/_plan_edit.html", context, status=status)
